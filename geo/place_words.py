"""Names of towns and villages, without the word for what kind of place they are."""

from functools import lru_cache
from unicodedata import normalize

from pypinyin import lazy_pinyin

_VILLAGE_ENDINGS = (
    "村民委员会",
    "村委会",
    "居民委员会",
    "居委会",
    "行政村",
    "社区",
    "村",
)
_TOWN_ENDINGS = ("人民政府", "街道办事处", "街道", "镇", "乡")
_KEPT = 20_000


def short_village(name: str | None) -> str:
    """Return the name of a village without its ending; it is never left empty.

    Examples
    --------
    >>> short_village("柳沟村委会"), short_village("村"), short_village(None)
    ('柳沟', '村', '')
    """
    return _short(name, _VILLAGE_ENDINGS)


def short_town(name: str | None) -> str:
    """Return the name of a town without its ending; it is never left empty.

    Examples
    --------
    >>> short_town("安河镇"), short_town("安河街道办事处"), short_town("")
    ('安河', '安河', '')
    """
    return _short(name, _TOWN_ENDINGS)


@lru_cache(maxsize=_KEPT)
def sound_of(name: str) -> str:
    """Spell a name in syllables without tones.

    Examples
    --------
    >>> sound_of("柳沟"), sound_of("")
    ('liu gou', '')
    """
    return " ".join(lazy_pinyin(name))


def _short(name: str | None, endings: tuple[str, ...]) -> str:
    plain = "".join(normalize("NFKC", name or "").split())
    for ending in endings:
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain
