"""How two reports of an event order the visits: who moved, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from desk.difference_reasons import Reasons, State, reasons_for
from desk.known_events import event_of
from desk.recent import Recent
from desk.struck import struck_by_event
from desk.triage import Triaged, triage_struck
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.triage import Interval
from ledger.event_reports import reports
from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters
from rules.remarks import Remark

FIELD = ("events", "findings")  # scopes of the history
KEPT = 2
_made = Recent(KEPT)

Row = dict[str, Any]


class Moved(NamedTuple):
    """A household and its place in either order.

    Attributes
    ----------
    moved : int
        Places by which it is visited earlier now; negative: later.
    hazard_before, hazard_after : float
        Intensity in degrees or depth in metres; ``NaN`` unknown.
    """

    household_id: str
    village: str
    rank_before: int
    rank_after: int
    moved: int
    hazard_before: float
    hazard_after: float
    why: Remark


@dataclass(frozen=True, kw_only=True)
class EventDifference:
    """Two orders of visits after one event, position by position.

    Attributes
    ----------
    event : dict
        The register's row.
    before, after : dict
        The last report that either counts; the same one if findings make the
        difference.
    by_findings : bool
        Whether the order before is that without findings; otherwise both are by all
        findings until now, and only the reports differ.
    moved : int32 array
        Places by which a household is visited earlier now; negative: later.
    hazard_before, hazard_after : float32 arrays
        Intensity in degrees or depth in metres; ``NaN`` unknown.
    total_before, total_after : Interval
        Houses heavily damaged in the county.
    least_places : int
        From how many places on a door is told first.
    """

    event: Row
    before: Row
    after: Row
    by_findings: bool
    exposure: Exposure
    rank_before: np.ndarray
    rank_after: np.ndarray
    hazard_before: np.ndarray
    hazard_after: np.ndarray
    reasons: Reasons
    total_before: Interval
    total_after: Interval
    least_places: int

    @property
    def moved(self) -> np.ndarray:
        """Places by which each household is visited earlier; negative: later."""
        return self.rank_before - self.rank_after

    @property
    def far(self) -> np.ndarray:
        """Whether each household moved so far that it is told first."""
        return np.abs(self.moved) >= self.least_places

    def order(self, *, every: bool = False) -> np.ndarray:
        """Return positions of those that moved far, by the new order; then the rest.

        Parameters
        ----------
        every : bool
            All households; otherwise only those that moved far.
        """
        rows = np.lexsort((self.rank_after, ~self.far))
        return rows if every else rows[: int(self.far.sum())]

    def rows(self, positions: np.ndarray) -> Iterator[Moved]:
        """Yield households at some positions, with the reason for each."""
        ids = self.exposure.household_id.take(positions).to_pylist()
        names = (*self.exposure.village_names, "")
        for household_id, at in zip(ids, positions.tolist(), strict=True):
            yield Moved(
                household_id=household_id,
                village=names[self.exposure.village[at]],
                rank_before=int(self.rank_before[at]),
                rank_after=int(self.rank_after[at]),
                moved=int(self.rank_before[at] - self.rank_after[at]),
                hazard_before=float(self.hazard_before[at]),
                hazard_after=float(self.hazard_after[at]),
                why=self.reasons.of(at),
            )

    def villages(self) -> list[Row]:
        """Return the villages, where most doors moved far first.

        Returns
        -------
        list of dict
            ``code, name, households, moved`` (far), ``hazard_before, hazard_after``
            (means of what is known; ``NaN`` if nothing is) and ``why``, the commonest
            reason of those that moved far, ``None`` if none did.
        """
        found = []
        for number, code in enumerate(self.exposure.village_codes):
            here = np.flatnonzero(self.exposure.village == number)
            far = here[self.far[here]]
            found.append(
                {
                    "code": code,
                    "name": self.exposure.village_names[number],
                    "households": len(here),
                    "moved": len(far),
                    "hazard_before": _mean(self.hazard_before[here]),
                    "hazard_after": _mean(self.hazard_after[here]),
                    "why": self.reasons.commonest(far),
                }
            )
        return sorted(found, key=lambda row: (-row["moved"], row["code"]))


def difference(
    workspace: Workspace,
    event_id: str,
    before: int | None = None,
    after: int | None = None,
) -> EventDifference:
    """Compare the orders of visits by two reports of an event.

    Both are by all findings until now, so that only the reports differ.  Of a report
    with itself, and of an event with one report, the difference is what the findings
    made.

    Parameters
    ----------
    before, after : int, optional
        Numbers of the last report that counts; by default the last two that were not
        withdrawn.

    Raises
    ------
    EventError
        If there is no such event or report, or ``before`` comes after ``after``.
    """
    event = event_of(workspace, event_id)
    pair = _pair(reports(workspace.ledger, event_id), before, after)
    position = workspace.ledger.position(among=(*FIELD, "exposure"))
    key = (workspace.mark, str(workspace.root), event_id, pair, position)
    return _made.get(key, lambda: _difference(workspace, event, pair))


def _pair(known: list[Row], before: int | None, after: int | None) -> tuple[int, int]:
    counted = [row["number"] for row in known if not row["withdrawn"]]
    last = counted[-1] if after is None else after
    earlier = [number for number in counted if number < last]
    first = (earlier or [last])[-1] if before is None else before
    if first > last:
        raise EventError(
            N_("report {before} came after report {after}; change the two"),
            before=first,
            after=last,
        )
    return first, last


def _difference(
    workspace: Workspace, event: Row, pair: tuple[int, int]
) -> EventDifference:
    known = {row["number"]: row for row in reports(workspace.ledger, event["event_id"])}
    new = _triaged(workspace, event, pair[1])
    by_findings = pair[0] == pair[1]
    old = new if by_findings else _triaged(workspace, event, pair[0])
    result = old.before if by_findings else old.result
    states = State(old, result), State(new, new.result)
    between = [row for n, row in known.items() if pair[0] < n <= pair[1]]
    return EventDifference(
        event=event,
        before=known[pair[0]],
        after=known[pair[1]],
        by_findings=by_findings,
        exposure=new.exposure,
        rank_before=result.rank,
        rank_after=new.result.rank,
        hazard_before=old.hazard,
        hazard_after=new.hazard,
        reasons=reasons_for(workspace, states, between),
        total_before=result.heavy_total,
        total_after=new.result.heavy_total,
        least_places=load_parameters("reports")["difference"]["moved_places"],
    )


def _triaged(workspace: Workspace, event: Row, number: int) -> Triaged:
    struck = struck_by_event(workspace, event["event_id"], at_report=number)
    return triage_struck(workspace, struck)


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan
