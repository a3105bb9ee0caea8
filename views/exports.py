"""Taking data away: households, layers and the whole map, for the tools people use."""

import streamlit as st

from desk.exporting import export_file
from desk.intake_words import KIND_WORDS
from desk.layer_register import layers_in_force
from desk.workspace import Workspace
from rules.errors import PlanningError
from rules.vocabulary import RASTER_KINDS
from views import choice
from views.words import _, error_text

HOUSEHOLDS, MAP = "households", "map"
FORMS = {
    HOUSEHOLDS: ("xlsx", "csv", "gpkg", "geojson", "kml"),
    MAP: ("gpkg",),
}
LAYER_FORMS, RASTER_FORMS = ("gpkg", "geojson", "kml"), ("tif",)
FORM_WORDS = {
    "xlsx": "Excel",
    "csv": "CSV",
    "gpkg": "GeoPackage (QGIS)",
    "geojson": "GeoJSON",
    "kml": "KML",
    "tif": "GeoTIFF",
}


def show_exports(workspace: Workspace) -> None:
    """Ask what to take away and in which form; the file is made when it is fetched."""
    kinds = dict.fromkeys(row["kind"] for row in layers_in_force(workspace))
    options = [HOUSEHOLDS, MAP, *kinds]
    left, right = st.columns(2)
    with left:
        what = choice.ask_one(_("What"), options, "export-what", _what)
    with right:
        forms = FORMS.get(what) or (
            RASTER_FORMS if what in RASTER_KINDS else LAYER_FORMS
        )
        form = choice.ask_one(
            _("As"), forms, f"export-form-{len(forms)}", FORM_WORDS.__getitem__
        )
    if what == MAP:
        st.caption(
            _("All layers, the villages and the houses in one file; QGIS opens it "
              "with the colours and signs of this map.")
        )  # fmt: skip
    elif what == HOUSEHOLDS:
        st.caption(
            _("Without names, numbers, telephones and accounts. What leaves so comes "
              "back unchanged when it is brought in again.")
        )  # fmt: skip
    if st.button(_("Make the file"), icon=":material/output:"):
        _make(workspace, what, form)
    made = choice.kept("export")
    if made and made[0] == (what, form):
        content, name = made[1]
        st.download_button(
            _("Download {name}", name=name),
            content,
            file_name=name,
            icon=":material/download:",
            type="primary",
        )


def _what(what: str) -> str:
    if what == HOUSEHOLDS:
        return _("households and their houses")
    return _("the whole map") if what == MAP else _(KIND_WORDS[what])


def _make(workspace: Workspace, what: str, form: str) -> None:
    try:
        with st.spinner(_("Making the file…")):
            made = export_file(workspace, choice.acting(), what, form)
    except PlanningError as error:
        st.error(error_text(error))
        return
    choice.keep("export", ((what, form), made))
