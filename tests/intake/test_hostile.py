"""Hostile files: no secret is read, nobody is called, nothing hangs or is left."""

import json

import pytest

from tests.intake import (
    hostile_archives,
    hostile_links,
    hostile_maps,
    hostile_rasters,
    hostile_tables,
    hostile_xml,
)
from tests.intake.choosing import asked_for, one_in
from tests.intake.trap import laid
from tests.intake.visiting import MOST_MB, MOST_SECONDS, Job, visited

GANGS = (
    hostile_links.VECTORS,
    hostile_links.RASTERS,
    hostile_maps.GANG,
    hostile_rasters.GANG,
    hostile_tables.GANG,
    hostile_archives.GANG,
    hostile_xml.GANG,
)
FILES = {name: file for gang in GANGS for name, file in gang.files.items()}
AT_LEAST = 60


def all_files(folder):
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink()
    }


def some_doors(number, doors):
    """Choose the door that reads a file whole, and at every eighth file another."""
    other = number // 8 % len(doors)
    return doors[1:2] if number % 8 or other == 1 else (doors[1], doors[other])


@pytest.fixture(
    scope="module",
    params=["some doors", pytest.param("every door", marks=pytest.mark.slow)],
)
def visit(request, tmp_path_factory):
    """Take every file through its doors; return the trap, the answers, the traces."""
    root = tmp_path_factory.mktemp("hostile")
    temporary, jobs = root / "temporary", []
    temporary.mkdir()
    with laid(root / "outside") as trap:
        for number, name in enumerate(asked_for(request, FILES)):
            file = FILES[name]
            path = root / "uploads" / str(number) / name
            path.parent.mkdir(parents=True)
            file.write(path, trap)
            doors = file.doors
            if request.param == "some doors":
                doors = some_doors(number, doors)
            jobs += [Job(name, path, door, options) for door, options in doors]
        before = all_files(root)
        answers = visited(jobs, temporary)
        traces = all_files(root).items() ^ before.items()
    return trap, answers, {name for name, _ in traces}


def of(answers, name):
    return [answer for answer in answers if answer["name"] == name]


@pytest.mark.parametrize("name", one_in(3, FILES))
def test_a_hostile_file_gets_nothing(visit, name):
    trap, answers, _ = visit
    for answer in of(answers, name):
        found = answer["found"]
        assert "crashed" not in found, (answer["door"], found["crashed"])
        assert not trap.leaks(json.dumps(found)), answer["door"]
        assert answer["seconds"] <= MOST_SECONDS, answer["door"]


def test_there_are_as_many_files_as_were_promised():
    assert len(FILES) == sum(len(gang.files) for gang in GANGS) >= AT_LEAST


def test_nobody_is_called(visit):
    assert visit[0].calls == []


def test_nothing_is_written_or_left_behind(visit):
    assert visit[2] <= {"temporary"}


@pytest.mark.parametrize("whose", ["child_mb", "own_mb"])
def test_no_process_takes_much_memory(visit, whose):
    assert max(answer[whose] for answer in visit[1]) <= MOST_MB
