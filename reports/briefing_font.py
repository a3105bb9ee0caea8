"""The letters that a page needs, cut out of the Chinese font, to be carried with it."""

import base64
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from reports.fonts import FONT, chinese

FAMILY = "Anfang"
WEIGHTS = {400: FONT, 700: FONT.parents[1] / "700Bold/NotoSansSC_700Bold.ttf"}
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "…–—·°≥≤<>　，。；：！？（）、“”▶❚"


def font_faces(text: str) -> str:
    """Return the ``@font-face`` rules with the letters of a text, as data addresses.

    What the font lacks is drawn by the reader's own fonts.

    Raises
    ------
    FileError
        If set-up has not fetched the font.
    """
    chinese()
    letters = "".join(sorted(set(text) | set(ALWAYS)))
    return "\n".join(
        f"@font-face {{ font-family: {FAMILY}; font-weight: {weight}; "
        f"src: url(data:font/woff;base64,{_cut(path, letters)}) format('woff') }}"
        for weight, path in WEIGHTS.items()
    )


@lru_cache(maxsize=8)
def _cut(path: Path, letters: str) -> str:
    """Return a font of these letters only, as WOFF in base 64."""
    options = Options(flavor="woff", hinting=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "BASE"]
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        font.flavor = "woff"
        target = BytesIO()
        font.save(target)
    return base64.b64encode(target.getvalue()).decode("ascii")
