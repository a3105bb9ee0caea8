"""Work in a process of its own: told, stopped, killed, refused."""

import os
import signal
import time

import pytest

from desk import jobs
from desk.current import VARIABLE, current_shelf
from desk.job_lock import LOCK, held_by, take_lock
from desk.job_worker import Teller
from desk.jobs import Job, Progress, running_job, start
from desk.workspace import create_workspace, open_workspace
from ledger.verifying import verify
from rules.errors import FileError, WorkspaceError
from tests.desk.many_households import write_file

MANY = 50_000  # so many that there is something to stop
SECONDS = 120

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a workspace whose jobs keep their files where the test can see them."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(jobs.tempfile, "tempdir", str(temporary))
    root = tmp_path / "w"
    create_workspace(
        root, county_code="990001", county_name="县", policy_code="990001"
    ).ledger.close()
    yield root
    if (job := running_job(root)) is not None:
        job.cancel()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.csv"
    write_file(path, MANY)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "small.csv"
    write_file(path, 20)
    return path


def begun(root, path):
    return start(root, "import households", {"path": str(path), "actor": "张干事"})


def until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def done(job):
    until(lambda: not job.is_running)
    return job


def untouched(root):
    workspace = open_workspace(root)
    found = verify(workspace.ledger)
    workspace.ledger.close()
    return found.sound and (found.entries, found.rows) == (0, 0)


def left_behind():
    return [*jobs.Path(jobs.tempfile.gettempdir()).iterdir()]


def test_a_job_says_what_came_of_it_and_leaves_nothing_behind(root, small):
    job = done(begun(root, small))
    told = {"imported": 20, "rejected": 0, "unchanged": 0, "rows": []}
    assert job.result() == told
    assert job.result() == told  # asked again
    assert left_behind() == []
    assert running_job(root) is None


def test_a_job_that_is_done_has_prepared_the_map(root, small):
    done(begun(root, small)).result()
    made = {path.name.partition("-")[0] for path in (root / "snapshots").iterdir()}
    assert made == {"exposure", "hazards"}


def test_what_is_done_never_becomes_less(root, large):
    job, seen = begun(root, large), []
    until(lambda: seen.append(job.progress()) or not job.is_running)
    shares = [progress.done for progress in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {"reading", "writing", "snapshot"} <= {progress.step for progress in seen}
    assert job.result()["imported"] == MANY


def test_a_job_that_is_stopped_half_way_has_recorded_nothing(root, large, small):
    job = begun(root, large)
    until(lambda: 0.5 < job.progress().done < 0.9)
    assert job.cancel()
    assert not job.is_running
    assert untouched(root)
    assert left_behind() == []
    with pytest.raises(WorkspaceError, match="stopped; nothing was recorded"):
        job.result()
    assert done(begun(root, small)).result()["imported"] == 20


def test_a_job_that_was_done_before_it_was_stopped_says_so(root, small):
    job = done(begun(root, small))
    assert not job.cancel()
    assert job.result()["imported"] == 20


def test_a_second_job_is_told_who_is_at_work(root, large):
    first = begun(root, large)
    with pytest.raises(WorkspaceError, match="张干事 has a file at work here since 20"):
        begun(root, large)
    other = running_job(root)
    assert (other.folder, other.pid, other.verb) == (
        first.folder,
        first.pid,
        "import households",
    )
    with pytest.raises(WorkspaceError, match="still under way"):
        other.result()
    assert other.cancel()
    until(lambda: not first.is_running)
    assert untouched(root)


def test_what_the_work_refuses_arrives_with_its_values(root, tmp_path):
    job = done(begun(root, tmp_path / "none.csv"))
    for _ in range(2):
        with pytest.raises(FileError, match="none") as refused:
            job.result()
    assert refused.value.values["file"] == "none.csv"
    assert "{file}" in refused.value.message
    assert left_behind() == []


def test_a_process_that_is_killed_costs_one_clear_message(root, large):
    job = begun(root, large)
    until(lambda: job.progress().step == "writing")
    os.kill(job.pid, signal.SIGKILL)
    with pytest.raises(WorkspaceError, match="ended before it was done; nothing was"):
        done(job).result()
    assert untouched(root)


def test_a_fault_of_ours_is_noted_for_those_who_look(root):
    job = done(start(root, "import households", {"actor": "t"}))
    with pytest.raises(WorkspaceError, match="ended before it was done") as said:
        job.result()
    assert "KeyError: 'path'" in said.value.__notes__[0]


def test_where_something_was_recorded_since_nobody_says_that_nothing_was(root):
    workspace = open_workspace(root)
    with workspace.ledger.writing(actor="t", verb="edit", scope="exposure"):
        pass
    workspace.ledger.close()
    job = Job(root / "gone", root, "import households", position=0, pid=0)
    with pytest.raises(WorkspaceError, match="all of it or nothing"):
        job.result()


def test_only_verbs_of_the_table_are_started(root):
    with pytest.raises(ValueError, match="os:system"):
        start(root, "os:system", {})
    assert all(":" in target for target in jobs.VERBS.values())


def test_of_what_is_told_too_often_only_some_is_written(tmp_path):
    tell = Teller(tmp_path / "told")
    for done_ in (0.1, 0.5, 0.3):
        tell("writing", done_)
    tell("writing", 1.0, "end")
    tell("snapshot", 0.2)
    lines = (tmp_path / "told").read_text().splitlines()
    assert lines[0] == '["writing", 0.1, ""]'
    assert lines[1:] == ['["writing", 1.0, "end"]', '["snapshot", 1.0, ""]']


def test_half_a_line_is_not_read(tmp_path):
    job = Job(tmp_path, tmp_path, "take", position=0, pid=0)
    assert job.progress() == Progress("", 0.0)
    (tmp_path / "progress.jsonl").write_text('["reading", 0.1, ""]\n["writ')
    assert job.progress() == Progress("reading", 0.1)


def test_a_lock_is_let_go_with_its_process(root):
    assert held_by(root) is None
    handle = take_lock(root, {"who": "t"})
    assert held_by(root) == {"who": "t"}
    assert take_lock(root, {"who": "u"}) is None
    os.close(handle)
    assert held_by(root) is None
    assert (root / LOCK).stat().st_mode & 0o777 == 0o600


def test_what_nobody_asked_about_is_swept_away_after_a_day(root, small):
    old = jobs.Path(jobs.tempfile.mkdtemp(prefix="anfang-job-"))
    os.utime(old, (0, 0))
    done(begun(root, small)).result()
    assert not old.exists()


def test_the_map_from_before_serves_until_a_job_has_prepared_the_next(
    root, monkeypatch
):
    monkeypatch.setenv(VARIABLE, str(root))
    before = current_shelf()
    handle = take_lock(root, {"who": "t"})
    with before.workspace.ledger.writing(actor="t", verb="x", scope="exposure"):
        pass
    assert current_shelf() is before
    os.close(handle)
    after = current_shelf()
    assert (before.position, after.position) == (0, 1)
    after.workspace.ledger.close()
