"""What the heading of a column may mean: the words of ``columns.toml``."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from unicodedata import normalize

from rules.parameters import load_parameters

EXACT, NAMED, WITHIN = 1.0, 0.95, 0.6  # our own name, a known one, one that holds it
_QUESTIONS = ("是否", "有无")
_ASKED = frozenset(
    {
        "other_safe_home",
        "no_house",
        "disaster_rebuild_aid",
        "housing_aid_before",
        "good_samaritan",
        "meets_seismic_standard",
    }
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_FILLING = re.compile(r"[\s_\-—.,:;*?!、，。：；？！·'\"“”‘’()\[\]【】/|\\]+")
_NUMBERING = re.compile(r"^[(]?[0-9]{1,2}[)、.](?=\D)|^[一二三四五六七八九十]{1,2}、")
_REMEMBERED = 1 << 14
_LONG = {True: 3, False: 6}  # letters from which a word is looked for within others


@lru_cache(maxsize=_REMEMBERED)
def plain_name(text: str) -> str:
    """Write a heading as it is compared: no spaces, signs, capitals, numbering.

    Examples
    --------
    >>> plain_name(" 户 主 姓名 * "), plain_name("1、House_Structure"), plain_name("")
    ('户主姓名', 'housestructure', '')
    """
    text = _NUMBERING.sub("", normalize("NFKC", text).lower().strip())
    return _FILLING.sub("", text)


@lru_cache(maxsize=_REMEMBERED)
def bare_name(text: str) -> str:
    """Write a heading as it is compared, without what stands in brackets.

    Examples
    --------
    >>> bare_name("面积（平方米）"), bare_name("(面积)")
    ('面积', '面积')
    """
    plain = normalize("NFKC", text)
    return plain_name(_BRACKETS.sub("", plain)) or plain_name(plain)


def unit_of(name: str) -> str:
    """Return the unit that a heading tells in brackets or as its last part.

    Examples
    --------
    >>> unit_of("面积（亩）"), unit_of("面积/平方米"), unit_of("面积")
    ('亩', '平方米', '')
    """
    plain = normalize("NFKC", name)
    told = [inner[1:-1] for inner in _BRACKETS.findall(plain)]
    told += [re.split(r"[/:]", plain)[-1]]
    words = (re.sub(r"^单位[:：]?", "", word.strip()).lower() for word in told)
    return next((word for word in words if word in units()), "")


@cache
def units() -> Mapping[str, tuple[str, float]]:
    """Return the kind of each unit, and how much of the first of its kind it is."""
    kinds = load_parameters("columns")["units"].values
    return {
        word: (kind, factor)
        for kind, words in kinds.items()
        for word, factor in words.items()
    }


@cache
def fields_of(target: str) -> Mapping[str, str]:
    """Return the fields of a kind of table, each with the key of its names."""
    return load_parameters("columns")[target]["fields"]


@cache
def names_of(key: str) -> Mapping[str, int]:
    """Return the names that a key is known by, each with its rank: 0 is the best."""
    words = load_parameters("columns")["names"]["words"]
    names = [plain_name(name) for name in (key, *words.get(key, ()))]
    return {name: rank for rank, name in reversed([*enumerate(names)])}


@cache
def known_names() -> frozenset[str]:
    """Return every name that a column is known by."""
    keys = load_parameters("columns")["names"]["words"]
    return frozenset(name for key in keys for name in names_of(key))


@cache
def ignored_names() -> frozenset[str]:
    """Return the headings of columns that say nothing here."""
    return frozenset(map(plain_name, load_parameters("columns")["ignored"]["words"]))


@cache
def heading_words() -> frozenset[str]:
    """Return every word that, alone in a cell, is a heading."""
    targets = ("households", "list", "findings", "codes", "layer")
    ours = {plain_name(field) for target in targets for field in fields_of(target)}
    return known_names() | ignored_names() | ours


def is_heading_word(cell: str) -> bool:
    """Tell whether a cell is a heading that is known.

    Examples
    --------
    >>> is_heading_word("面积(㎡)"), is_heading_word("house/structure")
    (True, True)
    >>> is_heading_word("张三")
    False
    """
    return any(name in heading_words() for name in _readings(cell))


@lru_cache(maxsize=_REMEMBERED)
def likeness(name: str, field: str, key: str) -> float:
    """Tell how well the heading of a column fits a field; 0 is not at all.

    Parameters
    ----------
    name : str
        The heading; those above it stand before it, with ``/`` between.
    field, key : str
        The field, and the key of its names.

    Examples
    --------
    >>> likeness("住房情况/结构类型", "structure", "structure")
    0.949
    >>> likeness("配偶/身份证号", "id_number", "id_number")
    0.0
    """
    parts = _parts(name)
    if plain_name(field) in {plain_name(part) for part in [name, *parts]}:
        return EXACT
    if bare_name(parts[-1]) == plain_name(field):
        return EXACT
    if _is_of_another(parts, key):
        return 0.0
    ranks = [names_of(key).get(reading) for reading in _readings(name)]
    if (rank := next((r for r in ranks if r is not None), None)) is not None:
        return NAMED - rank / 1000
    return _within(bare_name(parts[-1]), key)


def is_personal_of_another(name: str, key: str) -> bool:
    """Tell whether a heading speaks of somebody or something else than we ask."""
    return _is_of_another(_parts(name), key)


def _parts(name: str) -> list[str]:
    """Split a heading; a unit that stands as its last part is left out."""
    whole = _BRACKETS.sub(
        lambda inner: inner[0].replace("/", " "), normalize("NFKC", name)
    )
    parts = [part for part in re.split(r"[/|]", whole) if part.strip()] or [""]
    if len(parts) > 1 and plain_name(parts[-1]) in units():
        parts.pop()
    return parts


def _readings(name: str) -> Iterable[str]:
    """Yield what of a heading may be its word, the surest first."""
    last = _parts(name)[-1]
    yield plain_name(name)
    yield plain_name(last)
    yield bare_name(last)
    yield bare_name(re.split(r"[-:：.—]", normalize("NFKC", last).strip("-: .*"))[-1])


def _is_of_another(parts: list[str], key: str) -> bool:
    others = load_parameters("columns")["others"]["words"].get(key, ())
    above = "".join(part for part in parts[:-1] if "户主" not in part)
    own = plain_name(parts[-1])
    said = above if own in names_of(key) else above + own
    return any(word in said for word in others)


def _within(plain: str, key: str) -> float:
    """Look for the names of a field within a heading: the longer, the better."""
    if plain.startswith(_QUESTIONS) and key not in _ASKED:
        return 0.0
    if plain in ignored_names() or plain in known_names():
        return 0.0
    found = [
        len(word)
        for word in names_of(key)
        if len(word) >= _LONG[not word.isascii()] and word in plain
    ]
    return WITHIN + min(max(found, default=0), 30) / 100 if found else 0.0
