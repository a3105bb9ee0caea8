import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.identity import CHECK_CHARACTERS, WEIGHTS, check_digit, is_valid

seventeen = st.text("0123456789", min_size=17, max_size=17)


def test_the_weights_are_powers_of_two_modulo_eleven():
    assert tuple(2**place % 11 for place in range(17, 0, -1)) == WEIGHTS


@given(seventeen)
def test_a_number_with_its_check_digit_is_valid_and_with_any_other_is_not(first17):
    right = check_digit(first17)
    valid = [last for last in CHECK_CHARACTERS if is_valid(first17 + last)]
    assert valid == [right]


@given(seventeen, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first17, place, change):
    wrong = str((int(first17[place]) + change) % 10)
    changed = first17[:place] + wrong + first17[place + 1 :]
    assert not is_valid(changed + check_digit(first17))


@given(seventeen, st.integers(0, 15))
def test_two_neighbours_in_the_wrong_order_are_always_found(first17, place):
    one, two = first17[place : place + 2]
    changed = first17[:place] + two + one + first17[place + 2 :]
    assert is_valid(changed + check_digit(first17)) == (one == two)


@pytest.mark.parametrize("text", ["", "1234", "１" * 17, "1234567890123456x"])
def test_what_is_not_17_digits_has_no_check_digit(text):
    with pytest.raises(ValueError, match="17 digits"):
        check_digit(text)
    assert not is_valid(text)
