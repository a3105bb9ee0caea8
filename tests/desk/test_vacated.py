"""Empty houses: demolished, or cut off, cleared and locked, and seen to be."""

from datetime import date

import pytest

from desk.photographs import Shot
from desk.vacated import Left, open_vacated, record_vacated
from rules.casefile import Vacated
from rules.errors import AccessError, SchemaError, StaleEditError, WorkspaceError

from .field_world import OFFICER, REPORTER, TODAY, made_workspace, picture

FOUR = ("water_off", "power_off", "cleared", "locked")
SAFE = Vacated(
    why="moved",
    moved_to="幸福院",
    threatens_neighbours=False,
    **dict.fromkeys(FOUR, True),
)


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def left(house, shots=()):
    return Left(house=house, checked_on=TODAY, shots=tuple(shots))


def gaps(workspace):
    return [[str(gap) for gap in found.gaps] for found in open_vacated(workspace)]


def test_a_house_that_threatens_neighbours_must_be_demolished(workspace):
    """Rule W9: locked doors do not help where it may fall on others."""
    house = Vacated(why="moved", threatens_neighbours=True, locked=True)
    made = record_vacated(workspace, OFFICER, "H1", left(house))
    (told,) = gaps(workspace)
    assert "threatens its neighbours and must be demolished" in told[0]
    assert made.gaps[0].clause == "二(三), 四(一)"
    gone = Vacated(why="moved", threatens_neighbours=True, demolished_on=TODAY)
    known = {"vacated_id": made.vacated_id, "version": made.version}
    record_vacated(workspace, OFFICER, "H1", left(gone), **known)
    assert open_vacated(workspace) == []


def test_whoever_builds_anew_demolishes_the_old_house(workspace):
    """Rules H8, W9: 建新必拆旧, 一户一宅."""
    house = Vacated(why="rebuilt", **dict.fromkeys(FOUR, True))
    record_vacated(workspace, REPORTER, "H1", left(house))
    ((told,),) = gaps(workspace)
    assert "no demolition of the old is on record" in told
    assert open_vacated(workspace)[0].gaps[0].clause == "三(一)"


def test_each_of_the_four_is_shown_by_a_photograph(workspace):
    """Rule W9: 两断一清一锁, each with a photograph."""
    shots = [
        Shot(picture=picture(20 * n), part=part) for n, part in enumerate(FOUR[:3])
    ]
    made = record_vacated(workspace, REPORTER, "H1", left(SAFE, shots))
    assert gaps(workspace) == [["no photograph shows the locked door (锁门)"]]
    last = [Shot(picture=picture(200), part="locked")]
    known = {"vacated_id": made.vacated_id, "version": made.version}
    done = record_vacated(workspace, REPORTER, "H1", left(SAFE, last), **known)
    assert done.gaps == () and open_vacated(workspace) == []


def test_what_nobody_checked_is_open_and_not_refused(workspace):
    """Rule W9: unknown is a third answer."""
    made = record_vacated(workspace, REPORTER, "H1", left(Vacated(why="moved")))
    assert {gap.refuses for gap in made.gaps} == {False}
    assert len(made.gaps) == 2  # whether it threatens, and the four


def test_two_who_change_one_house_do_not_overwrite_each_other(workspace):
    made = record_vacated(workspace, REPORTER, "H1", left(SAFE))
    known = {"vacated_id": made.vacated_id, "version": made.version}
    record_vacated(
        workspace, OFFICER, "H1", left(Vacated(why="moved", locked=False)), **known
    )
    with pytest.raises(StaleEditError) as stale:
        record_vacated(workspace, REPORTER, "H1", left(SAFE), **known)
    fields = {told["field"] for told in stale.value.differences}
    assert {"locked", "moved_to"} <= fields


@pytest.mark.parametrize(
    ("house", "says"),
    [
        (Vacated(why="sold"), "'sold' cannot be the why"),
        (Vacated(why="moved", moved_to="帐篷"), "'帐篷' cannot be the moved_to"),
        (Vacated(why="moved", demolished_on=date(2999, 1, 1)), "has not come yet"),
    ],
)
def test_what_cannot_be_is_refused(workspace, house, says):
    with pytest.raises(SchemaError, match=says):
        record_vacated(workspace, REPORTER, "H1", left(house))


def test_a_house_of_another_family_or_area_is_refused(workspace):
    """Rule A1."""
    made = record_vacated(workspace, REPORTER, "H1", left(SAFE))
    with pytest.raises(WorkspaceError, match="of this household"):
        known = {"vacated_id": made.vacated_id, "version": made.version}
        record_vacated(workspace, REPORTER, "H2", left(SAFE), **known)
    with pytest.raises(AccessError):
        record_vacated(workspace, REPORTER, "H3", left(SAFE))
