import pytest

from geo.imputation import impute
from geo.retrofit import applicable, by_likely_structure, effect
from rules.errors import SchemaError
from rules.parameters import load_parameters
from rules.vocabulary import RETROFITS, STRUCTURES
from tests.geo.worlds import county


def becomes(measure):
    codes = effect(measure).becomes
    return {STRUCTURES[i]: STRUCTURES[code] for i, code in enumerate(codes)}


def test_high_ductility_concrete_moves_a_house_one_class_and_never_two():
    assert becomes("hdc") == {
        "土坯": "砖木",
        "夯土": "砖木",
        "砖木": "砖混",
        "石木": "砖木",
        "砖混": "砖混圈梁构造柱",
        "砖混圈梁构造柱": "砖混圈梁构造柱",
        "穿斗木": "穿斗木",
        "框架": "框架",
    }


def test_a_plain_repair_leaves_the_class():
    assert becomes("strengthen") == {word: word for word in STRUCTURES}


@pytest.mark.parametrize("measure", ["rebuild", "relocate"])
def test_a_new_house_is_of_confined_brick(measure):
    assert set(becomes(measure).values()) == {"砖混圈梁构造柱"}


def test_no_measure_lifts_by_more_than_one_class():
    for measure in ("strengthen", "hdc"):
        assert load_parameters("retrofit")[measure]["classes_up"] <= 1


def test_a_measure_fits_by_structure():
    every = county(structure=STRUCTURES)
    fits = applicable(every, "hdc")
    unfit = {word for word, fit in zip(STRUCTURES, fits, strict=True) if not fit}
    assert unfit == {"砖混圈梁构造柱", "穿斗木", "框架"}
    for measure in ("strengthen", "rebuild", "relocate"):
        assert applicable(every, measure).all()


def test_an_unknown_structure_is_judged_by_the_likely_one_and_flagged():
    timber = county(structure=["穿斗木"] * 200 + [None], village=[0] * 201)
    assert not applicable(timber, "hdc")[-1]
    adobe = county(structure=["土坯"] * 200 + [None], village=[0] * 201)
    assert applicable(adobe, "hdc")[-1]
    assert by_likely_structure(adobe).tolist() == [False] * 200 + [True]


def test_a_household_taken_alone_is_judged_by_the_mix_of_the_county():
    timber = county(structure=["穿斗木"] * 200 + [None], village=[0] * 201)
    alone = timber.take(timber.structure == -1)
    likely = impute(timber)
    one = type(likely)(
        shares=likely.shares, likely=likely.likely[-1:], confidence=likely.confidence
    )
    assert not applicable(alone, "hdc", one)[0]
    assert applicable(alone, "hdc")[0]  # the country knows more adobe


def test_where_there_is_no_house_there_is_nothing_to_do():
    homeless = county(structure=["土坯", "土坯"], no_house=[1, 0])
    for measure in RETROFITS:
        assert applicable(homeless, measure).tolist() == [False, True]


def test_an_unknown_measure_is_refused():
    with pytest.raises(SchemaError, match="no measure 'paint'; there are: strengthen"):
        effect("paint")
