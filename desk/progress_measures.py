"""What progress is measured by: counts, shares, days and money of an area."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layers.base import Scale
from rules.language import N_
from rules.parameters import load_parameters

TITLES = MappingProxyType(
    {
        "found": N_("Cases found"),
        "filed_ratio": N_("Filed, share of cases found"),
        "started_ratio": N_("Works started, share of cases found"),
        "completed_ratio": N_("Completed, share of cases found"),
        "accepted_ratio": N_("Accepted by the county, share of cases found"),
        "paid_ratio": N_("Paid, share of cases found"),
        "struck_off_ratio": N_("Struck off, share of cases found"),
        "overdue_ratio": N_("Overdue, share of open cases"),
        "days_in_step": N_("Days in the present step, middle value"),
        "stuck_cny": N_("Money stuck after acceptance"),
    }
)
UNITS = MappingProxyType(
    {"ratio": "%", "cases": N_("cases"), "days": N_("days"), "cny": N_("yuan")}
)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of progress.

    Attributes
    ----------
    id, title : str
        The title is a msgid.
    numerator, denominator : str
        Columns of :meth:`desk.progress_book.ProgressBook.counts`; ``""`` of a
        measure that is no share.
    value : str
        The column of a measure that is no share, else ``""``.
    unit : {"ratio", "cases", "days", "cny"}
    limits : tuple of float
        Fixed class limits, rising.
    tone : {"risk", "progress"}
    """

    id: str
    title: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    unit: str
    limits: tuple[float, ...]
    tone: str

    @property
    def is_share(self) -> bool:
        """Tell whether it is a share of something."""
        return bool(self.denominator)

    @property
    def scale(self) -> Scale:
        """Say what its numbers mean on a map."""
        unit, limits = UNITS[self.unit], self.limits
        return Scale(title=self.title, unit=unit, limits=limits, tone=self.tone)


def _measures() -> Mapping[str, Measure]:
    rows = load_parameters("progress")["measure"].values
    return MappingProxyType(
        {id_: Measure(id=id_, title=TITLES[id_], **row) for id_, row in rows.items()}
    )


PROGRESS_MEASURES = _measures()
FIRST = "completed_ratio"  # what a page opens with
