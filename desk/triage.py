"""The order of visits after an event, from the ledger and what teams found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desk.habitable import habitable_now
from desk.stale_findings import stale_findings
from desk.struck import Struck, struck_by_event
from desk.visit_first import first_classes
from desk.visited import Visited, visited
from desk.workspace import Workspace
from geo.damage import Damage
from geo.exposure import Exposure
from geo.found_damage import found_damage
from geo.learned_damage import learned_damage
from geo.learning import Learned, Tags, learn
from geo.presence import inside_ratio
from geo.triage import TriageResult, triage
from ledger.findings import last_by_household


@dataclass(frozen=True, kw_only=True)
class Triaged:
    """An event and the order of visits it asks for.

    Attributes
    ----------
    struck : Struck
        What was expected before anybody looked.
    result : TriageResult
        The order as of now, position by position.
    before : TriageResult
        The order that was right before the first finding.
    probabilities : float32 array (households, 5), of damage grades 1 to 5.
    visited : Visited
        What teams found.
    learned : Learned or None
        What the findings say of villages and structures; ``None`` for a flood, whose
        findings speak for their own doors only.
    """

    struck: Struck
    result: TriageResult
    before: TriageResult
    probabilities: np.ndarray
    visited: Visited
    learned: Learned | None

    @property
    def event(self) -> dict[str, Any]:
        """The register's row."""
        return self.struck.event

    @property
    def exposure(self) -> Exposure:
        """The households."""
        return self.struck.exposure

    @property
    def hazard(self) -> np.ndarray:
        """Intensity in degrees or depth in metres at each house; ``NaN`` unknown."""
        return self.struck.hazard

    def note(self, say: Callable[[str], str]) -> str:
        """Say what must be known when reading it; may be empty."""
        return " · ".join(remark.said(say) for remark in self.struck.remarks)

    @property
    def habitable(self) -> np.ndarray | None:
        """Whether each house may be lived in after a flood; ``None`` for another event.

        int8 of :class:`geo.flood_damage.Habitable`; what was found at a door counts
        there.
        """
        if self.struck.habitable is None:
            return None
        return habitable_now(self.struck.habitable, self.visited)

    @property
    def raster(self) -> Path | None:
        """The shaking over the county, for the map."""
        return self.struck.raster

    @property
    def heavy(self) -> np.ndarray:
        """Probability of heavy damage at each household; ``NaN`` unknown."""
        return self.result.heavy

    @property
    def rank(self) -> np.ndarray:
        """Place of each household in the order of visits; 1 is first."""
        return self.result.rank

    @property
    def heavy_total(self) -> dict[str, float]:
        """Houses heavily damaged in the county: ``low``, ``middle``, ``high``."""
        return self.result.heavy_total._asdict()

    @property
    def people_total(self) -> dict[str, float]:
        """People in danger in the county: ``low``, ``middle``, ``high``."""
        return self.result.people_total._asdict()

    def towns(self) -> list[dict[str, Any]]:
        """Return the counts by town, the worst first."""
        return _worst_first(self.result.towns)

    def villages(self, town: str = "") -> list[dict[str, Any]]:
        """Return the counts by village (of one town), the worst first."""
        villages = self.result.villages
        return _worst_first(v for v in villages if v["code"].startswith(town))


def triage_event(workspace: Workspace, event_id: str) -> Triaged:
    """Order the visits to every household after a registered event.

    Raises
    ------
    EventError
        If there is no such event, or it does not reach the county.
    """
    return triage_struck(workspace, struck_by_event(workspace, event_id))


def triage_struck(workspace: Workspace, struck: Struck) -> Triaged:
    """Order the visits by what is expected and what was found until now."""
    exposure, event_id = struck.exposure, struck.event["event_id"]
    rows = last_by_household(workspace.ledger, event_id).values()
    stale = stale_findings(workspace, event_id, exposure) if rows else ()
    seen = visited(rows, exposure, stale)
    tags = seen.tags()
    ever = seen.tags(stale=True)
    circumstances = {
        "first": first_classes(workspace, exposure),
        "inside_ratio": inside_ratio(struck.event["happened_at"]),
        "effort": struck.effort,
    }
    before = triage(exposure, struck.damage, **circumstances)
    learned, damage = _learned(struck, tags, ever)
    result = before
    if len(ever.position):
        result = triage(exposure, damage, tags=tags, **circumstances)
    return Triaged(
        struck=struck,
        result=result,
        before=before,
        probabilities=damage.probabilities,
        visited=seen,
        learned=learned,
    )


def _learned(struck: Struck, tags: Tags, ever: Tags) -> tuple[Learned | None, Damage]:
    """Expect anew what nobody has seen, from what was ever found elsewhere."""
    if not len(ever.position):
        return None, struck.damage
    if struck.shaking is None:
        return None, found_damage(struck.damage, tags)
    learned = learn(struck.exposure, struck.shaking, ever)
    damage = learned_damage(struck.exposure, struck.shaking, learned, tags)
    return learned, damage


def _worst_first(areas: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort areas by houses heavily damaged; where that is unknown, last."""
    return sorted(areas, key=lambda area: -np.nan_to_num(area["heavy_middle"], nan=-1))
