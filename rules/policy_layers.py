"""Policies laid over one another: what a lower one may change, and what not.

A lower policy adds entries, unless the higher one lists the table in ``closed``.  It
changes or drops an entry only as far as that entry is marked ``adjustable``, says
under which clause of its own it does so, and may leave to those below at most what it
was left itself.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path

from rules.errors import PolicyError
from rules.language import N_
from rules.policy_files import (
    EVERY_FIELD,
    EVERY_WAY,
    Entry,
    PolicyFile,
    read_policy_file,
)
from rules.policy_words import TABLES

Entries = dict[tuple[str, str], Entry]
SAYS_WHERE = frozenset({"id", "clause", "basis"})  # not what an entry asks


@dataclass(frozen=True, kw_only=True)
class Stack:
    """A policy file with everything it takes over, higher entries first."""

    file: PolicyFile
    entries: Entries


def stacked(adcode: str, folder: Path) -> Stack:
    """Read a policy file over those it builds on, the first named the highest.

    Raises
    ------
    PolicyError
        If a file is malformed, builds on one that is not there or on itself, or
        changes what a higher one keeps fixed.
    """
    files = _chain(adcode, folder, ())
    entries: Entries = {}
    closed: dict[str, str] = {}
    for file in files:
        for entry in file.entries:
            _lay(entry, entries, closed)
        closed |= dict.fromkeys(file.closed, file.measure)
    return Stack(file=files[-1], entries=entries)


def _chain(adcode: str, folder: Path, above: tuple[str, ...]) -> list[PolicyFile]:
    if adcode in above:
        raise PolicyError(
            N_("{file} builds on itself: {chain}"),
            file=f"{adcode}.toml",
            chain=" > ".join([*above, adcode]),
        )
    path = folder / f"{adcode}.toml"
    if not path.is_file():
        raise PolicyError(
            N_("{file} builds on {missing}, which is not there"),
            file=f"{above[-1]}.toml",
            missing=path.name,
        )
    file = read_policy_file(path)
    files: dict[str, PolicyFile] = {}
    for higher in file.builds_on:
        for one in _chain(higher, folder, (*above, adcode)):
            files.setdefault(one.adcode, one)
    return [*files.values(), file]


def _lay(entry: Entry, entries: Entries, closed: dict[str, str]) -> None:
    key = (entry.table, entry.id)
    higher = entries.get(key)
    if higher is None and entry.dropped:
        raise entry.fault("nothing to drop")
    if higher is None and entry.table in closed:
        raise entry.fault(f"{closed[entry.table]} allows no further {entry.table}")
    if higher is None:
        entries[key] = entry
    elif entry.dropped:
        _require_free(entry, higher, [EVERY_FIELD])
        del entries[key]
    else:
        entries[key] = _adjusted(entry, higher)


def _adjusted(entry: Entry, higher: Entry) -> Entry:
    """Return the higher entry with what the lower one says instead."""
    changed = [
        name
        for name, value in entry.values.items()
        if name not in SAYS_WHERE and value != higher.values.get(name)
    ]
    _require_free(entry, higher, changed)
    names = {field.name for field in fields(TABLES[entry.table])}
    if "clause" in names and "clause" not in entry.values:
        raise entry.fault("no clause for what it changes")
    kept = {k: v for k, v in higher.values.items() if k != "basis"}
    if "clause" not in names and "basis" in higher.values:
        kept["basis"] = higher.values["basis"]
    _require_no_wider(entry, higher)
    return replace(entry, values=kept | entry.values)


def _require_free(entry: Entry, higher: Entry, changed: list[str]) -> None:
    fixed = [name for name in changed if not _free(entry, higher, name)]
    if fixed or not higher.adjustable:
        raise PolicyError(
            N_("{file}: {table} {id!r} is fixed by {document}: {fields}"),
            file=entry.file,
            table=entry.table,
            id=entry.id,
            document=higher.document,
            fields=", ".join(fixed or changed or sorted(entry.values)),
        )


def _free(entry: Entry, higher: Entry, name: str) -> bool:
    way = higher.adjustable.get(name, higher.adjustable.get(EVERY_FIELD))
    if way in (None, EVERY_WAY):
        return way is not None
    old, new = higher.values.get(name), entry.values[name]
    try:
        return new >= old if way == "up" else new <= old
    except TypeError as error:
        raise entry.fault(
            f"{name} = {new!r} cannot be compared with {old!r}"
        ) from error


def _require_no_wider(entry: Entry, higher: Entry) -> None:
    for name, way in entry.adjustable.items():
        left = higher.adjustable.get(name, higher.adjustable.get(EVERY_FIELD))
        if left not in (EVERY_WAY, way):
            raise entry.fault(
                f"leaves {name} to others, which {higher.document} does not allow"
            )
