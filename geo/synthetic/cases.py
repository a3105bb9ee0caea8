"""Cases over two years: every step in its order, some late, some stuck."""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from geo.synthetic import raw
from geo.synthetic.draws import between, pick, words
from geo.synthetic.naming import ADCODE
from rules.vocabulary import GRADES, STEPS, STRUCTURES

TASKS = ("dangerous_house_retrofit", "seismic_retrofit")


class Candidates(NamedTuple):
    """What decides whether a family has a case, as columns.

    Attributes
    ----------
    structure, grade : ndarray of int8
        As found, codes of :mod:`rules.vocabulary`.
    protected, certified, eligible : ndarray of bool
        On a list; so certified; and without another safe home.
    degree : ndarray of int
        Design intensity at the house, degrees.
    """

    structure: np.ndarray
    grade: np.ndarray
    protected: np.ndarray
    certified: np.ndarray
    eligible: np.ndarray
    degree: np.ndarray


class Cases(NamedTuple):
    """Cases in the order in which they were found.

    Attributes
    ----------
    family : ndarray of int
    task : ndarray of int8
        Position in ``TASKS``.
    days : ndarray of datetime64[D] (cases, steps)
        Day of each step of :data:`rules.vocabulary.STEPS`; ``NaT`` not yet.
    rebuilt, strengthened : ndarray of bool
        Whether it ends, or will end, in a new home; in one repaired and made
        stronger against earthquakes.
    again : ndarray of datetime64[D]
        Day of an appraisal after the accepted works; ``NaT`` where there is none.
    """

    family: np.ndarray
    task: np.ndarray
    days: np.ndarray
    rebuilt: np.ndarray
    strengthened: np.ndarray
    again: np.ndarray


def make_cases(
    candidates: Candidates,
    until: date,
    rng: np.random.Generator,
    later: np.random.Generator,
) -> Cases:
    """Open cases, and bring each as far as it is on a day.

    What follows its works is drawn from ``later``.
    """
    made = raw.table("mix")["case"]
    family, task = _opened(candidates, made, rng)
    standing = candidates.certified.astype(np.int8) + candidates.eligible
    now = _steps_now(standing[family], made, rng)
    days = _days(now, made, until, rng)
    order = np.argsort(days[:, 0], kind="stable")
    family, task = family[order], task[order]
    rebuilt, strengthened = _outcomes(candidates.grade[family], task, made, rng)
    again = _again(days[order, STEPS.index("county_acceptance")], until, later)
    return Cases(family, task, days[order], rebuilt, strengthened, again)


def accepted_on(cases: Cases) -> np.ndarray:
    """Return the day on which each case passed the county's acceptance."""
    return cases.days[:, STEPS.index("county_acceptance")]


def _again(accepted: np.ndarray, until: date, rng: np.random.Generator) -> np.ndarray:
    made = raw.table("mix")["case"]["appraised_again"]
    day = _weekday(accepted + between(made["days"], accepted.size, rng))
    seen = (rng.random(accepted.size) < made["share"]) & (day <= np.datetime64(until))
    return np.where(seen & (day >= accepted), day, np.datetime64("NaT", "D"))


