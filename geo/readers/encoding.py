"""Which letters do the bytes mean: UTF-8 if they can be, else GB 18030."""

import codecs
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from rules.errors import FileError
from rules.language import N_

_CANDIDATES = ("utf-8", "gb18030")
_RECORDS = 20_000  # looked at


def decoder_of(shapefile: Path) -> Callable[[str], str]:
    """Return what turns text read as ISO 8859-1 into the text that was meant.

    GDAL trusts the ``.dbf`` to know its encoding, and most do not.  The ``.cpg``
    is asked first, but it too must fit every letter.

    Raises
    ------
    FileError
        If no encoding fits.
    """
    texts = list(_texts(_beside(shapefile, ".dbf")))
    for name in (*_declared(shapefile), *_CANDIDATES):
        if all(_decoded(text, name) is not None for text in texts):
            return lambda text: _decoded(text.encode("latin-1"), name) or ""
    raise _unreadable(shapefile)


def transcoded(path: Path, folder: Path) -> Path:
    """Return a text file in UTF-8: the file itself, or a copy in ``folder``.

    Raises
    ------
    FileError
        If it is neither UTF-8 nor GB 18030.
    """
    content = path.read_bytes()
    for name in _CANDIDATES:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        copy = folder / "transcoded"
        copy.write_text(text.removeprefix("\ufeff"), "utf-8")
        return copy
    raise _unreadable(path)


def _unreadable(path: Path) -> FileError:
    message = N_("{file}: its text is neither UTF-8 nor GB 18030; save it as UTF-8")
    return FileError(message, file=path.name)


def _beside(shapefile: Path, suffix: str) -> Path:
    """Return a part of a Shapefile, whatever the case of its suffix."""
    found = (p for p in shapefile.parent.glob(f"{shapefile.stem}.*")
             if p.suffix.lower() == suffix)  # fmt: skip
    return next(found, shapefile.with_suffix(suffix))


def _declared(shapefile: Path) -> tuple[str, ...]:
    note = _beside(shapefile, ".cpg")
    if not note.is_file():
        return ()
    try:
        return (codecs.lookup(note.read_text("latin-1").strip()).name,)
    except LookupError:
        return ()


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
