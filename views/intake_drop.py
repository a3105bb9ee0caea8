"""The drop zone: one or several files, kept until they are taken in or replaced."""

from pathlib import Path

import streamlit as st

from desk.incoming import keep_incoming
from desk.workspace import Workspace
from rules.errors import PlanningError
from views import choice
from views.words import _, error_text

KEPT = "brought"
DONE = "intake-done"  # what came of the last run, shown until another file is dropped
MEGABYTES = 500


def brought(workspace: Workspace) -> Path | None:
    """Ask for files; return the one to look at, ``None`` if there is none."""
    files = st.file_uploader(
        _("Drop files here: tables, maps, rasters, events, lists, field returns"),
        accept_multiple_files=True,
        max_upload_size=MEGABYTES,
        key=f"drop-{choice.kept('drop-round') or 0}",
        help=_(
            "CSV, TSV, Excel, ODS, Shapefile (its parts together, or zipped), "
            "GeoPackage, FileGDB (zipped), GeoJSON, KML, KMZ, GPX, DXF, GeoTIFF, "
            "ASCII grid, netCDF, ShakeMap grid.xml, ODK and Kobo exports"
        ),
    )
    if not files:
        choice.keep(KEPT, None)
        st.caption(
            _("Nothing is recorded before you have seen what it would do. Columns, "
              "encodings, coordinates and codes are looked at first; what cannot be "
              "taken is set aside and can be corrected.")
        )  # fmt: skip
        return None
    paths = _kept(workspace, files)
    if not paths or len(paths) == 1:
        return paths[0] if paths else None
    names = {path.name: path for path in paths}
    return names[st.selectbox(_("Which file first?"), list(names))]


def _kept(workspace: Workspace, files: list) -> list[Path]:
    """Write what was dropped once, however often the page runs."""
    mark = tuple(file.file_id for file in files)
    known = choice.kept(KEPT)
    if known and known[0] == mark and all(path.exists() for path in known[1]):
        return known[1]
    try:
        paths = keep_incoming(workspace, [(f.name, f.getbuffer()) for f in files])
    except PlanningError as error:
        st.error(error_text(error))
        return []
    choice.keep(KEPT, (mark, paths))
    choice.keep(DONE, None)
    return paths


def clear_drop() -> None:
    """Empty the drop zone: its file was taken in."""
    choice.keep("drop-round", (choice.kept("drop-round") or 0) + 1)
    choice.keep(KEPT, None)
