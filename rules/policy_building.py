"""Entries of policy files made into the values of :mod:`rules.policy_tables`."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from rules.policy_files import Entry
from rules.policy_tables import Case, Condition, Rule
from rules.policy_words import COLUMNS, NUMBERS, TABLES, TESTS

_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date",
    tuple: "a list of words",
    Mapping: "a table",
}


def built(entry: Entry) -> Any:
    """Make an entry the value of its table.

    Raises
    ------
    PolicyError
        If a field is missing or not of its kind, or a test is none.
    """
    values = dict(entry.values)
    kind = Case if entry.table == "case" else TABLES[entry.table]
    if kind is Rule:
        values["conditions"] = _conditions(entry)
    hints = _hints(kind)
    if unknown := sorted(values.keys() - hints.keys()):
        raise entry.fault(f"unknown {unknown}")
    for field in fields(kind):
        if field.default is MISSING and field.name not in values:
            raise entry.fault(f"no {field.name}")
    for name, value in values.items():
        if not _is(value, hints[name]):
            raise entry.fault(f"{name} = {value!r} is not {_said(hints[name])}")
    return kind(**{k: _frozen(v) for k, v in values.items()})


def require_value_of(entry: Entry, column: str, value: object) -> None:
    """Refuse a value that a column cannot hold, and a column that no rule sees."""
    if column not in COLUMNS:
        raise entry.fault(f"unknown column {column!r}")
    words = COLUMNS[column]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if words and not any(value is w or value == w != (value == 1) for w in words):
        raise entry.fault(f"{column}: unknown {value!r}")
    if not words and not number:
        raise entry.fault(f"{column} = {value!r} is not a number")


def _conditions(entry: Entry) -> tuple[Condition, ...]:
    tests = entry.values.get("conditions")
    if not tests:
        raise entry.fault("asks nothing: no column")
    if "any_of" in tests and len(tests) > 1:
        raise entry.fault("any_of stands alone, the column inside")
    parts = tests.get("any_of", [tests])
    if not isinstance(parts, list) or not parts:
        raise entry.fault("any_of is not a list of tests")
    return tuple(_condition(entry, part) for part in parts)


def _condition(entry: Entry, part: object) -> Condition:
    keys = part.keys() if isinstance(part, dict) else set()
    if len(TESTS & keys) != 1 or keys - TESTS != {"column"}:
        raise entry.fault(f"give a column and one of {sorted(TESTS)}")
    (test,) = TESTS & keys
    column, value = part["column"], part[test]
    compared = test in NUMBERS
    if column in COLUMNS and compared is bool(COLUMNS[column]):
        raise entry.fault(f"{column} is not asked {test}")
    if not compared and not (isinstance(value, list) and value):
        raise entry.fault("one_of is not a list")
    for one in [value] if compared else value:
        require_value_of(entry, column, one)
    return Condition(column=column, test=test, value=_frozen(value))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _is(value: object, hint: Any) -> bool:
    if hint is Any:
        return True
    if get_origin(hint) is UnionType:
        return any(_is(value, one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return isinstance(value, list | tuple) and all(_is(v, inner) for v in value)
    if isinstance(value, bool) or hint is bool:
        return isinstance(value, bool) and hint is bool
    plain = get_origin(hint) or hint
    return isinstance(value, int | float if plain is float else plain)


def _said(hint: Any) -> str:
    if get_origin(hint) is UnionType:
        return _said(get_args(hint)[0])
    return _KINDS.get(get_origin(hint) or hint, str(hint))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
