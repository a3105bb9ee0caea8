"""The text of a message, as typed or in a file of its own."""

from pathlib import Path

from geo.readers.text import encoding_of

SUFFIX = ".txt"
_LONGEST = 20_000  # characters that are looked at


def message_text(given: str) -> str:
    """Return the text that somebody gives, or that of the file it names.

    Raises
    ------
    FileError
        If the file's letters cannot be told.
    """
    path = Path(given)
    try:
        named = path.is_file()
    except OSError:  # a text too long to be a name
        named = False
    return read_message(path) if named else given


def read_message(path: Path) -> str:
    """Read the text of a message from a file, in UTF-8, UTF-16 or GB 18030.

    Raises
    ------
    FileError
        If its letters cannot be told.
    """
    with path.open(encoding=encoding_of(path, path.name)) as file:
        return file.read(_LONGEST).removeprefix("\ufeff")
