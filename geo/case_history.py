"""Cases as they stood on any day: all versions are read once, a day is told from them.

A day is told twice: what had been recorded by its end (the position in the history),
and of that, what had happened by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.versions import DAY, NOBODY, Versions, places_in
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES

# How far a case has come; each takes in those behind it, so the counts never rise.
LADDER = ("found", "filed", "started", "completed", "accepted", "paid", "struck_off")
STRUCK_OFF = len(LADDER) - 1
ACCEPTED = ACCEPTANCES[-1]
# A step counts for its own word here, else for its milestone.
RUNG_OF_STEP = {"county_acceptance": "accepted", "paid": "paid"}
RUNG_OF_MILESTONE = {"under_way": "started"}
UNKNOWN, REFUSED, PASSED = -1, 0, 1

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class CasesAt:
    """The cases of a day as columns; one row each.

    Attributes
    ----------
    on : datetime.date
    position : int
        The newest entry that counts.
    case : int array
        Place in :attr:`CaseHistory.case_ids`.
    home, village : int arrays
        Place in :attr:`CaseHistory.household_ids` and ``villages``; -1 not on record.
    done : datetime64[D] array (cases, steps of the policy)
        ``NaT`` not done.
    failed, refused : bool arrays of the same shape
        Acceptances that completed nothing: not passed, or the result is unknown; and
        those of them that are known not to have been passed.
    rung : int array
        How far it is, a place in ``LADDER``.
    """

    on: date
    position: int
    case: np.ndarray
    home: np.ndarray
    village: np.ndarray
    done: np.ndarray
    failed: np.ndarray
    refused: np.ndarray
    rung: np.ndarray

    def __len__(self) -> int:
        """Count the cases."""
        return len(self.case)

    @property
    def open(self) -> np.ndarray:
        """Which cases are not struck off."""
        return self.rung < STRUCK_OFF

    @property
    def days_in_step(self) -> np.ndarray:
        """Days since the last step was taken."""
        last = self.done.max(
            axis=1, initial=np.datetime64("0001-01-01"), where=self.has
        )
        return (np.datetime64(self.on, "D") - last).astype(np.int64)

    @property
    def has(self) -> np.ndarray:
        """Which steps were taken."""
        return ~np.isnat(self.done)


class CaseHistory:
    """All cases ever on record, ready to be told as of any entry and day.

    Parameters
    ----------
    tables : mapping of DataFrame
        ``steps``, ``cases`` and ``homes``: all versions, with ``entry_seq`` and
        ``removed``.
    """

    def __init__(self, tables: Tables, policy: Policy) -> None:
        self.policy = policy
        self.step_ids = tuple(step.id for step in policy.steps)
        self._steps = Versions(tables["steps"], ["case_id", "step"])
        self._homes = Versions(tables["homes"], ["household_id"])
        self._rung = np.array([_rung(policy, step.id) for step in policy.steps])
        case, ids = pd.factorize(
            pd.concat([tables["steps"]["case_id"], tables["cases"]["case_id"]])
        )
        self.case_ids = pd.Index(ids)
        self.household_ids = pd.Index(tables["homes"]["household_id"].unique())
        self.villages, self._village = np.unique(
            self._homes["village_code"].astype(str), return_inverse=True
        )
        self._home = places_in(self.household_ids, self._homes["household_id"])
        self._case = case[: len(self._steps)]
        self._step = places_in(pd.Index(self.step_ids), self._steps["step"])
        self._day = self._steps.days("on_date")
        self._passed = np.array([_result(p) for p in self._steps["passed"]], dtype=int)
        both = pd.concat([tables["steps"], tables["cases"]])["household_id"]
        self.home_of = np.full(len(ids), NOBODY)
        self.home_of[case] = places_in(self.household_ids, both.to_numpy())

    def villages_at(self, position: int) -> np.ndarray:
        """Return the village of each household after an entry, a place; -1 unknown."""
        found = np.full(len(self.household_ids), NOBODY)
        rows = self._homes.at(position)
        found[self._home[rows]] = self._village[rows]
        return found

    def at(self, position: int, on: date) -> CasesAt:
        """Return the cases with a step recorded by an entry and taken by a day."""
        rows = self._steps.at(position)
        counts = (self._day[rows] <= np.datetime64(on, "D")) & (self._step[rows] >= 0)
        rows = rows[counts]
        case, place = np.unique(self._case[rows], return_inverse=True)
        shape = (len(case), len(self.step_ids))
        done = np.full(shape, np.datetime64("NaT", "D"), dtype=DAY)
        done[place, self._step[rows]] = self._day[rows]
        result = np.full(shape, UNKNOWN)
        result[place, self._step[rows]] = self._passed[rows]
        accepting = np.array([step in ACCEPTANCES for step in self.step_ids])
        failed = accepting & (result != PASSED) & ~np.isnat(done)
        rung = np.where(~np.isnat(done) & ~failed, self._rung, 0)
        home = self.home_of[case]
        village = np.append(self.villages_at(position), NOBODY)[home]
        return CasesAt(
            on=on,
            position=position,
            case=case,
            home=home,
            village=village,
            done=done,
            failed=failed,
            refused=failed & (result == REFUSED),
            rung=rung.max(axis=1, initial=0),
        )


def completing_step(policy: Policy) -> str:
    """Return the acceptance that completes a case, as the office answers."""
    answers = (o.value for o in policy.options if o.id == "completed_by")
    return next(answers, ACCEPTED)


def _result(passed: object) -> int:
    """Return the result of a step; a table without any result holds floats."""
    return UNKNOWN if pd.isna(passed) else int(passed)


def _rung(policy: Policy, step_id: str) -> int:
    if step_id == completing_step(policy) != ACCEPTED:
        return LADDER.index("completed")
    milestone = policy.step(step_id).milestone
    own = RUNG_OF_STEP.get(step_id) or RUNG_OF_MILESTONE.get(milestone, milestone)
    return LADDER.index(own)
