"""The process of a job: ``python -m desk.job_worker FOLDER``, see :mod:`desk.jobs`."""

import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.job_lock import held_by, take_lock
from rules.errors import PlanningError, WorkspaceError
from rules.language import N_

BUSY = N_(
    "{who} has a file at work here since {since}; wait until that is done, or stop it"
)
LEAST_SECONDS = 0.1  # between two words about the progress
NICENESS = 5  # pages come first
MAP_FROM = 0.9  # share of the work that is done when the map is prepared
_REFUSED = 3  # exit code of a job that was refused for a reason


class Teller:
    """Writes down how far the job is; what is done never becomes less."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: tuple[str, float, float] = ("", 0.0, 0.0)

    def __call__(self, step: str, done: float, message: str = "") -> None:
        """Tell the step and the share that is done, 0 to 1."""
        last, share, at = self._last
        share, now = min(max(done, share), 1.0), time.monotonic()
        if step == last and now - at < LEAST_SECONDS and share < 1:
            return
        self._last = (step, share, now)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([step, round(share, 4), message]) + "\n")


def work(folder: Path) -> int:
    """Do what is asked in a folder; returns the exit code."""
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    root, verb = Path(asked["root"]), asked["verb"]
    told = {"folder": str(folder), "pid": os.getpid(), "verb": verb}
    told |= {"who": asked["who"], "position": asked["position"]}
    told["since"] = datetime.now().isoformat(" ", "minutes")
    if take_lock(root, told) is None:
        return _busy(folder, root)
    tell = Teller(folder / "progress.jsonl")
    tell("", 0.0)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        _do(folder, root, verb, asked["arguments"], tell)
    except PlanningError as error:
        return _refused(folder, error)
    return 0


def _do(
    folder: Path, root: Path, verb: str, arguments: dict[str, Any], tell: Teller
) -> None:
    # These take long to load: by now whoever began the job knows that it runs.
    from desk.jobs import function_of
    from desk.judging import judged
    from desk.workspace import workspace_at

    def partly(step: str, done: float) -> None:
        tell(step, done * MAP_FROM)

    with workspace_at(root) as workspace:
        before = workspace.ledger.position()
        answer = function_of(verb)(workspace, arguments, partly)
        _write(folder / "answer.json", answer)
        if workspace.ledger.position() != before:
            tell("snapshot", MAP_FROM)
            judged(workspace)  # keeps what the first map asks for
    tell("snapshot", 1.0)


def _busy(folder: Path, root: Path) -> int:
    other = held_by(root) or {"who": "", "since": ""}
    told = {name: other[name] for name in ("who", "since")}
    return _refused(folder, WorkspaceError(BUSY, **told))


def _refused(folder: Path, error: PlanningError) -> int:
    told = {"kind": type(error).__name__, "message": error.message}
    _write(folder / "refusal.json", told | {"values": error.values})
    return _REFUSED


def _write(path: Path, content: Any) -> None:
    """Write plain values, whole or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, default=_plain), "utf-8")
    unfinished.replace(path)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1])))
