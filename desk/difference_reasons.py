"""Why a household has another place in the order of visits than before."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from desk.report_words import FORM_WORDS
from desk.struck import struck_by_event
from desk.triage import Triaged
from desk.workspace import Workspace
from geo.damage import HEAVY
from geo.triage import TriageResult
from rules.language import N_
from rules.parameters import load_parameters
from rules.remarks import Remark

_SAME_RATIO = 0.005  # of the probability of heavy damage: shown alike

# In the order in which they are asked; the first that holds is the reason.
VISITED = N_("somebody was there")
CHANGED = N_("report {number} ({form}) changed the hazard here")
KNOWN = N_("report {number} ({form}) covers the place, which nothing did before")
UNKNOWN = N_("report {number} ({form}) no longer covers the place")
SURER = N_("report {number} ({form}) is more or less sure of the hazard here")
LEARNED = N_("findings of teams in the village and near it changed what is expected")
WEIGHED = N_("findings of teams weigh otherwise by report {number} ({form})")
PASSED = N_("nothing changed here; other doors moved past it")
_MESSAGES = (PASSED, VISITED, CHANGED, KNOWN, UNKNOWN, SURER, LEARNED, WEIGHED)

Row = dict[str, Any]


class State(NamedTuple):
    """An order of visits, and what it rests on."""

    found: Triaged
    result: TriageResult


@dataclass(frozen=True)
class Reasons:
    """Why each household moved, position by position.

    Attributes
    ----------
    code : int8 array
        Position in the messages.
    number : int16 array
        Of the report that is named.
    reports : dict
        Reports by number.
    """

    code: np.ndarray
    number: np.ndarray
    reports: dict[int, Row]

    def of(self, position: int) -> Remark:
        """Return the reason of one household."""
        return self._remark(int(self.code[position]), int(self.number[position]))

    def commonest(self, positions: np.ndarray) -> Remark | None:
        """Return the reason of most of some households, ``None`` of none."""
        pairs = zip(
            self.code[positions].tolist(), self.number[positions].tolist(), strict=True
        )
        found = Counter(pairs).most_common(1)
        return self._remark(*found[0][0]) if found else None

    def _remark(self, code: int, number: int) -> Remark:
        message = _MESSAGES[code]
        if "{number}" not in message:
            return Remark(message=message)
        told = {"number": number, "form": FORM_WORDS[self.reports[number]["form"]]}
        return Remark(message=message, values=told, words=("form",))


def reasons_for(
    workspace: Workspace, states: tuple[State, State], between: list[Row]
) -> Reasons:
    """Find why each household moved from one order to the next.

    Parameters
    ----------
    states : tuple of State
        Before and after.
    between : list of dict
        The reports that the second counts and the first does not, those withdrawn
        too; none if findings make the difference.
    """
    old, new = states
    counted = [row for row in between if not row["withdrawn"]]
    number = _whose_step(workspace, new, old.found.hazard, counted)
    holds = _holds(old, new, by_findings=not counted)
    code = np.select(
        list(holds.values()),
        [_MESSAGES.index(message) for message in holds],
        _MESSAGES.index(PASSED),
    )
    return Reasons(code.astype(np.int8), number, {r["number"]: r for r in between})


def _holds(old: State, new: State, *, by_findings: bool) -> dict[str, np.ndarray]:
    """Return where each reason holds, in the order in which they are asked."""
    was, now = old.found.hazard, new.found.hazard
    least = load_parameters("reports")["difference"]["intensity_degree"]
    return {
        VISITED: new.result.visited & by_findings,
        KNOWN: np.isnan(was) & ~np.isnan(now),
        UNKNOWN: ~np.isnan(was) & np.isnan(now),
        CHANGED: np.abs(now - was) >= least,
        SURER: ~_alike(_expected(old), _expected(new)),
        LEARNED if by_findings else WEIGHED: ~_alike(
            old.result.heavy, new.result.heavy
        ),
    }


def _expected(state: State) -> np.ndarray:
    """Return the probability of heavy damage before anybody looked."""
    return state.found.struck.damage.probabilities[:, HEAVY].sum(axis=1)


def _whose_step(
    workspace: Workspace, new: State, was: np.ndarray, counted: list[Row]
) -> np.ndarray:
    """Return the report that moved the hazard most at each house, of those that came.

    Where none did, the last.
    """
    last = counted[-1]["number"] if counted else 0
    number = np.full(len(was), last, dtype=np.int16)
    most, before = np.full(len(was), -1.0), was
    for report in counted if len(counted) > 1 else ():
        event_id = new.found.event["event_id"]
        struck = struck_by_event(workspace, event_id, at_report=report["number"])
        step = np.abs(struck.hazard - before)
        # To be known, or no longer, is the largest step of all.
        step[np.isnan(struck.hazard) != np.isnan(before)] = np.inf
        larger = np.nan_to_num(step, nan=0.0, posinf=np.inf) > np.maximum(most, 0.0)
        number[larger], most[larger] = report["number"], step[larger]
        before = struck.hazard
    return number


def _alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell where two probabilities are shown alike; unknown is like unknown."""
    both = np.isnan(one) & np.isnan(other)
    return both | (np.abs(one - other) <= _SAME_RATIO)
