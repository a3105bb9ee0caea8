"""Drills: the county's real ground and houses, in a store of its own.

A drill is another workspace: it shares no file with the real one, holds no name,
number or account of anybody, and everything that leaves it is stamped.  What is
recorded in it can never reach the real ledger, for the program has only one of them
open at a time.
"""

import shutil
from pathlib import Path

from desk.workspace import Workspace, create_workspace, workspace_at
from ledger.impersonal import impersonal_rows
from ledger.schema import (
    appraisal,
    code_change,
    dwelling,
    fortification,
    household,
    layer,
    membership,
    place,
    visit_first,
)
from rules.errors import WorkspaceError
from rules.language import N_

ACTOR = "drill"
# What the order of visits rests on, by the scope of the history that it belongs to.
COPIED = {
    "exposure": (place, household, dwelling, membership, appraisal, code_change),
    "layers": (layer, fortification),
    "events": (visit_first,),
}
ID_PREFIX = "drill-"  # of events: nothing of a drill fits a real event


def begin_drill(workspace: Workspace, root: Path) -> int:
    """Make the store of a drill from a workspace; returns how many households it has.

    Raises
    ------
    WorkspaceError
        If the folder is not empty, or the workspace is a drill itself.
    """
    if workspace.drill:
        raise WorkspaceError(
            N_("{path} is a drill itself; begin drills from the real workspace"),
            path=workspace.root,
        )
    made = create_workspace(
        root,
        county_code=workspace.county_code,
        county_name=workspace.county_name,
        policy_code=workspace.policy_code,
        demonstration=workspace.demonstration,
        drill=True,
    )
    try:
        return _copy(workspace, made)
    except BaseException:
        made.ledger.close()
        shutil.rmtree(root)
        raise
    finally:
        made.ledger.close()


def end_drill(root: Path) -> None:
    """Delete the store of a drill with everything in it.

    Raises
    ------
    WorkspaceError
        If it is none: a real workspace is never deleted here.
    """
    with workspace_at(root) as opened:
        if not opened.drill:
            raise WorkspaceError(
                N_("{path} is no drill; a real workspace is not deleted"), path=root
            )
    shutil.rmtree(root)


def _copy(workspace: Workspace, made: Workspace) -> int:
    copied = 0
    for scope, tables in COPIED.items():
        with made.ledger.writing(actor=ACTOR, verb="begin drill", scope=scope) as entry:
            for table in tables:
                rows = impersonal_rows(workspace.ledger, table)
                count = entry.write(table, rows)
                copied = count if table is household else copied
    layers = made.folder("layers")
    shutil.copytree(workspace.folder("layers"), layers, dirs_exist_ok=True)
    return copied
