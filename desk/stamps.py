"""What an exported file says of itself: which county, which day, whether it is real."""

from datetime import date

from desk.workspace import Workspace
from rules.language import translator
from rules.stamps import stamp_of


def stamp_on(workspace: Workspace) -> str:
    """Return the stamp of the office's own files, in Chinese; empty on real ones."""
    return stamp_of(workspace, translator("zh_CN"))


def titled(workspace: Workspace, what: str) -> str:
    """Name what is in a file, with the county, and the stamp of a demonstration.

    Parameters
    ----------
    what : str
        Translated, for instance ``"农房"``.
    """
    name = f"{workspace.county_name} {what}".strip()
    stamp = stamp_on(workspace)
    return f"{stamp} · {name}" if stamp else name


def told_of(workspace: Workspace, source: str = "") -> str:
    """Say where a file comes from: the stamp, the source, the day, the coordinates."""
    stamp = stamp_on(workspace)
    stamp = "" if stamp in source else stamp
    parts = [stamp, source, date.today().isoformat(), "CGCS2000 (EPSG:4490)"]
    return " · ".join(filter(None, parts))


def file_name(workspace: Workspace, what: str, suffix: str) -> str:
    """Name a file for the desktop of whoever takes it: no sign that systems forbid.

    Parameters
    ----------
    suffix : str
        With its dot.
    """
    name = f"{titled(workspace, what)} {date.today().isoformat()}"
    plain = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name)
    return "-".join(plain.replace("·", " ").split()) + suffix


def above(workspace: Workspace) -> list[str]:
    """Return the lines above the table of a workbook: only where it is not real."""
    return [titled(workspace, "")] if stamp_on(workspace) else []
