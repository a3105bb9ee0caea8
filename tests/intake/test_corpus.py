"""Awkward files: each comes right, or is refused with its reason."""

import pytest

from tests.intake import (
    events,
    rasters,
    shapefiles,
    tables_books,
    tables_old,
    tables_text,
    vector_texts,
    vectors,
)
from tests.intake.choosing import asked_for, one_in
from tests.intake.visiting import MOST_MB, MOST_SECONDS, Job, visited

MODULES = (
    tables_text,
    tables_books,
    tables_old,
    shapefiles,
    vectors,
    vector_texts,
    rasters,
    events,
)
CASES = {
    f"{module.__name__.rpartition('.')[2]}: {name}": case
    for module in MODULES
    for name, case in module.CORPUS.cases.items()
}
AT_LEAST = 120


@pytest.fixture(scope="module")
def answers(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("corpus")
    temporary = root / "temporary"
    temporary.mkdir()
    jobs = []
    for number, name in enumerate(asked_for(request, CASES)):
        case = CASES[name]
        path = root / str(number) / case.name
        path.parent.mkdir()
        case.write(path)
        jobs.append(Job(name, path, case.door, dict(case.options)))
    return {answer["name"]: answer for answer in visited(jobs, temporary)}


@pytest.mark.parametrize("name", one_in(2, CASES))
def test_a_file_comes_right_or_is_refused_with_its_reason(answers, name):
    found = answers[name]["found"]
    assert "crashed" not in found, found["crashed"]
    faults = CASES[name].faults(found)
    assert not faults, "; ".join(faults)


def test_there_are_as_many_files_as_were_promised():
    assert len(CASES) >= AT_LEAST


def test_no_file_takes_long_or_much_memory(answers):
    slow = {n: a["seconds"] for n, a in answers.items() if a["seconds"] > MOST_SECONDS}
    assert not slow
    for whose in ("child_mb", "own_mb"):
        assert max(answer[whose] for answer in answers.values()) <= MOST_MB
