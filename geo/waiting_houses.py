"""Dangerous houses of protected families that no case has been opened for (rule W1)."""

import numpy as np
import pandas as pd

from geo.case_history import STRUCK_OFF, CaseHistory, CasesAt, Tables
from geo.versions import NOBODY, Versions, places_in
from rules.policy import Policy
from rules.vocabulary import GRADES

DANGEROUS = GRADES[2:]
NAT = np.datetime64("NaT", "D")


class WaitingHouses:
    """Grades, protected groups and appraisals, ready to be told as of any day.

    Parameters
    ----------
    tables : mapping of DataFrame
        ``houses``, ``memberships`` and ``appraisals``: all versions, with
        ``entry_seq`` and ``removed``.
    """

    def __init__(self, tables: Tables, history: CaseHistory) -> None:
        ids = history.household_ids
        self._history = history
        self._houses = Versions(tables["houses"], ["household_id"])
        self._groups = Versions(tables["memberships"], ["household_id", "group_name"])
        self._made = Versions(tables["appraisals"], ["appraisal_id"])
        self._house = places_in(ids, self._houses["household_id"])
        self._member = places_in(ids, self._groups["household_id"])
        self._appraised = places_in(ids, self._made["household_id"])
        self._dangerous = tables["houses"]["grade"].isin(DANGEROUS).to_numpy(bool)
        self._certified = _competent(tables["memberships"], history.policy)

    def at(self, cases: CasesAt) -> np.ndarray:
        """Return the households that wait on the day of the cases.

        A house counts whose grade still speaks of it (rule H4), whose family is
        certified by a competent department (rule G5), and that has no open case; where
        one was struck off, only if the house was appraised since.

        Returns
        -------
        int array
            Places in :attr:`CaseHistory.household_ids`.
        """
        count = len(self._history.household_ids)
        protected = np.zeros(count + 1, dtype=bool)  # the last is nobody
        on, position = np.datetime64(cases.on, "D"), cases.position
        rows = self._groups.at(position)
        since = self._groups.days("certified_on")[rows]
        known = self._certified[rows] & ~(since > on)
        protected[self._member[rows[known]]] = True
        last = self._last_appraisal(position, on, count)
        rows = self._houses.at(position)
        mended = self._houses.days("retrofitted_on")[rows]
        speaks = np.isnat(mended) | (last[self._house[rows]] >= mended)
        dangerous = np.zeros(count + 1, dtype=bool)
        dangerous[self._house[rows[speaks & self._dangerous[rows]]]] = True
        dangerous &= protected & ~self._served(cases, last, count)
        return np.flatnonzero(dangerous[:-1])

    def _last_appraisal(
        self, position: int, on: np.datetime64, count: int
    ) -> np.ndarray:
        rows = self._made.at(position)
        days = self._made.days("appraised_on")[rows]
        rows, days = rows[days <= on], days[days <= on]
        last = np.full(count + 1, np.datetime64("0001-01-01", "D"))
        np.maximum.at(last, self._appraised[rows], days)
        last[NOBODY] = NAT
        return np.where(last > np.datetime64("0001-01-01", "D"), last, NAT)

    @staticmethod
    def _served(cases: CasesAt, last: np.ndarray, count: int) -> np.ndarray:
        """Tell which households have a case that answers for the house."""
        served = np.zeros(count + 1, dtype=bool)
        served[cases.home[cases.open]] = True
        closed = cases.rung == STRUCK_OFF
        ended = cases.done[closed].max(
            axis=1, initial=np.datetime64("0001-01-01", "D"), where=cases.has[closed]
        )
        home = cases.home[closed]
        served[home[~(last[home] > ended)]] = True
        return served


def _competent(memberships: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Tell which memberships a competent department has certified."""
    pairs = pd.MultiIndex.from_frame(memberships[["group_name", "certified_by"]])
    named = [(g.id, department) for g in policy.groups for department in g.certified_by]
    return np.asarray(pairs.isin(named), dtype=bool)
