"""What cases are owed and were paid on any day (rules M1, M3), for many at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.case_history import ACCEPTED, CaseHistory, CasesAt, Tables
from geo.versions import Versions, places_in
from rules.policy import Policy

PAID = "paid"  # step


@dataclass(frozen=True, kw_only=True)
class MoneyAt:
    """Money of cases on a day, in whole yuan; one value a case.

    Attributes
    ----------
    owed_cny : float array
        The reference standard, at most the real cost; ``NaN`` not known.
    paid_cny : int array
        What was paid, refunds taken off.
    accepted : bool array
        Whether the county's acceptance was passed.
    stuck : bool array
        Accepted, open and not paid in full; where it is not known what is owed, not
        recorded as paid.
    """

    owed_cny: np.ndarray
    paid_cny: np.ndarray
    accepted: np.ndarray
    stuck: np.ndarray

    @property
    def stuck_cny(self) -> np.ndarray:
        """What is still owed to the cases that are stuck; ``NaN`` not known."""
        return np.where(self.stuck, self.owed_cny - self.paid_cny, 0.0)


class CaseMoney:
    """All payments ever on record, and what each case is owed.

    Parameters
    ----------
    tables : mapping of DataFrame
        ``cases`` and ``payments``: all versions, with ``entry_seq`` and ``removed``.
    """

    def __init__(self, tables: Tables, history: CaseHistory) -> None:
        self._history = history
        self._cases = Versions(tables["cases"], ["case_id"])
        self._case = places_in(history.case_ids, self._cases["case_id"])
        self._owed = _owed(tables["cases"], history.policy)
        self.payments = Versions(tables["payments"], ["payment_id"])
        self.payee = places_in(history.case_ids, self.payments["case_id"])
        self._paid_on = self.payments.days("paid_on")

    def at(self, cases: CasesAt) -> MoneyAt:
        """Return the money of the cases of a day."""
        owed = self.owed_at(cases.position)[cases.case]
        paid = self._paid(cases)[cases.case]
        policy = self._history.step_ids
        accepting = policy.index(ACCEPTED) if ACCEPTED in policy else None
        accepted = np.zeros(len(cases), dtype=bool)
        if accepting is not None:
            accepted = cases.has[:, accepting] & ~cases.failed[:, accepting]
        told = cases.has[:, policy.index(PAID)] if PAID in policy else False
        short = np.where(np.isnan(owed), ~np.asarray(told), paid < owed)
        return MoneyAt(
            owed_cny=owed,
            paid_cny=paid,
            accepted=accepted,
            stuck=accepted & cases.open & short.astype(bool),
        )

    def owed_at(self, position: int) -> np.ndarray:
        """Return what each case of the history is owed by an entry; ``NaN`` unknown."""
        owed = np.full(len(self._history.case_ids), np.nan)
        rows = self._cases.at(position)
        owed[self._case[rows]] = self._owed[rows]
        return owed

    def _paid(self, cases: CasesAt) -> np.ndarray:
        rows = self.payments.at(cases.position)
        made = self._paid_on[rows] <= np.datetime64(cases.on, "D")
        rows = rows[made & (self.payee[rows] >= 0)]
        count = len(self._history.case_ids)
        amounts = self.payments["amount_cny"][rows].astype(float)
        return np.bincount(self.payee[rows], amounts, count).astype(np.int64)


def _owed(cases: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Return the standard of each version of a case, at most its real cost."""
    standard = np.full(len(cases), np.nan)
    for row in reversed(policy.subsidies):  # the first that fits counts
        fits = cases["task"].eq(row.task)
        if row.ways:
            fits &= cases["way"].isin(row.ways)
        standard[fits.to_numpy(bool)] = row.at_least_cny
    cost = cases["real_cost_cny"].to_numpy(float, na_value=np.nan)
    return np.minimum(standard, cost)  # NaN if either is not known
