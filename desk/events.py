"""Events: an earthquake or a flood in any of the forms an office receives."""

from pathlib import Path

from desk.event_reports import take_event
from desk.event_sources import Aid
from desk.event_sources import Parameters as Parameters
from desk.workspace import Workspace


def add_event_parameters(workspace: Workspace, given: Parameters, actor: str) -> str:
    """Record an earthquake typed in; returns its id.

    Raises
    ------
    EventError
        If a number is impossible, or it does not reach the county.
    """
    return take_event(workspace, actor, given).event_id


def add_event_message(workspace: Workspace, text: str, actor: str) -> str:
    """Record an earthquake from the text of its message; returns its id.

    Raises
    ------
    EventError
        If a number is missing or impossible, or it does not reach the county.
    """
    return take_event(workspace, actor, text).event_id


def add_event_file(
    workspace: Workspace, path: Path, actor: str, *, hazard: str | None = None
) -> str:
    """Record an event from a file; returns its id.

    A ShakeMap ``grid.xml``; a GeoTIFF or other grid of intensity degrees or of depth;
    polygons of intensity or of a flood; a list of stations.  ``hazard``
    (``"earthquake"`` or ``"flood"``) decides where the file does not say.  Of an event
    whose own number is on record it becomes a later report.

    Raises
    ------
    FileError, CRSError, SchemaError
        If the file cannot be read as any of these.
    EventError
        If it does not reach the county.
    """
    return take_event(workspace, actor, path, Aid(hazard=hazard)).event_id
