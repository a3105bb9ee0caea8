"""Households, families and lists."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.synthetic.people import id_numbers
from rules.vocabulary import GRADES, HOUSEHOLD_COLUMNS, REPORT_GROUPS, STRUCTURES


def has_valid_check(number):
    weights = [2 ** (17 - place) % 11 for place in range(17)]  # GB 11643-1999
    total = sum(w * int(digit) for w, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] == number[17]


def test_the_check_is_the_one_of_the_standard():
    assert has_valid_check("11010519491231002X")  # the standard's own example
    assert not has_valid_check("110105194912310021")


def test_every_identity_number_is_valid_and_nobody_elses(county):
    numbers = county.people["id_number"]
    assert numbers.is_unique and numbers.str.fullmatch(r"990001\d{11}[\dX]").all()
    assert all(has_valid_check(number) for number in numbers)
    assert (
        county.people["birth_date"].dt.strftime("%Y%m%d") == numbers.str[6:14]
    ).all()
    odd = numbers.str[16].astype(int) % 2 == 1
    assert (odd == (county.people["sex"] == "男")).all()


@given(st.lists(st.booleans(), min_size=1, max_size=900))
def test_people_born_on_one_day_have_different_numbers(male):
    born = np.full(len(male), np.datetime64("1999-12-31"))
    numbers = id_numbers(born, np.array(male))
    if max(sum(male), len(male) - sum(male)) <= 499:
        assert numbers.is_unique


def test_households_have_the_columns_of_the_contract(county):
    assert tuple(county.households) == HOUSEHOLD_COLUMNS
    assert len(county.households) == 2500
    assert county.households["household_id"].is_unique


def test_heads_and_numbers_agree_with_the_people(county):
    heads = county.people[county.people["relation"] == "户主"].set_index("household_id")
    homes = county.households.set_index("household_id")
    assert (heads["name"] == homes["head_name"]).all()
    assert (heads["id_number"] == homes["id_number"]).all()
    size = county.people.groupby("household_id").size()
    assert (size == homes["occupants"]).all()
    assert homes["dependents"].between(0, homes["occupants"]).all()
    assert homes["dependents"].mean() == pytest.approx(1.1, abs=0.3)


@pytest.mark.parametrize(
    ("column", "share"),
    [("lon", 0.01), ("structure", 0.04), ("grade", 0.11), ("year_built", 0.07)],
)
def test_surveys_leave_gaps(county, column, share):
    homes = county.households
    surveyed = homes.loc[~homes["household_id"].isin(county.cases["household_id"])]
    assert surveyed[column].isna().mean() == pytest.approx(share, abs=0.02)


def test_words_are_those_of_the_vocabulary(county):
    assert set(county.households["structure"].dropna()) == set(STRUCTURES)
    assert set(county.households["grade"].dropna()) == set(GRADES)
    assert set(county.memberships["group"]) == set(REPORT_GROUPS)


def test_earth_houses_are_the_unsound_ones(county):
    homes = county.households.dropna(subset=["structure", "grade"])
    unsound = homes["grade"].isin(["C", "D"]).groupby(homes["structure"]).mean()
    assert unsound["土坯"] > 0.2 > unsound["砖混"]


def test_nobody_builds_in_the_future(county):
    assert county.households["year_built"].max() <= county.until.year
    assert (county.people["birth_date"].dt.date <= county.until).all()


def test_about_a_tenth_of_the_families_is_on_a_list_and_some_on_several(county):
    groups = county.households["groups"]
    assert 0.08 < (groups != "").mean() < 0.14
    assert groups.str.contains(";").any()
    listed = county.memberships.groupby("household_id", sort=False)["group"].agg(
        ";".join
    )
    homes = county.households.set_index("household_id")["groups"]
    assert (homes[homes != ""] == listed).all()


def test_the_departments_certify_their_own_groups(county):
    rows = county.memberships.dropna(subset=["certified_by"])
    offices = rows.groupby("group")["certified_by"].agg(lambda office: set(office))
    civil_affairs = ["低保户", "分散供养特困人员", "低保边缘家庭"]
    assert all(offices[group] == {"民政"} for group in civil_affairs)
    assert offices["脱贫享受政策户"] == {"乡村振兴"}
    assert "其他脱贫户" not in offices
    others = county.memberships[county.memberships["group"] != "其他脱贫户"]
    assert 0.01 < others["certified_by"].isna().mean() < 0.12


def test_a_certificate_has_a_day_and_no_certificate_has_none(county):
    memberships = county.memberships
    assert (
        memberships["certified_by"].isna() == memberships["certified_on"].isna()
    ).all()
