"""Rule A2: what is shown of personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import schema
from ledger.masking import (
    masked,
    masked_account,
    masked_id,
    masked_name,
    masked_phone,
    masked_text,
)
from ledger.versions import personal_columns

TABLES = schema.place.metadata.tables.values()
PERSONAL = sorted({name for table in TABLES for name in personal_columns(table)})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳修", "欧阳*"),
        ("司马相如", "司马*"),
        ("欧阳", "欧*"),  # a family name of one character and a given name
        ("买买提·吐尔逊", "买*"),
        ("John Smith", "J*"),
        ("𠮷野家", "𠮷*"),
        (" 张 三 ", "张*"),
        ("张", "*"),
        ("", "*"),
    ],
)
def test_of_a_name_the_family_name_is_shown(name, shown):
    """Rule A2."""
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "inside", "outside"),
    [
        ("11010519491231002X", "110105********002X", "1****************X"),
        ("110105194912310021", "110105********0021", "1****************1"),
        ("110105491231002", "110105******002", "1*************2"),
        ("1101051949123100", "*" * 16, "*" * 16),  # neither form: nothing is shown
        ("E12345678", "*" * 9, "*" * 9),
        ("1", "*", "*"),
        ("", "*", "*"),
    ],
)
def test_of_an_identity_number_the_ends_are_shown(number, inside, outside):
    """Rule A2."""
    assert masked_id(number) == inside
    assert masked_id(number, outside=True) == outside


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13912345678", "139****5678"),
        ("+8613912345678", "+86*******5678"),
        ("0357-7522345", "035*****2345"),
        ("7522345", "*******"),
    ],
)
def test_of_a_telephone_the_middle_is_hidden(phone, shown):
    """Rule A2."""
    assert masked_phone(phone) == shown


def test_of_an_account_the_last_four_are_shown():
    """Rule A2."""
    assert masked_account("6217000010001234567") == "*" * 15 + "4567"
    assert masked_account("62170000100") == "*" * 11


def test_the_owners_words_are_hidden_whole():
    """Rules W10, A2: not even how long they are."""
    assert masked("heard", "the roof leaks") == masked("heard", "no") == "***"


def test_a_column_without_a_mask_of_its_own_is_hidden():
    assert masked("added_later", "secret") == "***"
    assert masked("disabled", True) == masked("disabled", False) == "***"


@pytest.mark.parametrize("column", [*PERSONAL, "added_later"])
def test_unknown_stays_unknown(column):
    assert masked(column, None) is None


@pytest.mark.parametrize("column", PERSONAL)
@pytest.mark.parametrize("outside", [True, False])
def test_no_mask_shows_the_whole_of_anything(column, outside):
    """Rule A2: however short or odd the value is."""

    @given(st.text(min_size=1).filter(lambda text: text.strip("*").strip()))
    def tried(value):
        shown = masked(column, value, outside=outside)
        assert "*" in shown
        assert value not in shown

    tried()


@given(st.from_regex(r"[0-9]{17}[0-9X]|[0-9]{15}", fullmatch=True))
def test_the_day_of_birth_is_never_shown(number):
    """Rule A2."""
    assert masked_id(number)[6:12] == "*" * 6
    assert masked_id(number, outside=True)[1:-1] == "*" * (len(number) - 2)


def test_long_numbers_in_a_note_are_masked_and_codes_are_not():
    """Rule A2."""
    note = "990001100200: 张三 11010519491231002X, 6217000010001234567, 13912345678"
    assert masked_text(note) == (
        "990001100200: 张三 1****************X, ***************4567, 139****5678"
    )
