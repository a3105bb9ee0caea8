"""What stands behind a name: the file, or the one thing in an archive."""

from pathlib import Path
from typing import NamedTuple

from geo.readers.archive import office_form, require_small, unpack
from geo.readers.forms import form_of
from geo.readers.spreadsheet import require_workbook
from rules.errors import FileError
from rules.language import N_

FAMILIES = {
    "csv": "table",
    "tsv": "table",
    "xls": "table",
    "xlsx": "table",
    "ods": "table",
    "html": "table",
    "text": "table",
    "shapefile": "features",
    "geopackage": "features",
    "filegdb": "features",
    "geojson": "features",
    "geojsonseq": "features",
    "kml": "features",
    "gpx": "features",
    "dxf": "features",
    "geotiff": "raster",
    "asciigrid": "raster",
    "netcdf": "raster",
    "hdf5": "raster",
    "shakemap": "shakemap",
    "stations": "stations",
}
# The form a reader knows, and the format people call it by.
_SHOWN = {"text": "csv", "html": "xls", "hdf5": "netcdf", "geojsonseq": "geojson"}
_OFFICE = N_("{file}: a document; copy its table into Excel and save that")


class Source(NamedTuple):
    """A file that was looked at, and unpacked if it was packed.

    Attributes
    ----------
    path : Path
        What to read: may lie in ``folder``.
    form : str
        A key of ``FAMILIES``.
    name : str
        What messages call it.
    folder : Path
        Where may be written.
    part : str
        Which part is wanted; ``""`` any.  Of an archive, the part that was taken.
    parts : tuple of str
        What an archive has to choose from.
    wanted : bool
        Whether somebody named the part.
    """

    path: Path
    form: str
    name: str
    folder: Path
    part: str = ""
    parts: tuple[str, ...] = ()
    wanted: bool = False

    @property
    def family(self) -> str:
        """What it holds: a table, features, a raster, an event, stations."""
        return FAMILIES[self.form]

    @property
    def format(self) -> str:
        """What people call it."""
        return _SHOWN.get(self.form, self.form)


def source_of(path: Path, options: dict) -> Source:
    """Look at the bytes of a file, and unpack an archive.

    Raises
    ------
    FileError
        If there is nothing in it that can be read.
    """
    name, folder = path.name, Path(options["folder"])
    part = options.get("part", "")
    form, parts = form_of(path, name), ()
    if form == "zip":
        form = _office(path, name)
        if not form:
            path, parts, part = unpack(path, folder, name, part)
            form = form_of(path, name)
            form = _office(path, name) if form == "zip" else form
            if not form:
                message = N_("{file}: an archive in an archive; unpack it once")
                raise FileError(message, file=name)
            if path.suffix == ".shp" and form != "shapefile":
                message = N_(
                    "{file}: cannot be read; it is damaged or not what its name says"
                )
                raise FileError(message, file=name)
    if form == "xls":
        require_workbook(path, name)
    wanted = bool(options.get("part"))
    return Source(path, form, name, folder, part, parts, wanted)


def _office(path: Path, name: str) -> str:
    form = office_form(path)
    if form:
        require_small(path, name)
    if form == "document":
        raise FileError(_OFFICE, file=name)
    return form
