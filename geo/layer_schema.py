"""What each layer kind must look like, and the names its columns go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

POINTS = frozenset({"Point", "MultiPoint"})
LINES = frozenset({"LineString", "MultiLineString", "LinearRing"})
POLYGONS = frozenset({"Polygon", "MultiPolygon"})


class Column(NamedTuple):
    """A column of a layer.

    Attributes
    ----------
    names : tuple of str
        Other names it goes by, in lower case.
    least, most : float or None
        Sane range of a number, ends included; ``None`` for text.
    """

    names: tuple[str, ...]
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, kw_only=True)
class LayerSchema:
    """What a layer kind must look like.

    Attributes
    ----------
    shapes : frozenset of str
        Kinds of geometry it may hold.
    columns : mapping of str to Column
        The columns that are kept, where the file has them.
    one_of : tuple of str
        Columns of which the file must have one; empty if none is needed.
    """

    shapes: frozenset[str]
    columns: Mapping[str, Column] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()


_NAME = Column(("name_zh", "name_ch", "mc", "xzqmc", "名称", "地名", "行政区名称"))
_CODE = Column(
    ("adcode", "xzqdm", "pac", "gb", "代码", "编码", "行政区代码", "区划代码")
)
_PERIOD = Column(
    ("return_period", "period", "rp", "years", "重现期", "频率_年"), 1, 100_000
)
_BOUNDARY = LayerSchema(
    shapes=POLYGONS, columns={"code": _CODE, "name": _NAME}, one_of=("code",)
)

SCHEMAS: Mapping[str, LayerSchema] = MappingProxyType(
    {
        "seismic_zone": LayerSchema(
            shapes=POLYGONS,
            columns={
                "design_intensity_degree": Column(
                    (
                        "design_intensity", "intensity", "design_int", "intens",
                        "烈度", "设防烈度", "抗震设防烈度", "基本烈度",
                    ),
                    1, 12,
                ),
                "pga_g": Column(
                    ("pga", "acceleration", "峰值加速度", "动峰值加速度",
                     "地震动峰值加速度", "加速度"),
                    0, 2,
                ),
            },
            one_of=("design_intensity_degree", "pga_g"),
        ),
        "flood_extent": LayerSchema(
            shapes=POLYGONS,
            columns={
                "return_period_years": _PERIOD,
                "depth_m": Column(("depth", "水深", "淹没水深", "最大水深"), 0, 100),
                "flood_way": Column(("floodway", "行洪区", "是否行洪区", "行洪")),
            },
        ),
        "geohazard": LayerSchema(
            shapes=POINTS | LINES | POLYGONS,
            columns={
                "radius_m": Column(("radius", "影响半径", "威胁半径", "半径"), 0, 20e3),
                "hazard_type": Column(("type", "kind", "类型", "灾害类型", "灾种")),
                "name": _NAME,
            },
        ),
        "fault": LayerSchema(
            shapes=LINES,
            columns={
                "name": _NAME,
                "activity": Column(
                    ("age", "active_age", "活动性", "活动时代", "最新活动时代", "时代")
                ),
                "overburden_m": Column(
                    ("overburden", "覆盖层厚度", "覆盖厚度", "土层厚度", "覆盖层"),
                    0, 5000,
                ),
            },
        ),
        "river": LayerSchema(
            shapes=LINES | POLYGONS,
            columns={
                "name": _NAME,
                "stream_order": Column(("strahler", "order", "河流级别"), 0, 20),
            },
        ),
        "road": LayerSchema(
            shapes=LINES,
            columns={
                "name": _NAME,
                "road_class": Column(("class", "highway", "等级", "道路等级", "类型")),
            },
        ),
        "bridge": LayerSchema(shapes=POINTS | LINES, columns={"name": _NAME}),
        "county_boundary": _BOUNDARY,
        "town_boundary": _BOUNDARY,
        "village_boundary": _BOUNDARY,
        "facility": LayerSchema(
            shapes=POINTS,
            columns={
                "name": _NAME,
                "facility_kind": Column(("kind", "type", "类型", "设施类型")),
            },
        ),
    }
)  # fmt: skip

# Cells beyond these are no depth or height: a gap that is not marked as one.
RASTER_RANGES = MappingProxyType(
    {"flood_depth": (0.0, 200.0), "dem": (-500.0, 9000.0), "event": (0.0, 200.0)}
)
