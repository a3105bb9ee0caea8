"""Beside the Reader: what computing and writing read, and who may call them."""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import ledger as room
from ledger.case_rows import Which, heads
from ledger.form_totals import Asked
from ledger.roles import Acting, Role
from ledger.schema import appraisal, household
from rules.form_facts import Counting
from rules.forms import load_form
from rules.policy import county_policy
from rules.vocabulary import STEPS
from tests.ledger.tokens import EVENTS, HOMES, VILLAGE, filled

ROOT = Path(room.__file__).parents[1]

# The Reader with its parts, and what writes, keeps or proves the history as a whole.
OF_THE_READER = {
    "audit", "finding", "grants", "masking", "permits", "projection", "reading",
    "roles", "unmasking",
}  # fmt: skip
OF_THE_STORE = {
    "backups", "blind_index", "chain", "editing", "engine", "erasing", "link_proof",
    "proof", "row_proof", "schema", "store", "upgrading", "verifying", "versions",
    "writing", "intake_schema", "plan_schema", "response_schema", "office_schema",
    "bulk", "sealer", "sealing",
}  # fmt: skip
# Doors through which personal values pass, and the only ones that may use them.
CARRIES = {
    "lists.people_rows": {"desk/matching_people.py"},  # compared, by name and phone
    "lists.list_rows": {"desk/matching_state.py", "desk/matching_tables.py",
                        "desk/matching.py"},  # compared, and shown masked
    "lists.homes": {"desk/matching.py", "desk/matching_tables.py"},  # shown masked
    "case_rows.heads": set(),
    "case_rows.by_household": {"desk/case_house.py"},  # appraisals of a house
    "case_rows.current": {"desk/case_details.py", "desk/case_house.py",
                          "desk/case_money.py"},  # written again, changed
    "case_rows.former": {"desk/case_house.py"},
    "intakes.waiting": {"desk/quarantine.py"},  # checked again, corrected
    "intakes.open_quarantine": {"desk/quarantine.py"},  # for a reason on record
}  # fmt: skip
# Within a transaction, to write again what is there, changed.
WRITES_AGAIN = {"editing.require_fresh": {"desk/vacated.py"}}
# What reads any table at all stays inside.
INSIDE = {
    "as_of", "as_of_household", "engine_of", "newest_row", "raw_rows",
    "personal_columns", "entries", "changes_of_entry", "changes_of_household",
    "by_id_number", "by_name", "of_area", "of_household", "fetched",
    "village_of", "unmask",
}  # fmt: skip


def modules() -> Iterator[str]:
    for found in pkgutil.iter_modules(room.__path__):
        if found.name not in OF_THE_READER | OF_THE_STORE | {"migrations"}:
            yield found.name


def doors() -> Iterator[tuple[str, object]]:
    for name in modules():
        module = import_module(f"ledger.{name}")
        for door, function in inspect.getmembers(module, inspect.isfunction):
            reads = {"ledger", "connection"} & {*inspect.signature(function).parameters}
            own = function.__module__ == module.__name__
            if own and reads and not door.startswith("_"):
                yield f"{name}.{door}", function


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of what a file imports from the ledger."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "ledger"
        ):
            for alias in node.names:
                yield node.module.removeprefix("ledger").lstrip("."), alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("ledger"):
                    yield alias.name, "*"


