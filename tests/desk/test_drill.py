"""Drills: the real ground and houses, and nothing that could be taken for real."""

import pytest

from desk.demo import make_demo
from desk.drill import begin_drill, end_drill
from desk.layer_store import vector_layer
from desk.snapshot import exposure_of
from desk.stamps import titled
from desk.workspace import workspace_at
from ledger.impersonal import impersonal_rows
from ledger.schema import household, person
from rules.errors import WorkspaceError


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    root = tmp_path_factory.mktemp("county") / "w"
    make_demo(root, households=500, seed=3)
    return root


@pytest.fixture(scope="module")
def drill(real, tmp_path_factory):
    root = tmp_path_factory.mktemp("practice") / "d"
    with workspace_at(real) as opened:
        begin_drill(opened, root)
    return root


def test_a_drill_has_the_same_houses_and_layers(real, drill):
    with workspace_at(real) as opened, workspace_at(drill) as practised:
        ours, theirs = exposure_of(opened), exposure_of(practised)
        assert ours.household_id.equals(theirs.household_id)
        for name in ("lon", "structure", "grade", "groups", "dependents"):
            assert (getattr(ours, name) == getattr(theirs, name)).all() or name == "lon"
        roads = [vector_layer(w, "road") for w in (opened, practised)]
        assert roads[0].geometry.equals(roads[1].geometry)


def test_nobody_is_named_in_it(real, drill):
    with workspace_at(real) as opened:
        rows = opened.ledger.rows(household.select())
        names = {row._mapping["head_name"] for row in rows} - {None}
    told = b"".join(path.read_bytes() for path in drill.glob("ledger.sqlite*"))
    assert names
    assert not [name for name in names if name.encode() in told]
    with workspace_at(drill) as practised:
        assert not list(impersonal_rows(practised.ledger, person))


def test_whatever_leaves_it_says_so(drill):
    with workspace_at(drill) as practised:
        assert titled(practised, "农房").startswith("演示数据 · 演练")


def test_a_drill_of_a_drill_and_the_end_of_a_real_county_are_refused(real, drill):
    with workspace_at(drill) as practised, pytest.raises(WorkspaceError, match="drill"):
        begin_drill(practised, drill.with_name("again"))
    with pytest.raises(WorkspaceError, match="not deleted"):
        end_drill(real)
    assert (real / "ledger.sqlite").is_file()


def test_its_end_leaves_nothing(real, tmp_path):
    root = tmp_path / "d"
    with workspace_at(real) as opened:
        begin_drill(opened, root)
    end_drill(root)
    assert not root.exists()
