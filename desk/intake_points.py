"""A table of points, such as a list of landslides, as the layer file it stands for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from desk.intake_plan import AS_THEY_ARE, Plan
from geo.datum import convert, parse_coordinates
from geo.household_rows import coordinates_of
from geo.mapping import ColumnMapping, propose
from geo.point_tables import write_points
from geo.sight import Sight, read_sheet

_TABLE = "table"


@contextmanager
def points_file(path: Path, plan: Plan, sight: Sight) -> Iterator[Path]:
    """Yield a layer file: the file itself, or one made of the points of a table.

    Raises
    ------
    SchemaError, CRSError
        If the table does not say where its points are.
    """
    if sight.family != _TABLE:
        yield path
        return
    sheet = read_sheet(path, part=plan.part)
    mapping = propose(sheet, "layer").mapping
    if plan.mapping:
        mapping = ColumnMapping.from_json(plan.mapping, sheet)
    found = parse_coordinates(*coordinates_of(sheet, mapping)[:2])
    lon, lat = convert(found.x, found.y, plan.reading or AS_THEY_ARE)
    with TemporaryDirectory() as folder:
        made = Path(folder, f"{path.name}.gpkg")
        write_points(sheet, mapping, (lon, lat), made)
        yield made
