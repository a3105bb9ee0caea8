"""Take many files through their doors, in two processes at a time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from threading import Timer
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
AT_A_TIME = 2
MOST_SECONDS, MOST_MB = 10, 512  # of one file
SECONDS_TO_KILL = 60


class Job(NamedTuple):
    """One file, and the door it is taken through."""

    name: str
    path: Path
    door: str
    options: dict[str, Any]


def visited(jobs: Iterable[Job], temporary: Path) -> list[dict[str, Any]]:
    """Return what came of each job, in any order.

    Parameters
    ----------
    temporary : Path
        Where the processes put what is temporary; they must leave it empty.
    """
    waiting: Queue[Job] = Queue()
    for job in jobs:
        waiting.put(job)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        parts = [pool.submit(_worked_off, waiting, temporary) for _ in range(AT_A_TIME)]
        return [answer for part in parts for answer in part.result()]


def _worked_off(waiting: "Queue[Job]", temporary: Path) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    runner = None
    while (job := _next(waiting)) is not None:
        runner = runner or _started(temporary)
        answer = _asked(runner, job)
        answers.append(answer or _lost(job))
        if answer is None:
            _end(runner)
            runner = None
    if runner:
        _end(runner)
    return answers


def _next(waiting: "Queue[Job]") -> Job | None:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def _lost(job: Job) -> dict[str, Any]:
    found = {"crashed": "the process itself was lost"}
    cost = {"seconds": SECONDS_TO_KILL, "child_mb": 0.0, "own_mb": 0.0}
    return {"name": job.name, "door": job.door, "found": found} | cost


def _end(runner: subprocess.Popen) -> None:
    with runner:  # closes its pipes and waits
        runner.stdin.close()


def _started(temporary: Path) -> subprocess.Popen:
    runner = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.runner"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if not runner.stdout.readline():
        raise RuntimeError("the process that reads files does not start")
    return runner


def _asked(runner: subprocess.Popen, job: Job) -> dict[str, Any] | None:
    killer = Timer(SECONDS_TO_KILL, runner.kill)
    killer.start()
    try:
        print(json.dumps(job._asdict(), default=str), file=runner.stdin, flush=True)
        line = runner.stdout.readline()
    except BrokenPipeError:
        line = ""
    finally:
        killer.cancel()
    return json.loads(line) if line else None
