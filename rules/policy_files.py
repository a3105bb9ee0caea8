"""Policy files as they are written, before they are laid over one another."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from rules.errors import PolicyError
from rules.language import N_
from rules.policy_words import TABLES, TESTS

HEADINGS = frozenset({"adcode", "name", "measure"})
CONDITION_KEYS = TESTS | {"column", "any_of"}
EVERY_WAY = "any"
DIRECTIONS = (EVERY_WAY, "up", "down")
EVERY_FIELD = "*"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a table: what it says, who says it, what a lower one may change.

    Attributes
    ----------
    table, id : str
    values : mapping
        Fields as they stand in the file; the tests of a rule under ``conditions``.
    file, document : str
        Where it was read.
    adjustable : mapping of str to str
        Field (or ``"*"``) to the direction in which it may be changed: ``any``,
        ``up`` or ``down``; empty: fixed.
    dropped : bool
        Whether the entry takes back one of a higher policy.
    """

    table: str
    id: str
    values: Mapping[str, Any]
    file: str
    document: str
    adjustable: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False

    def fault(self, text: str) -> PolicyError:
        """Return the error that names the entry and what is wrong with it."""
        return PolicyError(
            N_("{file}: {table} {id!r}: {fault}"),
            file=self.file,
            table=self.table,
            id=self.id,
            fault=text,
        )


@dataclass(frozen=True, kw_only=True)
class PolicyFile:
    """One file: its headings, its own entries and its own proving cases."""

    adcode: str
    name: str
    measure: str
    builds_on: tuple[str, ...]
    closed: tuple[str, ...]
    entries: tuple[Entry, ...]
    cases: tuple[Entry, ...]


def read_policy_file(path: Path) -> PolicyFile:
    """Read one policy file, without those it builds on.

    Raises
    ------
    PolicyError
        If it is not TOML, lacks a heading, or has a table, a field or an id twice
        that no policy file has.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _not_a_policy(path, str(error)) from error
    _require_headings(path, content)
    closed = _words(path, content, "closed")
    if unknown := set(closed) - TABLES.keys():
        raise _not_a_policy(path, f"closed: unknown table {sorted(unknown)}")
    found = [e for name in TABLES for e in _entries(path, content, name, "id")]
    return PolicyFile(
        **{heading: content[heading] for heading in HEADINGS},
        builds_on=_words(path, content, "builds_on"),
        closed=closed,
        entries=tuple(found),
        cases=tuple(_entries(path, content, "case", "says")),
    )


def _require_headings(path: Path, content: dict[str, Any]) -> None:
    known = HEADINGS | {"builds_on", "closed", "case"} | TABLES.keys()
    if unknown := sorted(content.keys() - known):
        raise _not_a_policy(path, f"unknown {unknown}")
    for heading in sorted(HEADINGS):
        if not isinstance(content.get(heading), str) or not content[heading]:
            raise _not_a_policy(path, f"no {heading}")
    if content["adcode"] != path.stem:
        raise _not_a_policy(path, f"adcode {content['adcode']} is not its name")


def _words(path: Path, content: dict[str, Any], key: str) -> tuple[str, ...]:
    words = content.get(key, [])
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        raise _not_a_policy(path, f"{key} is not a list of words")
    return tuple(words)


def _entries(path: Path, content: dict[str, Any], table: str, key: str) -> list[Entry]:
    rows = content.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _not_a_policy(path, f"{table} is not a list of tables [[{table}]]")
    entries = [_entry(path, content["measure"], table, row, key) for row in rows]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise entry.fault("stands twice")
        seen.add(entry.id)
    return entries


def _entry(
    path: Path, document: str, table: str, row: dict[str, Any], key: str
) -> Entry:
    name = row.get(key)
    where = {"table": table, "file": path.name, "document": document}
    bare = Entry(id=str(name), values={}, **where)
    if not isinstance(name, str) or not name:
        raise bare.fault(f"no {key}")
    if table == "case":
        return Entry(id=name, values=row, **where)
    values = {k: v for k, v in row.items() if k not in {"adjustable", "drop"}}
    if table == "rule":
        values = _with_conditions(values)
    known = {f.name for f in fields(TABLES[table])}
    if unknown := sorted(values.keys() - known):
        raise bare.fault(f"unknown {unknown}")
    freedom = _freedom(bare, row.get("adjustable", False), known)
    dropped = row.get("drop", False) is True
    return Entry(id=name, values=values, adjustable=freedom, dropped=dropped, **where)


def _with_conditions(row: dict[str, Any]) -> dict[str, Any]:
    """Gather the tests of a rule, so that a lower policy replaces them together."""
    tests = {k: v for k, v in row.items() if k in CONDITION_KEYS}
    rest = {k: v for k, v in row.items() if k not in CONDITION_KEYS}
    return rest | {"conditions": tests} if tests else rest


def _freedom(entry: Entry, adjustable: object, known: set[str]) -> dict[str, str]:
    if isinstance(adjustable, bool):
        return {EVERY_FIELD: EVERY_WAY} if adjustable else {}
    if isinstance(adjustable, list):
        adjustable = dict.fromkeys(adjustable, EVERY_WAY)
    if not isinstance(adjustable, dict):
        raise entry.fault("adjustable is neither true nor a list of fields")
    if unknown := sorted(adjustable.keys() - known):
        raise entry.fault(f"adjustable: unknown {unknown}")
    if wrong := [d for d in adjustable.values() if d not in DIRECTIONS]:
        raise entry.fault(f"adjustable: {wrong} is none of {list(DIRECTIONS)}")
    return adjustable


def _not_a_policy(path: Path, fault: str) -> PolicyError:
    return PolicyError(
        N_("{file} is not a policy file: {fault}"), file=path.name, fault=fault
    )
