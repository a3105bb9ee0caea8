"""Long work in a process of its own, so that nobody's page waits for it.

A job is a folder with what is asked, how far it is, and what came of it; beside the
workspace's ledger lies a lock that its process holds.  The system lets go of the lock
when the process ends, however it ends: one job at a time writes into a workspace.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import rules.errors
from desk.job_lock import held_by
from desk.workspace import workspace_at
from rules.errors import PlanningError, WorkspaceError
from rules.language import N_

# What a job may do: a function of (workspace, arguments, tell) that returns plain
# values.  Nothing else is ever called.
VERBS = MappingProxyType(
    {
        "preview": "desk.intake_work:preview",
        "take": "desk.intake_work:take",
        "import households": "desk.household_import:import_job",
    }
)
ASKED, PROGRESS, ANSWER, REFUSAL, TROUBLE = (
    "asked.json", "progress.jsonl", "answer.json", "refusal.json", "trouble.txt",
)  # fmt: skip
_STOPPED = N_("the work was stopped; nothing was recorded")
_ENDED = N_("the work ended before it was done; nothing was recorded, try again")
_UNSURE = N_(
    "the work ended before it said what came of it; the history holds all of it or "
    "nothing: look there before you try again"
)
_PREFIX = "anfang-job-"
_ROOT = Path(__file__).parents[1]
_KEPT_SECONDS = 24 * 3600  # answers that nobody asked for
_START_SECONDS = 60
_STOP_SECONDS = 10
_LOOK_SECONDS = 0.02
_LAST_LINE_BYTES = 4096

_children: dict[str, subprocess.Popen] = {}


class Progress(NamedTuple):
    """How far a job is: a step, the share that is done (0 to 1), and a word more."""

    step: str
    done: float
    message: str = ""


@dataclass
class Job:
    """Work that another process does."""

    folder: Path
    root: Path
    verb: str
    position: int  # newest entry of the history before it began
    pid: int
    _answer: dict[str, Any] | PlanningError | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Tell whether its process still works."""
        child = _children.get(str(self.folder))
        if child is not None:
            return child.poll() is None
        told = held_by(self.root)
        return told is not None and told["folder"] == str(self.folder)

    def progress(self) -> Progress:
        """Return how far it is; what is done never becomes less."""
        try:
            with (self.folder / PROGRESS).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_LINE_BYTES))
                lines = file.read().splitlines(keepends=True)
        except FileNotFoundError:
            return Progress("", 1.0 if self._answer else 0.0)
        whole = [line for line in lines if line.endswith(b"\n")]
        return Progress(*json.loads(whole[-1])) if whole else Progress("", 0.0)

    def result(self) -> dict[str, Any]:
        """Return what came of it, once it is done; its folder is gone then.

        Raises
        ------
        PlanningError
            What the work raised; or that it still runs, or ended before it was done.
        """
        if self.is_running:
            raise WorkspaceError(N_("the work is still under way"))
        if self._answer is None:
            self._answer = self._read()
            self._forget()
        if isinstance(self._answer, PlanningError):
            raise self._answer
        return self._answer

    def cancel(self) -> bool:
        """Stop it: what it had begun to record is taken back, its files are gone.

        Returns
        -------
        bool
            Whether it was stopped.  If it had just been done, :meth:`result` tells.
        """
        if self.is_running:
            _stop(self.pid)
            until = time.monotonic() + _STOP_SECONDS
            while self.is_running and time.monotonic() < until:
                time.sleep(_LOOK_SECONDS)
        if self._answer is None:
            self._answer = self._read(stopped=True)
            self._forget()
        return getattr(self._answer, "message", "") == _STOPPED

    def _read(self, *, stopped: bool = False) -> dict[str, Any] | PlanningError:
        answer, refusal = self.folder / ANSWER, self.folder / REFUSAL
        if answer.is_file():
            return json.loads(answer.read_text("utf-8"))
        if refusal.is_file():
            told = json.loads(refusal.read_text("utf-8"))
            kind = getattr(rules.errors, told["kind"])
            return kind(told["message"], **told["values"])
        if self._position() != self.position:
            error = WorkspaceError(_UNSURE)
        else:
            error = WorkspaceError(_STOPPED) if stopped else WorkspaceError(_ENDED)
        trouble = self.folder / TROUBLE
        if trouble.is_file():
            error.add_note(trouble.read_text("utf-8", errors="replace")[-2000:])
        return error

    def _position(self) -> int:
        with workspace_at(self.root) as workspace:
            return workspace.ledger.position()

    def _forget(self) -> None:
        child = _children.pop(str(self.folder), None)
        if child is not None:
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(root: Path, verb: str, arguments: Mapping[str, Any]) -> Job:
    """Begin a job; returns as soon as it holds the workspace's lock.

    Parameters
    ----------
    root : Path
        Of the workspace.
    verb : str
        One of :data:`VERBS`.
    arguments : mapping
        Plain values.

    Raises
    ------
    WorkspaceError
        If another job is under way: says which, and since when.
    ValueError
        If there is no such verb.
    """
    if verb not in VERBS:
        raise ValueError(verb)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (folder / "tmp").mkdir()
    with workspace_at(root) as workspace:
        position = workspace.ledger.position()
    asked = {"root": str(root.resolve()), "verb": verb, "position": position}
    asked |= {"who": _who(arguments), "arguments": dict(arguments)}
    (folder / ASKED).write_text(json.dumps(asked), "utf-8")
    child = _spawned(folder)
    _children[str(folder)] = child
    job = Job(folder, root, verb, position, child.pid)
    until = time.monotonic() + _START_SECONDS
    while child.poll() is None and time.monotonic() < until:
        if (folder / PROGRESS).exists():
            return job
        time.sleep(_LOOK_SECONDS)
    if (folder / REFUSAL).is_file() or not (folder / PROGRESS).exists():
        job.result()
    return job


def running_job(root: Path) -> Job | None:
    """Return the job that is under way in a workspace, whoever began it."""
    told = held_by(root)
    if told is None:
        return None
    names = ("verb", "position", "pid")
    return Job(Path(told["folder"]), root, *[told[name] for name in names])


def function_of(verb: str) -> Any:
    """Return what does the work of a verb."""
    module, _, name = VERBS[verb].partition(":")
    return getattr(import_module(module), name)


def _who(arguments: Mapping[str, Any]) -> str:
    acting = arguments.get("acting") or {"name": arguments.get("actor", "")}
    return acting["name"]


def _spawned(folder: Path) -> subprocess.Popen:
    own = {name: str(folder / "tmp") for name in ("TMPDIR", "TEMP", "TMP")}
    with (folder / TROUBLE).open("wb") as trouble:
        return subprocess.Popen(
            [sys.executable, "-m", "desk.job_worker", str(folder)],
            cwd=_ROOT,
            env=os.environ | own | {"PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=trouble,
            stderr=trouble,
            **_APART,
        )


# A group of its own: to be stopped with the processes it began, and not by what is
# typed into the server's terminal.
_APART: dict[str, Any] = (
    {
        "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP
        | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    }
    if sys.platform == "win32"
    else {"start_new_session": True}
)


def _stop(pid: int) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has just ended


def _sweep() -> None:
    """Remove what jobs left that nobody asked about."""
    before = time.time() - _KEPT_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
