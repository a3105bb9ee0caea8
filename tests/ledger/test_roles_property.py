"""No personal value reaches a role that is not entitled to it, whatever it asks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import grants
from ledger.audit import LogFilter
from ledger.grants import GRANTS, Columns
from ledger.reading import Reader, for_role
from ledger.roles import Acting, Role
from ledger.versions import metadata
from rules.errors import AccessError, StaleEditError
from tests.ledger.tokens import (
    EVENTS,
    FAR_VILLAGE,
    HOMES,
    NEXT_VILLAGE,
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    filled,
)

SEES_ALL_IDS = {Role.PLANNER, Role.FINANCE, Role.AUDITOR}

STALE = "an edit that came too late"
# A new method of the Reader must be given arguments here, or the test fails.
ARGUMENTS = {
    "sees": ("table",),
    "household": ("home", "day"),
    "dwelling": ("home", "day"),
    "people": ("home", "day"),
    "of_household": ("table", "home", "day"),
    "listed": ("table",),
    "households": (),
    "cases": (),
    "some_households": ("homes", "day"),
    "some_dwellings": ("homes", "day"),
    "differences": ("stale",),
    "find_by_id_number": ("word",),
    "find_by_name": ("word",),
    "log": ("filter",),
    "changes": ("seq",),
    "history": ("home",),
}
AREAS = (*HOMES.values(), TOWN, OTHER_TOWN, "990001", "")
DRAWN = {
    "table": st.sampled_from([*metadata.tables, "no such table"]),
    "home": st.sampled_from([*HOMES, "HH-nobody"]),
    "homes": st.lists(st.sampled_from([*HOMES, "HH-nobody"])),
    "stale": st.just(STALE),
    "day": st.sampled_from([None, date(2026, 1, 5), date(2026, 1, 6)]),
    "seq": st.integers(0, 4),
    "word": st.sampled_from(["张", "张*", "张秘1密", "王", "", "%", "E1"]),
    "filter": st.builds(
        LogFilter,
        household_id=st.sampled_from(["", *HOMES]),
        scope=st.sampled_from(["", "exposure", "access"]),
    ),
}
NAMED = {
    "listed": ("area", "day"),
    "households": ("area", "day"),
    "cases": ("area", "day"),
}
AS_CALLED = {"area": ("area", st.sampled_from(AREAS)), "day": ("on", DRAWN["day"])}
ACTING = {
    Role.VILLAGE_REPORTER: [VILLAGE, NEXT_VILLAGE, FAR_VILLAGE],
    Role.TOWN_OFFICER: [TOWN, OTHER_TOWN],
    Role.RESPONDER: [TOWN, VILLAGE, ""],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = filled(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
    planner = for_role(world.ledger, Acting("Li", Role.PLANNER))
    number = world.values["household", "household-HH-A", "phone"]
    planner.unmask("HH-A", "phone", f"called {number} in vain")
    yield world
    world.ledger.close()


@st.composite
def asking(draw, role):
    area = draw(st.sampled_from(ACTING.get(role, ["", "990001"])))
    event = draw(st.sampled_from([*EVENTS.values(), "", "nothing"]))
    name = draw(st.sampled_from([*ARGUMENTS]))
    given_ = [draw(DRAWN[kind]) for kind in ARGUMENTS[name]]
    named = [AS_CALLED[kind] for kind in NAMED.get(name, ())]
    return (
        Acting("somebody", role, area, event),
        name,
        given_,
        {key: draw(values) for key, values in named},
    )


def stale_edit(world):
    """Return an edit that came too late, of every personal value."""
    states = ("base", "theirs", "mine")
    differences = [
        {"table": table, "field": column} | dict.fromkeys(states, value)
        for (table, _, column), value in world.values.items()
    ]
    return StaleEditError("changed", differences=tuple(differences))


def answered(world, acting, name, arguments, named):
    """Return what came back, as words: the answer, or the refusal."""
    given_ = [stale_edit(world) if one == STALE else one for one in arguments]
    try:
        return repr(getattr(for_role(world.ledger, acting), name)(*given_, **named))
    except AccessError as error:
        return f"{error!r} {error.values}"


def test_the_reader_has_no_method_that_is_not_tried_here():
    """Rule A1."""
    public = {name for name in vars(Reader) if not name.startswith("_")}
    assert public - {"ledger", "acting", "unmask"} == ARGUMENTS.keys()


@pytest.mark.parametrize("role", Role)
def test_no_personal_value_reaches_anybody_unmasked(world, role):
    """Rules A1, A2: by no method, for no area, in no error and not in the log."""

    @settings(max_examples=150)
    @given(asking(role))
    def tried(asked):
        words = answered(world, *asked)
        assert not {token for token in world.hidden if token in words}

    tried()


@pytest.mark.parametrize("role", Role)
def test_nobody_reads_of_households_outside_the_area(world, role):
    """Rule A1: own village, own town; no household at all for some."""

    @settings(max_examples=150)
    @given(asking(role))
    def tried(asked):
        acting, _, arguments, _ = asked
        if role in SEES_ALL_IDS:
            return
        words = answered(world, *asked)
        own = {h for h, code in HOMES.items() if code.startswith(acting.area)}
        if role in (Role.LEADER, Role.ADMINISTRATOR):
            own = set()
        if role is Role.RESPONDER and acting.event_id not in EVENTS.values():
            own = set()
        asked_for = {str(argument) for argument in arguments}
        beyond = {h for h in {*HOMES} - own if h in words}
        assert not beyond - {h for h in HOMES if any(h in a for a in asked_for)}

    tried()


def all_answers(world, acting):
    """Ask everything once, without drawing."""
    reader = for_role(world.ledger, acting)
    for table in metadata.tables:
        yield answered(world, acting, "listed", [table], {})
        for home in HOMES:
            yield answered(world, acting, "of_household", [table, home], {})
    for home in HOMES:
        yield answered(world, acting, "history", [home], {})
    assert isinstance(reader, Reader)


@pytest.mark.parametrize(
    ("role", "area", "table", "column"),
    [
        (Role.TOWN_OFFICER, TOWN, "household", "phone"),
        (Role.PLANNER, "", "list_row", "name"),
        (Role.PLANNER, "", "visit", "heard"),
        (Role.FINANCE, "", "payment", "account"),
        (Role.FINANCE, "", "household", "id_number"),
        (Role.VILLAGE_REPORTER, VILLAGE, "person", "birth_date"),
    ],
)
def test_one_column_more_would_be_found(world, monkeypatch, role, area, table, column):
    """The property bites: a Reader that grants one column more gives a value away."""
    acting = Acting("somebody", role, area)

    def leaks():
        words = " ".join(all_answers(world, acting))
        return {token for token in world.hidden if token in words}

    assert not leaks()
    own = GRANTS[role][table]
    masked = tuple(name for name in own.masked if name != column)
    more = {**GRANTS[role], table: Columns((*own.clear, column), masked)}
    monkeypatch.setitem(grants._GRANTS, role, more)
    assert leaks()