def _outcomes(
    grade: np.ndarray, task: np.ndarray, made: dict[str, Any], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    chance = np.zeros(len(GRADES))
    for outcome in made["outcome"]:
        chance[GRADES.index(outcome["grade_found"])] = outcome["rebuilt"]
    rebuilt = rng.random(grade.size) < chance[grade]
    eager = rng.random(grade.size) < made["strengthened"]["dangerous"]
    return rebuilt, ~rebuilt & (eager | (task == 1))


def _opened(
    candidates: Candidates, made: dict[str, Any], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    dangerous = candidates.grade >= GRADES.index("C")
    weak = np.isin(
        candidates.structure, [STRUCTURES.index(w) for w in made["pilot_structures"]]
    )
    pilot = ~dangerous & weak & (candidates.degree >= made["pilot_from_degree"])
    chance = np.select(
        [candidates.protected & dangerous, candidates.protected & pilot, dangerous],
        [made["dangerous"], made["pilot"], made["on_no_list"]],
    )
    family = np.flatnonzero(rng.random(chance.size) < chance)
    return family, np.where(dangerous[family], 0, 1).astype(np.int8)


def _steps_now(
    standing: np.ndarray, made: dict[str, Any], rng: np.random.Generator
) -> np.ndarray:
    """Draw the step at which each case stands; every step is somebody's.

    Who is not certified waits before the appraisal (rule H6), who is certified and
    not eligible after it.
    """
    shares = np.array([step["now"] for step in made["step"]])
    order = np.arange(shares.size)
    last = [STEPS.index(made[name]) for name in ("last_unknown_step", "last_open_step")]
    rows = [shares * (order <= step) for step in last]
    now = pick([*rows, shares], standing, rng)
    free = rng.permutation(np.flatnonzero(standing == len(rows)))[: shares.size]
    now[free] = np.arange(free.size)
    return now


def _days(
    now: np.ndarray, made: dict[str, Any], until: date, rng: np.random.Generator
) -> np.ndarray:
    """Count back from today: days waited, then the days that each step took."""
    took = _took(now.size, made, rng)
    done = np.arange(len(STEPS) - 1) < now[:, None]
    room = made["years"] * 365 - np.where(done, took, 0).sum(axis=1)
    day = np.datetime64(until, "D") - _waited(now, took, room, made, rng)
    days = np.full((now.size, len(STEPS)), np.datetime64("NaT", "D"))
    weekend = rng.random(now.size) < made["weekend"]
    for number in range(len(STEPS) - 1, -1, -1):
        at = np.flatnonzero(now >= number)
        earlier = day[at]
        if number < len(STEPS) - 1:
            gap = np.where(now[at] > number, took[at, number], 0)
            earlier = _worked(day[at], gap, made["step"][number]["days"], rng)
        free = weekend[at] & (number == 0)
        day[at] = np.where(free, earlier, _weekday(earlier))
        days[at, number] = day[at]
    return days


def _worked(
    day: np.ndarray, gap: np.ndarray, usual: list[int], rng: np.random.Generator
) -> np.ndarray:
    """Go back some days; where that is a weekend, try other usual numbers of days."""
    for _ in range(3):
        weekend = (gap > 0) & (gap <= usual[1]) & ~np.is_busday(day - gap)
        gap = np.where(weekend, between(usual, gap.size, rng), gap)
    return day - gap


def _took(size: int, made: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Draw the days from each step to the next (cases, steps - 1)."""
    took = []
    for step in made["step"][:-1]:
        days = between(step["days"], size, rng)
        late = rng.random(size) < step.get("late", 0.0)
        delay = between(step.get("late_days", step["days"]), size, rng)
        took.append(np.where(late, delay, days))
    return np.column_stack(took)


def _waited(
    now: np.ndarray,
    took: np.ndarray,
    room: np.ndarray,
    made: dict[str, Any],
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw the days since the last step: less than the next takes, or stuck."""
    closed = now == len(STEPS) - 1
    next_took = np.take_along_axis(took, np.minimum(now, took.shape[1] - 1)[:, None], 1)
    waited = (rng.random(now.size) * (next_took[:, 0] + 1)).astype(np.int64)
    stuck = ~closed & (rng.random(now.size) < made["stuck"])
    waited = np.where(stuck, between(made["stuck_days"], now.size, rng), waited)
    ago = (rng.random(now.size) * np.maximum(room, 1)).astype(np.int64)
    return np.where(closed, ago, np.minimum(waited, room))


def _weekday(day: np.ndarray) -> np.ndarray:
    """Move weekends back to the Friday before; earlier only, so gaps only grow."""
    return np.busday_offset(day, 0, roll="backward")


def steps_table(cases: Cases, household_id: pd.Series) -> pd.DataFrame:
    """List every step taken, by case and in order."""
    actors = [step["actor"] for step in raw.table("mix")["case"]["step"]]
    case, step = np.nonzero(~np.isnat(cases.days))
    return pd.DataFrame(
        {
            "case_id": _case_ids(cases).take(case).reset_index(drop=True),
            "household_id": household_id.take(cases.family[case]).reset_index(
                drop=True
            ),
            "step": words(STEPS, step),
            "on_date": cases.days[case, step].astype("datetime64[s]"),
            "actor": words(actors, step),
        }
    )


def cases_table(cases: Cases, household_id: pd.Series) -> pd.DataFrame:
    """List the cases, and what each is for."""
    return pd.DataFrame(
        {
            "case_id": _case_ids(cases),
            "household_id": household_id.take(cases.family).reset_index(drop=True),
            "task": words(TASKS, cases.task),
        }
    )


def _case_ids(cases: Cases) -> pd.Series:
    years = cases.days[:, 0].astype("datetime64[Y]").astype(int) + 1970
    numbered = zip(years, range(1, years.size + 1), strict=True)
    return pd.Series([f"{ADCODE}-{y}-{n:06d}" for y, n in numbered], dtype="str")
