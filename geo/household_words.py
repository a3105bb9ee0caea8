"""Structures, grades and groups: the words of record, and those that offices write."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import pyarrow as pa

from geo.column_words import plain_name
from geo.household_cells import READ_AS, Checker, Say
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, GROUPS, STRUCTURES

UNKNOWN = N_("was taken as unknown")
MAY_MEAN = N_("may mean {candidates}; write one of them")
_ALIKE = 0.6  # of difflib
_MOST_GUESSES = 500  # of one column
_ENDINGS = re.compile("(结构)?(类型?|房屋?|住房|民房)?$")
_BETWEEN = re.compile(r"[;,、/+\s]+")
_RURAL = "农村"


class Reading(NamedTuple):
    """What a word means.

    Attributes
    ----------
    value : object
        ``None`` is not understood, unless ``known`` says that it means nothing.
    note : str
        A message id, if it does not stand as it is meant.
    candidates : tuple of str
        What it may mean, where it is not certain.
    known : bool
        Whether it was understood.
    """

    value: Any
    note: str = ""
    candidates: tuple[str, ...] = ()
    known: bool = True


NOTHING = Reading(None)
NOT_UNDERSTOOD = Reading(None, known=False)
Read = Callable[[str], Reading]


def structures(checker: Checker) -> pa.Array:
    """Read the column of structures; null is not known."""
    return _words(checker, "structure", _structure, STRUCTURES)


def grades(checker: Checker) -> pa.Array:
    """Read the column of grades; null is not known."""
    return _words(checker, "grade", grade_of, GRADES)


def groups(checker: Checker) -> pa.Array:
    """Read the column of groups, with ``;`` between several; null is not known."""
    return _words(checker, "groups", _groups, GROUPS)


def each_word(
    checker: Checker, name: str, read: Read, kind: pa.DataType
) -> tuple[pa.Array, np.ndarray]:
    """Read a column of few words, each word once; notes what it changed.

    Returns
    -------
    values : pyarrow.Array
        Of ``kind``; null is empty, or not understood.
    wrong : bool
        Where it was not understood.
    """
    encoded = checker.text(name).combine_chunks().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    readings = [_reading(word, read) for word in words]
    which = encoded.indices.to_numpy()
    values = pa.array([told.value for told in readings], kind)
    messages = np.array([told.note for told in readings], dtype=object)
    meant = [str(told.value) for told in readings]
    for message in sorted(set(messages.tolist()) - {""}):
        say = _saying(meant, which) if "{meant}" in message else None
        checker.note(name, (messages == message)[which], message, say)
    wrong = np.array([not told.known for told in readings], bool)
    return values.take(encoded.indices), wrong[which] if len(which) else wrong[:0]


def _saying(meant: list[str], which: np.ndarray) -> Say:
    return lambda at: meant[which[at]]


def _reading(word: str, read: Read) -> Reading:
    if not word:
        return NOTHING
    told = read(word)
    if not told.known and word.lower() in unknown_words():
        return Reading(None, UNKNOWN)
    return told


@cache
def unknown_words() -> frozenset[str]:
    """Return what is written where nothing is known."""
    words = load_parameters("cell_words")["unknown"]["words"]
    return frozenset(words) | {normalize("NFKC", word) for word in words}


def _words(checker: Checker, name: str, read: Read, known: tuple[str, ...]) -> pa.Array:
    values, wrong = each_word(checker, name, read, pa.string())
    text, guesses = checker.text(name), _Guesses(known, name)
    doubtful: dict[str, Reading] = {}
    for at in np.flatnonzero(wrong).tolist():
        word = text[at].as_py()
        told = doubtful.setdefault(word, read(word))
        value = checker.value(name, at)
        if told.candidates:
            only = told.candidates[0] if len(told.candidates) == 1 else ""
            values_ = {"candidates": " ".join(told.candidates)}
            checker.refuse_one(at, name, value, MAY_MEAN, values_, only)
        else:
            message = N_("not one of: {known}")
            told_ = {"known": " ".join(known)}
            checker.refuse_one(at, name, value, message, told_, guesses.of(word))
    return values


class _Guesses:
    """What a word that nobody knows was perhaps meant to be."""

    def __init__(self, known: tuple[str, ...], name: str) -> None:
        table = {"groups": _group_words}.get(name)
        words = table() if table else _vocabulary(name).get("words", {})
        self.meant = {word: word for word in known} | dict(words)
        self.found: dict[str, str] = {}

    def of(self, word: str) -> str:
        if word not in self.found and len(self.found) < _MOST_GUESSES:
            near = get_close_matches(plain_name(word), self.meant, 1, _ALIKE)
            self.found[word] = self.meant[near[0]] if near else ""
        return self.found.get(word, "")


def _vocabulary(name: str) -> Any:
    tables = load_parameters("cell_words").tables
    return tables[name].values if name in tables else {}


def _known_word(name: str, *words: str) -> Reading:
    """Look words up as offices write them, the first that is known."""
    table = _vocabulary(name)
    for word in words:
        if word in table["words"]:
            return Reading(table["words"][word], READ_AS)
        if word in table["doubtful"]:
            return Reading(None, candidates=table["doubtful"][word], known=False)
    return NOT_UNDERSTOOD


def _structure(word: str) -> Reading:
    if word in STRUCTURES:
        return Reading(word)
    plain = plain_name(word)
    bare = _ENDINGS.sub("", plain)
    found = next((w for w in (plain, bare) if w in STRUCTURES), None)
    return Reading(found, READ_AS) if found else _known_word("structure", plain, bare)


def grade_of(word: str) -> Reading:
    """Read the grade of a house, full-width signs made plain.

    Examples
    --------
    >>> grade_of("丙级").value, grade_of("危房").candidates
    ('C', ('C', 'D'))
    """
    if word in GRADES:
        return Reading(word)
    plain = plain_name(word).upper()
    bare = plain.removeprefix("危房").removesuffix("危房").removesuffix("级")
    if bare in GRADES:
        return Reading(bare, READ_AS)
    return _known_word("grade", plain, bare)


@cache
def _group_words() -> dict[str, str]:
    words = {group.removeprefix(_RURAL): group for group in GROUPS}
    others = load_parameters("matching")["group_words"]["words"]
    return words | {word.removeprefix(_RURAL): others[word] for word in others}


def _groups(text: str) -> Reading:
    nobody = load_parameters("cell_words")["unknown"]["no_group"]
    if text in nobody:
        return Reading(None, UNKNOWN)
    words = [word for word in _BETWEEN.split(text) if word]
    meant = [_group_words().get(word.removeprefix(_RURAL)) for word in words]
    if None in meant or not words:
        return NOT_UNDERSTOOD
    told = ";".join(group for group in GROUPS if group in meant)
    return Reading(told, "" if set(words) == set(meant) else READ_AS)
