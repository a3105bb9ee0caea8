"""What a look is: classes of features, each with its words and its style."""

from collections.abc import Mapping
from dataclasses import dataclass

Style = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class LookClass:
    """Features that look alike.

    Attributes
    ----------
    label : str
        Its words in a legend, translated.
    styles : tuple of mapping
        Path options as :class:`layers.elements.Features` has them, the lowest first;
        ``radius_column`` names the column of a radius in metres,
        ``metric_crs`` and ``stored_crs`` say where it is one.
    value : str, float or None
        What stands in the column.
    low, high : float or None
        Or, of a number: from ``low`` on, below ``high``.  Where all three are
        ``None``, the class is of every feature that no other class takes.
    """

    label: str
    styles: tuple[Style, ...]
    value: str | float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_rest(self) -> bool:
        """Whether it takes what no other class does."""
        return self.value is None and self.low is None and self.high is None


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the features of a table are drawn.

    Attributes
    ----------
    title : str
        Of the measure or of the features, translated.
    column : str
        What the class is read from; empty where all features are alike.
    name_column, name_px
        The column of the names written at the features (empty: none) and their height.
    name_zoom, min_zoom, max_zoom : int
        Web map zooms: names from, features from and up to.
    count_column, largest, largest_px, smallest_px
        Column whose number the area of a circle tells (empty: none), the greatest
        such number, the radius of its circle, and the least radius of any.
    radius_by_zoom : mapping, optional
        Radius of a circle in px where it changes with the zoom.
    """

    title: str
    classes: tuple[LookClass, ...]
    column: str = ""
    name_column: str = ""
    name_px: float = 0.0
    name_zoom: int = 0
    min_zoom: int = 0
    max_zoom: int = 30
    count_column: str = ""
    largest: float = 0.0
    largest_px: float = 0.0
    smallest_px: float = 0.0
    radius_by_zoom: Mapping[int, float] | None = None
