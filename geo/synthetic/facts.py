"""What no house shows: aid received, homes elsewhere, earlier works, floor area."""

from datetime import date
from typing import Any, NamedTuple

import numpy as np

from geo.synthetic import raw
from geo.synthetic.cases import Cases, accepted_on
from geo.synthetic.draws import between, constant, digits, pick, strings
from geo.synthetic.dwellings import Dwellings
from geo.synthetic.naming import ADCODE
from rules.vocabulary import STEPS

ANSWERS = (
    "no_house",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
)
PHONE_DIGITS, ACCOUNT_DIGITS = 8, 13
SCATTER = 48_271  # coprime to powers of ten: no number comes twice


class Facts(NamedTuple):
    """Facts about families and houses; 1 yes, 0 no, -1 unknown.

    Attributes
    ----------
    no_house, disaster_rebuild_aid, housing_aid_before, good_samaritan : int8
    area_m2 : float64, ``NaN`` unknown
    meets_seismic_standard : int8
    retrofitted_on : datetime64[D], ``NaT`` where nothing is on record
    """

    no_house: np.ndarray
    disaster_rebuild_aid: np.ndarray
    housing_aid_before: np.ndarray
    good_samaritan: np.ndarray
    area_m2: np.ndarray
    meets_seismic_standard: np.ndarray
    retrofitted_on: np.ndarray


def make_facts(
    found: Dwellings, cases: Cases, until: date, rng: np.random.Generator
) -> Facts:
    """Say what the survey found out besides the houses."""
    made = raw.table("casework")["facts"]
    size = found.structure.size
    answers = {name: _answers(made, name, size, rng) for name in ANSWERS}
    for name in ANSWERS[:2]:  # whoever has a case has a house, and no other aid
        answers[name][cases.family] = 0
    retrofitted = _retrofitted(found, made, until, rng)
    answers["housing_aid_before"][~np.isnat(retrofitted)] = 1
    area = rng.triangular(*made["area_m2"], size).round()
    area[rng.random(size) < made["area_unknown"]] = np.nan
    known = rng.random(size) < made["standard_known"]
    sound = found.structure >= raw.table("mix")["case"]["sound_from_structure"]
    meets = np.where(known, sound, -1).astype(np.int8)
    meets[cases.family] = -1
    homeless = answers["no_house"] == 1
    area[homeless], meets[homeless] = np.nan, -1
    retrofitted[homeless] = np.datetime64("NaT")
    return Facts(**answers, area_m2=area, meets_seismic_standard=meets,
                 retrofitted_on=retrofitted)  # fmt: skip


def facts_now(facts: Facts, cases: Cases, new_area_m2: np.ndarray) -> Facts:
    """Say what is on record after the cases: appraisals, then accepted works."""
    now = Facts(*(column.copy() for column in facts))
    appraised = ~np.isnat(cases.days[:, STEPS.index("appraised")])
    seismic = appraised & (cases.task == 1)
    now.meets_seismic_standard[cases.family[seismic]] = 0
    done = accepted_on(cases)
    accepted = ~np.isnat(done)
    family = cases.family[accepted]
    now.retrofitted_on[family] = done[accepted]
    safe = (cases.rebuilt | cases.strengthened)[accepted]
    now.meets_seismic_standard[family] = np.where(safe, 1, -1)
    new = accepted & cases.rebuilt
    now.area_m2[cases.family[new]] = new_area_m2[new]
    return now


def new_areas_m2(
    cases: Cases, occupants: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw the floor area of each new home, ``NaN`` where none is built (rule M4)."""
    made = raw.table("casework")["cost"]
    small = occupants[cases.family] <= made["small_family_persons"]
    areas = [
        between(made[name], small.size, rng)
        for name in ("small_family_m2", "large_family_m2")
    ]
    return np.where(cases.rebuilt, np.where(small, *areas), np.nan)


def make_contacts(cases: Cases, count: int, rng: np.random.Generator) -> dict[str, Any]:
    """Make telephone numbers and accounts that nobody has, ``None`` where unknown."""
    made = raw.table("casework")["contacts"]
    scattered = np.arange(1, count + 1, dtype=np.int64) * SCATTER
    begins = {"phone": made["phone_prefix"], "account": ADCODE}
    widths = {"phone": PHONE_DIGITS, "account": ACCOUNT_DIGITS}
    written = {
        name: strings(
            constant(text, count), digits(scattered % 10 ** widths[name], widths[name])
        )
        for name, text in begins.items()
    }
    known = {name: rng.random(count) < made[f"{name}_known"] for name in written}
    known["account"][cases.family] = True
    return {name: text.where(known[name]) for name, text in written.items()}


def _answers(
    made: dict[str, Any], name: str, size: int, rng: np.random.Generator
) -> np.ndarray:
    yes, unknown = made[name], made[f"{name}_unknown"]
    rows = np.zeros(size, dtype=np.int8)
    return pick([[unknown, 1 - yes - unknown, yes]], rows, rng) - 1


def _retrofitted(
    found: Dwellings, made: dict[str, Any], until: date, rng: np.random.Generator
) -> np.ndarray:
    size = found.structure.size
    years = rng.uniform(*made["retrofitted_years_ago"], size)
    day = np.datetime64(until, "D") - (years * 365).astype(np.int64)
    year = day.astype("datetime64[Y]").astype(int) + 1970
    done = (rng.random(size) < made["retrofitted_before"]) & (found.year_built < year)
    return np.where(done, day, np.datetime64("NaT"))
