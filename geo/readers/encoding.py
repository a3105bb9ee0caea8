"""Which letters does a dBase file mean: UTF-8 if they can be, else GB 18030."""

import codecs
import re
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rules.errors import FileError
from rules.language import N_

_CANDIDATES = ("utf-8", "gb18030")
_FIT_ANYTHING = ("iso8859-1", "cp1252", "ascii")  # and so say nothing of Chinese
_HAN = re.compile("[\u4e00-\u9fff]")
_SURE = 3  # letters that GBK does not make by chance
_RECORDS = 20_000  # looked at


def decoder_of(shapefile: Path, name: str) -> tuple[Callable[[str], str], str]:
    """Return what turns text read as ISO 8859-1 into the text meant, and its encoding.

    GDAL trusts the ``.dbf`` to know its encoding, and most do not.  The ``.cpg``
    is asked first, but it too must fit every letter.

    Raises
    ------
    FileError
        If no encoding fits.
    """
    texts = list(_texts(beside(shapefile, ".dbf")))
    sure = ("utf-8",) if _is_chinese_utf8(texts) else ()  # whatever the note says
    for encoding in (*sure, *_declared(shapefile), *_CANDIDATES):
        if all(_decoded(text, encoding) is not None for text in texts):
            return partial(_meant, encoding=encoding), encoding
    message = N_("{file}: its text is neither UTF-8 nor GB 18030; save it as UTF-8")
    raise FileError(message, file=name)


def _is_chinese_utf8(texts: list[bytes]) -> bool:
    decoded = [_decoded(text, "utf-8") for text in texts]
    return None not in decoded and bool(_HAN.search("".join(decoded)))


def _is_utf8(texts: list[bytes]) -> bool:
    """Tell it by its Chinese letters, whatever somebody declared."""
    told = [_decoded(text, "utf-8") for text in texts]
    if None in told:
        return False
    return sum("\u4e00" <= letter <= "\u9fff" for t in told for letter in t) >= _SURE


def _meant(text: str, encoding: str) -> str:
    return _decoded(text.encode("latin-1"), encoding) or ""


def beside(shapefile: Path, suffix: str) -> Path:
    """Return a part of a Shapefile, whatever the case of its suffix."""
    for path in shapefile.parent.iterdir():
        if path.stem == shapefile.stem and path.suffix.lower() == suffix:
            return path
    return shapefile.with_suffix(suffix)


def _declared(shapefile: Path) -> tuple[str, ...]:
    note = beside(shapefile, ".cpg")
    if not note.is_file():
        return ()
    try:
        told = codecs.lookup(note.read_text("latin-1").strip()).name
    except LookupError:
        return ()
    return () if told in _FIT_ANYTHING else (told,)


def _texts(dbf: Path) -> Iterator[bytes]:
    """Yield the field names and the text fields of a dBase file, byte for byte."""
    with dbf.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return
        records, first, length = struct.unpack_from("<IHH", head, 4)
        fields = file.read(max(0, first - 32))
        cuts, at = [], 1
        for field in (fields[i : i + 32] for i in range(0, len(fields) - 31, 32)):
            yield field[:11].partition(b"\0")[0]
            if field[11:12] == b"C":
                cuts.append(slice(at, at + field[16]))
            at += field[16]
        file.seek(first)
        for _ in range(min(records, _RECORDS)):
            record = file.read(length)
            yield from (record[cut].rstrip(b" \0") for cut in cuts)


def _decoded(text: bytes, encoding: str) -> str | None:
    """Decode a field; a last letter that the field was too short for is dropped."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(text, final=False)
    except UnicodeDecodeError:
        return None
