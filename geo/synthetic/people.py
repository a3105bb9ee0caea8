"""Names, birthdays and identity numbers of people who do not exist."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.synthetic import raw
from geo.synthetic.draws import constant, digits, strings, text_series, words
from geo.synthetic.families import RELATIONS, Members
from geo.synthetic.naming import ADCODE, ordinal_within

# GB 11643-1999: weights of the first 17 digits; the remainder chooses the last.
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)

DAYS_PER_YEAR = 365.2425
SEQUENCES = 499  # numbers for the men, or the women, born on one day
STRIDE = 137


def make_people(
    household_id: np.ndarray,
    members: Members,
    surname: np.ndarray,
    until: date,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Name the members of families and give each a number.

    Parameters
    ----------
    household_id : ndarray of uint8 (families, width)
        Characters of each household's number.
    surname : ndarray of int
        Surname of each family, a position in the list of surnames.

    Returns
    -------
    pandas.DataFrame
        ``person_id``, ``household_id``, ``name``, ``id_number``, ``birth_date``,
        ``sex``, ``relation``, ``disabled``, ``severely_ill``; by household, the
        head first.
    """
    household = household_id[members.family]
    within = ordinal_within(members.family)
    born = _birthdays(members.age, until, rng)
    return pd.DataFrame(
        {
            "person_id": strings(household, digits(within, 2)),
            "household_id": strings(household),
            "name": _names(members, surname, rng),
            "id_number": id_numbers(born, members.male),
            "birth_date": born.astype("datetime64[s]"),
            "sex": words(("女", "男"), members.male.astype(np.int8)),
            "relation": words(RELATIONS, members.relation),
            "disabled": members.disabled,
            "severely_ill": members.severely_ill,
        }
    )


def _birthdays(age: np.ndarray, until: date, rng: np.random.Generator) -> np.ndarray:
    days = (age + rng.random(age.size)) * DAYS_PER_YEAR
    return np.datetime64(until, "D") - days.astype(np.int64)


def id_numbers(born: np.ndarray, male: np.ndarray) -> pd.Series:
    """Make identity numbers of the county that does not exist.

    Parameters
    ----------
    born : ndarray of datetime64[D]
    male : ndarray of bool
        Men have odd sequence numbers.

    Returns
    -------
    pandas.Series of str
        18 characters, each number once, with the check character of GB 11643.
    """
    day = born.astype(np.int64)
    order = np.lexsort([male, day])
    within = np.empty(day.size, dtype=np.int64)
    within[order] = _runs(day[order] * 2 + male[order])
    scattered = (STRIDE * within + day) % SEQUENCES  # a prime: none comes twice
    sequence = 2 * scattered + np.where(male, 1, 2)
    body = np.hstack([constant(ADCODE, day.size), _ymd(born), digits(sequence, 3)])
    remainder = (body - ord("0")).astype(np.int64) @ WEIGHTS % len(CHECKS)
    return strings(body, CHECKS[remainder][:, None])


def _runs(ordered: np.ndarray) -> np.ndarray:
    """Count equal neighbours from 0."""
    number = np.arange(ordered.size)
    first = np.append(True, ordered[1:] != ordered[:-1])
    return number - np.maximum.accumulate(np.where(first, number, 0))


def _ymd(day: np.ndarray) -> np.ndarray:
    year = day.astype("datetime64[Y]")
    month = day.astype("datetime64[M]")
    number = (year.astype(int) + 1970) * 10_000
    number += ((month - year).astype(int) + 1) * 100
    return digits(number + (day - month).astype(int) + 1, 8)


def make_surnames(
    village: np.ndarray, village_names: list[str], rng: np.random.Generator
) -> np.ndarray:
    """Draw the surname of each family; villages have surnames of their own.

    Returns
    -------
    ndarray of int
        Positions in the list of surnames.
    """
    mix, listed = raw.table("mix")["people"], raw.table("names")["people"]["surnames"]
    shares = 1 / (np.arange(len(listed)) + mix["surname_flatness"])
    shares /= shares.sum()
    clans = rng.choice(len(listed), (len(village_names), 3), p=shares)
    for number, name in enumerate(village_names):
        if name[1] == "家" and name[0] in listed:
            clans[number] = listed.index(name[0])
    drawn = rng.choice(len(listed), village.size, p=shares)
    own = clans[village, rng.integers(0, 3, village.size)]
    return np.where(rng.random(village.size) < mix["clan"], own, drawn)


def _names(
    members: Members, surname: np.ndarray, rng: np.random.Generator
) -> pd.Series:
    listed = raw.table("names")["people"]
    male, size = members.male, members.family.size
    married_in = members.relation == RELATIONS.index("配偶")
    married_in |= (members.relation == RELATIONS.index("父母")) & ~male
    own = rng.integers(0, len(listed["surnames"]), size)
    family_name = np.where(married_in, own, surname[members.family])
    given = [*listed["male"], *listed["female"], ""]
    first, second = (_given(male, rng) for _ in range(2))
    two = rng.random(size) < raw.table("mix")["people"]["two_given_names"]
    second = np.where(two, second, given.index(""))
    parts = [_taken(listed["surnames"], family_name)]
    parts += [_taken(given, first), _taken(given, second)]
    nothing = pa.scalar("", pa.large_string())
    return text_series(pc.binary_join_element_wise(*parts, nothing))


def _given(male: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw positions in the list of men's names followed by women's."""
    men, women = (len(raw.table("names")["people"][sex]) for sex in ("male", "female"))
    drawn = rng.random(male.size) * np.where(male, men, women)
    return drawn.astype(np.int64) + np.where(male, 0, men)


def _taken(choices: list[str], codes: np.ndarray) -> pa.Array:
    return pa.array(choices, pa.large_string()).take(pa.array(codes))
