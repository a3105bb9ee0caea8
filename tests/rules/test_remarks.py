import pytest

from rules.remarks import Quantity, Remark

WORDS = {"{what}: {value}": "{what}：{value}", "need": "需求", "people": "人"}


def chinese(message):
    return WORDS.get(message, message)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (12.3456, "people", "12.3 人"),
        (1234.5, "people", "1,234 人"),
        (0.0456, "ratio", "4.56 %"),
        (1.0, "ratio", "100 %"),
        (0.08321, "", "0.0832"),
    ],
)
def test_a_quantity_is_said_with_its_unit(value, unit, said):
    assert Quantity(value, unit).said(chinese) == said


def test_a_remark_translates_its_words_and_its_units():
    values = {"what": "need", "value": Quantity(2.0, "people")}
    remark = Remark(message="{what}: {value}", values=values, words=("what",))
    assert remark.said(chinese) == "需求：2 人"
    assert str(remark) == remark.told("en") == "need: 2 people"