def files(*rooms: str) -> Iterator[Path]:
    for name in rooms:
        yield from sorted(ROOT.glob(f"{name}/**/*.py"))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = filled(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
    yield world
    world.ledger.close()


def arguments(world, function) -> dict[str, object]:
    """Return an argument for each parameter that needs one."""
    position = world.ledger.position()
    known = {
        "ledger": world.ledger,
        "position": position,
        "acting": Acting("t", Role.PLANNER),
        "household_id": "HH-A",
        "case_id": "case-HH-A",
        "households": [*HOMES],
        "policy": county_policy("990001"),
        "which": Which(),
        "prefix": "990001-2026-",
        "sweep_ids": tuple(f"sweep-{home}" for home in HOMES),
        "sha256": "sha256 1",
        "table": appraisal,
        "seq": position,
        "intake_id": "quarantined_row-0",
        "intake_ids": ("quarantined_row-0",),
        "layer_id": "layer-0",
        "headings": "source_mapping-0",
        "reason": "to be corrected",
        "ids": [*HOMES],
        "event_id": next(iter(EVENTS.values())),
        "scenario_id": "scenario-0",
        "mission_id": "mission-0",
        "token": "a secret",
        "rows": [{"place_code": VILLAGE, "valid_from": None}],
        "until": date(2026, 12, 31),
        "since": 0,
        "steps": STEPS,
        "on": date(2026, 12, 31),
        "form": "form1",
        "asked": Asked(
            template=load_form("form1"),
            counting=Counting(
                since=date(2026, 1, 1),
                until=date(2026, 12, 31),
                completed_by="county_acceptance",
            ),
            policy=county_policy("990001"),
            position=position,
        ),
    }
    if "heads_" in inspect.signature(function).parameters:
        known["heads_"] = heads(world.ledger, position, Which())
    needed = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty
        and parameter.kind is not parameter.VAR_KEYWORD
    ]
    assert {*needed} <= known.keys(), f"say here how to call {function.__name__}"
    return {name: known[name] for name in needed}


def told(answer: object) -> str:
    is_stream = isinstance(answer, Iterator)
    return repr([tuple(row) for row in answer] if is_stream else answer)


# Doors that only write, or compare what is handed to them.
NOT_ASKED = {"differences.differences", "lists.edition", "lists.row_version",
             "intakes.remember_mapping", "codes.recode"}  # fmt: skip
DOORS = {n: f for n, f in doors() if n not in NOT_ASKED}


@pytest.mark.parametrize("name", sorted(DOORS.keys() - CARRIES.keys()))
def test_what_computing_reads_says_of_nobody_who_he_is(world, name):
    """Rules A1, A2: a new door is called here too, or named among those that carry."""
    function = DOORS[name]
    words = told(function(**arguments(world, function)))
    assert not {token for token in world.hidden if token in words}


def test_the_doors_that_carry_personal_values_exist():
    assert CARRIES.keys() <= DOORS.keys()
    whole = (ROOT / name for users in CARRIES.values() for name in users)
    assert all(path.is_file() for path in whole)


def test_a_door_that_carries_is_opened_by_those_who_are_named():
    """Rule A1."""
    users = CARRIES | WRITES_AGAIN
    others = [
        f"{shown}: {module}.{name}"
        for path in files("desk", "web", "views", "commands", "layers", "reports")
        for shown in [path.relative_to(ROOT).as_posix()]
        for module, name in imported(path)
        if shown not in users.get(f"{module}.{name}", {shown})
    ]
    assert not others


def test_nobody_outside_of_the_ledger_reads_tables_himself():
    """Rule A1."""
    readers = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files("desk", "web", "views", "commands")
        for _, name in imported(path)
        if name in INSIDE
    ]
    assert not readers


def test_pages_and_routes_know_roles_and_nothing_else_of_the_ledger():
    """Rule A1: they ask the desk, and the desk asks a Reader."""
    others = [
        f"{path.relative_to(ROOT)}: {module}.{name}"
        for path in files("web", "views")
        for module, name in imported(path)
        if module != "roles"
    ]
    assert not others


def test_pages_and_routes_ask_the_ledger_of_a_workspace_for_its_days_only():
    """Rule A1."""
    reaching = [
        path.relative_to(ROOT).as_posix()
        for path in files("web", "views")
        if re.search(r"\.ledger\b(?!\.days\(\))", path.read_text(encoding="utf-8"))
    ]
    assert not reaching


def test_a_door_that_gives_a_name_away_would_be_found(world):
    """The walk bites: a stream of the household table holds what no door may."""
    with world.ledger.engine.connect() as connection:
        words = repr(connection.execute(household.select()).all())
    assert {token for token in world.hidden if token in words}
