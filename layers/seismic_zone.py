"""Design intensity of the zonation; where 7 begins is a line of its own."""

import geopandas as gpd
import shapely

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.pointing import has_vector, point_features
from rules.language import N_

# GB 18306: the zonation speaks of degrees 6 to 9 and of less than 6.
FILLS = {6: "#fffbea", 7: "#fbeabf", 8: "#f4c99a", 9: "#e89f80"}
BELOW, UNKNOWN = "#ffffff", "#9a9fa5"
LINE_DEGREE = 7
LINE = "#7c2d12"
CLOSE_DEGREE = 1e-6  # zones that were drawn to touch may miss each other by this

EDGE = {"color": "#9c7a55", "weight": 0.6, "opacity": 0.6}
STYLES = [
    *({**EDGE, "fillColor": fill, "fillOpacity": 0.8} for fill in FILLS.values()),
    {**EDGE, "fillColor": BELOW, "fillOpacity": 0.5},
    {**EDGE, "hatch": True},
    {"color": LINE, "weight": 2.6, "opacity": 0.95, "fill": False},
]
BELOW_STYLE, UNKNOWN_STYLE, LINE_STYLE = range(len(FILLS), len(FILLS) + 3)
BELOW_LABEL, UNKNOWN_LABEL = N_("less than 6"), N_("no data")
LINE_LABEL = N_("7 and above begin here")


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the degrees that occur, and the line."""
    present = set(styles_of(shelf.vector("seismic_zone")))
    labels = [*(str(degree) for degree in FILLS), BELOW_LABEL, UNKNOWN_LABEL]
    colours = [*FILLS.values(), BELOW, ""]
    pairs = zip(colours, labels, strict=True)
    entries = [Entry(*pair) for style, pair in enumerate(pairs) if style in present]
    entries.append(Entry(LINE, LINE_LABEL, "line"))
    source = shelf.source("seismic_zone")
    return Legend(entries=tuple(entries), unit=LAYER.unit, source=source)


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the zones."""
    return point_features(LAYER, shelf, choice, pane="hazard", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the zones and the line at which 7 begins."""
    zones = shelf.vector("seismic_zone")
    told = [{"s": style} for style in styles_of(zones)]
    shapes = [*zones.geometry, line_of_seven(zones)]
    return collection(shapes, [*told, {"s": LINE_STYLE}])


def styles_of(zones: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the style of each zone."""
    degrees = column(zones, "design_intensity_degree", None)
    return [UNKNOWN_STYLE if d is None else _style(int(d)) for d in degrees]


def _style(degree: int) -> int:
    if degree < min(FILLS):
        return BELOW_STYLE
    return list(FILLS).index(min(degree, max(FILLS)))


def line_of_seven(zones: gpd.GeoDataFrame) -> shapely.Geometry:
    """Return the line at which 7 begins; empty where there is none."""
    degrees = zones["design_intensity_degree"].to_numpy(float, na_value=float("nan"))
    high = zones.geometry[degrees >= LINE_DEGREE].union_all()
    low = zones.geometry[degrees < LINE_DEGREE].union_all()
    # Of the edge of the higher zones, what meets a lower one and not the county's.
    return shapely.intersection(high.boundary, low.buffer(CLOSE_DEGREE))


LAYER = Layer(
    id="seismic-zone",
    title=N_("Design intensity"),
    kind=Kind.HAZARD,
    place=0,
    unit=N_("degree"),
    shown=frozenset({"planner", "household"}),
    available=has_vector("seismic_zone"),
    legend=legend,
    draw=draw,
    features=features,
)
