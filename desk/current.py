"""The workspace this process shows, and its shelf, kept until the data change."""

import os
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock

from desk.demo import DEMO_HOUSEHOLDS, DEMO_SEED, make_demo
from desk.job_lock import held_by
from desk.shelf import CountyShelf
from desk.workspace import SETTINGS, Workspace, open_workspace
from rules.errors import PlanningError

VARIABLE = "ANFANG_WORKSPACE"
DEMONSTRATION = Path(__file__).parents[1] / "workspaces" / "demo"


_lock = Lock()
_open: dict[str, CountyShelf] = {}


def current_root() -> Path:
    """Return the workspace's folder: ``ANFANG_WORKSPACE``, or the demonstration."""
    return Path(os.environ.get(VARIABLE) or DEMONSTRATION)


def prepare() -> None:
    """Make the demonstration county at the first start; a named workspace is kept."""
    with _lock:
        if not os.environ.get(VARIABLE) and not DEMONSTRATION.exists():
            unfinished = DEMONSTRATION.with_name("demo.part")
            shutil.rmtree(unfinished, ignore_errors=True)
            make_demo(unfinished, households=DEMO_HOUSEHOLDS, seed=DEMO_SEED)
            unfinished.rename(DEMONSTRATION)


def current_workspace() -> Workspace:
    """Return the open workspace."""
    return current_shelf().workspace


def current_shelf() -> CountyShelf:
    """Return the shelf of the newest state; the same one until something changes.

    While a job brings households in, and until it has prepared their map, the shelf
    from before it goes on serving: nobody's page waits for a million houses.
    """
    root = str(current_root())
    with _lock:
        shelf = _open.get(root)
        workspace = shelf.workspace if shelf else open_workspace(Path(root))
        if shelf is None or (shelf.is_stale() and not _is_being_prepared(shelf)):
            shelf = _open[root] = CountyShelf(workspace)
        return shelf


def publish_ahead() -> None:
    """Make what is published of progress before anybody asks; nothing at a first start.

    All month-ends since the ledger began stand behind it: what a day tells depends on
    what was told before.
    """
    if not (current_root() / SETTINGS).exists():
        return
    with suppress(PlanningError):  # a county in which nothing is recorded yet
        current_shelf().published(date.today())


def _is_being_prepared(shelf: CountyShelf) -> bool:
    workspace = shelf.workspace
    moved = workspace.ledger.position("exposure") > shelf.position
    return moved and held_by(workspace.root) is not None
