"""The Chinese font of printed maps, and what it cannot draw."""

from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, get_font

from rules.errors import FileError

FONT = (
    Path(__file__).parents[1]
    / "node_modules/@expo-google-fonts/noto-sans-sc"
    / "400Regular/NotoSansSC_400Regular.ttf"
)


@cache
def chinese() -> FontProperties:
    """Return the font for labels.

    Raises
    ------
    FileError
        If set-up has not fetched it.
    """
    if not FONT.is_file():
        raise FileError(
            "the font {file} is missing; run: python start.py setup", file=FONT.name
        )
    return FontProperties(fname=str(FONT))


def missing_glyphs(text: str) -> str:
    """Return the characters of a text that the font lacks, each once.

    Examples
    --------
    >>> missing_glyphs("安房图")
    ''
    """
    known = _characters()
    return "".join(
        dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known)
    )


@cache
def _characters() -> frozenset[int]:
    chinese()
    return frozenset(get_font(str(FONT)).get_charmap())
