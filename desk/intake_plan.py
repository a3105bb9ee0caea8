"""How a file is to be taken in: what was proposed, and what a person decided."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Self

from rules.errors import PlanningError
from rules.language import N_
from rules.vocabulary import LAYER_KINDS, TARGETS

AS_THEY_ARE = "lonlat"  # the reading of coordinates that need no conversion


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How one file is read.

    Attributes
    ----------
    target : str
        One of :data:`rules.vocabulary.TARGETS`.
    part : str
        The sheet, layer or variable; ``""`` is the only one, or the first.
    mapping : str
        Which column is which, as :meth:`geo.mapping.ColumnMapping.to_json` writes it.
    readings : dict
        How coordinates are read (``geo.datum.READINGS``), by the part of the rows:
        :attr:`desk.intake_coordinates.PlaceGroup.key`; ``"*"`` is all of them.
    kind, crs, series, edition, scale, valid_from
        Of a layer.
    department, group : str
        Of a department's list.
    event_id, hazard : str
        The event that findings belong to; what a new event is.
    """

    target: str
    part: str = ""
    mapping: str = ""
    readings: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    crs: str = ""
    series: str = ""
    edition: str = ""
    scale: str = ""
    valid_from: str = ""
    department: str = ""
    group: str = ""
    event_id: str = ""
    hazard: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no target or no kind of layer."""
        if self.target not in TARGETS:
            message = N_("{target!r} is nothing a file can bring; it may be: {known}")
            known = " ".join(TARGETS)
            raise PlanningError(message, target=self.target, known=known)
        if self.target == "layer" and self.kind not in LAYER_KINDS:
            message = N_("say what the layer shows: one of {kinds}")
            raise PlanningError(message, kinds=" ".join(LAYER_KINDS))

    @property
    def reading(self) -> str:
        """The reading of coordinates, if there is one that converts."""
        named = {r for r in self.readings.values() if r and r != AS_THEY_ARE}
        return " ".join(sorted(named))

    @property
    def since(self) -> date | None:
        """The first day of the layer."""
        try:
            return date.fromisoformat(self.valid_from) if self.valid_from else None
        except ValueError:
            message = N_("{text!r} is not a day; write it as 2026-11-22")
            raise PlanningError(message, text=self.valid_from) from None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, for a job."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Self:
        """Undo :meth:`to_dict`."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in told.items() if name in known})
