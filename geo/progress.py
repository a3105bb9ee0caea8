"""The steps of cases as they were on record on one day, arranged by case."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from rules.policy import Policy


class Casebook(NamedTuple):
    """Cases as columns; one row each.

    Attributes
    ----------
    case_id, household_id, village_code : object arrays of str; the village of a
        household that is not on record is missing.
    done : datetime64[D] array (cases, steps of the policy); ``NaT`` not done.
    """

    case_id: np.ndarray
    household_id: np.ndarray
    village_code: np.ndarray
    done: np.ndarray


def casebook(rows: Iterable[tuple], policy: Policy) -> Casebook:
    """Arrange ``case_id, household_id, village_code, step, on_date`` by case."""
    names = ["case_id", "household_id", "village_code", "step", "on_date"]
    table = pd.DataFrame(list(rows), columns=names)
    steps = [step.id for step in policy.steps]
    cases, case_ids = pd.factorize(table["case_id"])
    done = np.full((len(case_ids), len(steps)), np.datetime64("NaT", "D"))
    step = pd.Index(steps).get_indexer(table["step"])
    done[cases, step] = table["on_date"].to_numpy("datetime64[D]")
    first = table.drop_duplicates("case_id")
    return Casebook(
        np.asarray(case_ids, dtype=object),
        first["household_id"].to_numpy(object),
        first["village_code"].to_numpy(object),
        done,
    )
