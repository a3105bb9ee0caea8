"""Tell which letters the bytes of a text mean."""

import codecs
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from rules.errors import FileError
from rules.language import N_

_CHUNK = 1 << 20
DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")
_UTF32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HAN = re.compile("[\u4e00-\u9fff]")
_SIGNS = re.compile("[\x00-\x7f\u2000-\u303f\uff00-\uffef]+")
_FEW, _MOSTLY = 6, 0.4
_CANDIDATES = ("utf-8", "gb18030")


def encoding_of(path: Path, name: str) -> str:
    """Return ``utf-8``, ``utf-16`` (told by its mark) or ``gb18030``: what fits all.

    Raises
    ------
    FileError
        If nothing does.
    """
    with path.open("rb") as file:
        some = file.read(_CHUNK)
    candidates = [_MARKS[some[:2]]] if some[:2] in _MARKS else _CANDIDATES
    for encoding in () if some.startswith(_UTF32) else candidates:
        if _fits(path, encoding):
            if encoding == "gb18030" and _is_of_taiwan(some):
                break
            return encoding
        if encoding == "utf-8" and _is_mostly_utf8(some):
            message = N_(
                "{file}: its text is UTF-8 with damaged or foreign letters; "
                "save it again as UTF-8"
            )
            raise FileError(message, file=name)
    message = N_("{file}: its text is neither UTF-8 nor GB 18030; save it as UTF-8")
    raise FileError(message, file=name)


def in_utf8(path: Path, folder: Path, name: str) -> tuple[Path, str]:
    """Return a text in UTF-8 without mark, and its encoding.

    The file itself, if it is so; else a copy in ``folder``.

    Raises
    ------
    FileError
        If its letters cannot be told.
    """
    encoding = encoding_of(path, name)
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    if encoding == "utf-8" and not marked:
        return path, encoding
    copy = folder / "transcoded"
    with copy.open("wb") as target:
        for at, text in enumerate(_decoded(path, encoding)):
            target.write((text if at else text.removeprefix("\ufeff")).encode())
    return copy, encoding


def xml_in_utf8(path: Path, folder: Path, name: str) -> tuple[Path, str]:
    """Return a copy of an XML file in UTF-8, which parsers know; GBK they do not.

    Raises
    ------
    FileError
        If its letters cannot be told.
    """
    text, encoding = in_utf8(path, folder, name)
    copy = folder / "declared"
    with text.open("rb") as source, copy.open("wb") as target:
        target.write(DECLARED.sub(b"", source.read(_CHUNK), count=1))
        shutil.copyfileobj(source, target, _CHUNK)
    return copy, encoding


def _fits(path: Path, encoding: str) -> bool:
    try:
        for _ in _decoded(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(some: bytes) -> bool:
    """Tell UTF-8 with a few wrong bytes from GB 18030, which takes almost any."""
    text = some.decode("utf-8", "replace")
    return len(_HAN.findall(text)) > text.count("\ufffd")


def _is_of_taiwan(some: bytes) -> bool:
    """Tell Big 5, which GB 18030 takes for rare letters.

    Of a text in GB 18030, most letters are among the 3 755 of everyday.
    """
    try:
        codecs.getincrementaldecoder("big5")().decode(some)
    except UnicodeDecodeError:
        return False
    text = _SIGNS.sub("", some.decode("gb18030", "ignore"))
    everyday = sum(map(_is_everyday, text))
    return len(text) >= _FEW and everyday < _MOSTLY * len(text)


def _is_everyday(letter: str) -> bool:
    try:
        return 0xB0 <= letter.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
