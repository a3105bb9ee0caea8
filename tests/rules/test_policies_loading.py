"""What a policy file may not hold."""

import pytest

from rules.errors import PolicyError
from tests.rules.policy_texts import (
    AT_7,
    CLOCK,
    ENDED,
    FOUND,
    GUARD,
    RULE,
    STEP,
    alone,
    heading,
    load,
)


def test_a_new_county_is_one_new_file(tmp_path):
    county = load(tmp_path, AT_7)
    assert county.name == "x"
    assert [rule.id for rule in county.rules][-1] == "r"
    assert [group.id for group in county.groups][:2] == [
        "脱贫享受政策户",
        "脱贫不稳定户",
    ]
    assert county.cases == ()
    assert county.document_of("rule", "r") == "document 990009"
    assert county.document_of("step", "found") == "淄建发〔2022〕48号"


def test_a_file_alone_is_a_policy_too(tmp_path):
    county = alone(tmp_path, AT_7 + FOUND + ENDED)
    assert county.tasks == ("seismic_retrofit",)
    assert [step.id for step in county.steps] == ["found", "struck_off"]
    assert county.options == ()


def test_steps_stand_in_their_order_whatever_the_file(tmp_path):
    county = alone(tmp_path, ENDED + FOUND)
    assert [step.id for step in county.steps] == ["found", "struck_off"]


REFUSED_HEADS = [
    ("this is not toml", "990009.toml is not a policy file"),
    ("[[dance]]\nid = 'x'", r"unknown \['dance'\]"),
    ("[step]\nid = 'x'", r"step is not a list of tables \[\[step\]\]"),
    ("closed = ['dance']", "closed: unknown table"),
    ("closed = 'group'", "closed is not a list of words"),
]


@pytest.mark.parametrize(("text", "complaint"), REFUSED_HEADS)
def test_a_file_that_is_no_policy_file_is_refused(tmp_path, text, complaint):
    with pytest.raises(PolicyError, match=complaint):
        load(tmp_path, text)


def test_headings_and_name_must_agree(tmp_path):
    with pytest.raises(PolicyError, match="adcode 990007 is not its name"):
        load(tmp_path, "", builds_on=["990008"], **{"990008": heading("990007")})
    with pytest.raises(PolicyError, match=r"990008.toml .* no measure"):
        text = 'adcode = "990008"\nname = "x"\n'
        load(tmp_path, "", builds_on=["990008"], **{"990008": text})


REFUSED = [
    (RULE, "rule 'r': asks nothing: no column"),
    (RULE + 'column = "grade"', "rule 'r': give a column and one of"),
    (RULE + 'colunm = "grade"\none_of = ["D"]', "rule 'r': unknown.*colunm"),
    (AT_7 + "at_most = 9", "rule 'r': give a column and one of"),
    (AT_7 + "typo = 1", "rule 'r': unknown.*typo"),
    (AT_7 + "until = 2023-01-01", "rule 'r': since 2024-01-01 is after until"),
    (AT_7 + "until = 2024-01-01", "rule 'r': since 2024-01-01 is after until"),
    (AT_7 + 'basis = "rumour"', "rule 'r': basis: unknown 'rumour'"),
    (AT_7 + AT_7, "rule 'r': stands twice"),
    (AT_7.replace("2024-01-01", '"2024"'), "rule 'r': since = '2024' is not a date"),
    (AT_7.replace("seismic_retrofit", "dance"), "rule 'r': task: unknown.*dance"),
    (AT_7.replace("= 7", '= "7"'), "rule 'r': design_intensity_degree = '7' is not"),
    (
        AT_7.replace("at_least = 7", "one_of = [7]"),
        "design_intensity_degree is not asked",
    ),
    (RULE + 'column = "weather"\none_of = [1]', "rule 'r': unknown column 'weather'"),
    (RULE + 'column = "grade"\nat_least = "C"', "rule 'r': grade is not asked"),
    (RULE + 'column = "grade"\none_of = ["E"]', "rule 'r': grade: unknown 'E'"),
    (RULE + 'column = "grade"\none_of = []', "rule 'r': one_of is not a list"),
    (RULE + 'column = "no_house"\none_of = [1]', "rule 'r': no_house: unknown 1"),
    (RULE + 'column = "易返贫致贫户"\none_of = [true]', "rule 'r': 易返贫致贫户 is no"),
    (RULE + "any_of = []", "rule 'r': asks nothing|any_of is not"),
    (RULE + 'any_of = [1]\ncolumn = "grade"', "rule 'r': any_of stands alone"),
    (RULE + "any_of = [1]", "rule 'r': give a column"),
    ('[[rule]]\ntask = "x"', "rule 'None': no id"),
    ('[[group]]\nid = "谁"\ncertified_by = []\nclause = "1"', "'谁'"),
    ('[[fact]]\nid = "weather"\nsupplied_by = []\nclause = "1"', "fact 'weather': id"),
    ('[[reappraisal]]\nid = "a"\ngroups = ["谁"]\nclause = "1"', "groups: unknown"),
    (STEP.format(id="dance", milestone="found"), "step 'dance': id: unknown"),
    (STEP.format(id="town_acceptance", milestone="x"), "milestone: unknown"),
    (STEP.format(id="town_acceptance", milestone="found"), "falls back to found"),
    (STEP.format(id="town_acceptance", milestone="found")[:-13], "no clause"),
    (GUARD + 'step = "dance"\nneeds = "way"', "guard 'g': step: unknown"),
    (GUARD + 'step = "paid"\nneeds = "luck"', "guard 'g': needs: unknown"),
    (GUARD + 'step = "paid"\nneeds = "way"\nways = ["x"]', "guard 'g': ways"),
    (GUARD + 'step = "paid"\nneeds = "way"\ntasks = ["x"]', "guard 'g': tasks"),
    (GUARD + 'step = "paid"\nneeds = "passed"', "passed asks of another step"),
    (GUARD + 'step = "paid"\nneeds = "way"\nof = "found"', "way does not ask"),
    (GUARD + 'step = "paid"\nneeds = "passed"\nof = "found"', "found is no acceptance"),
    (GUARD + 'step = "paid"\nneeds = "publicity"\nof = "found"', "posted nowhere"),
    (
        GUARD + 'step = "found"\nneeds = "publicity"\nof = "town_review"',
        "found does not follow town_review",
    ),
    (CLOCK + 'start = "found"\nend = "dance"\ndays = 1', "clock 'c': end: unknown"),
    (CLOCK + 'start = "paid"\nend = "found"\ndays = 1', "found does not follow paid"),
    (CLOCK + 'start = "found"\nend = "paid"\ndays = -1', "days = -1 is not within"),
    (CLOCK + 'start = "found"\nend = "paid"\ndays = 1.5', "1.5 is not a whole number"),
    (CLOCK + 'start = "found"\nend = "paid"\ndays = true', "True is not a whole"),
    (
        '[[publicity]]\nid = "p"\nstep = "dance"\nplace = "town"\nclause = "1"',
        "publicity 'p': step: unknown",
    ),
    (
        '[[publicity]]\nid = "p"\nstep = "paid"\nplace = "moon"\nclause = "1"',
        "publicity 'p': place: unknown",
    ),
    (
        '[[publicity]]\nid = "p"\nstep = "paid"\nplace = "town"\nclause = "1"\n'
        "days = 0",
        "days = 0 is not within 1 to",
    ),
    (
        '[[subsidy]]\nid = "s"\ntask = "seismic_retrofit"\nways = ["修缮加固"]\n'
        'at_least_cny = -1\nclause = "1"',
        "subsidy 's': at_least_cny = -1 is not within",
    ),
    ('[[paying]]\nid = "p"\npayee = "friend"\nclause = "1"', "paying 'p': payee"),
    (
        '[[paying]]\nid = "p"\npayee = "town"\nclause = "1"\nbuilders = ["me"]',
        "paying 'p': builders: unknown",
    ),
    (
        '[[paying]]\nid = "p"\npayee = "town"\nclause = "1"\nadvance_ratio = 1.5',
        "advance_ratio = 1.5 is not within 0 to 1",
    ),
    (
        '[[area]]\nid = "a"\nclause = "1"\npersons_from = 4\npersons_to = 3',
        "area 'a': persons_from 4 is after persons_to 3",
    ),
    (
        '[[area]]\nid = "a"\nclause = "1"\nat_least_m2 = 60\nat_most_m2 = 40',
        "area 'a': at_least_m2 60 is after at_most_m2 40",
    ),
    (
        '[[document]]\nid = "d"\nname = "x"\nclause = "1"\nfrom_step = "dance"',
        "document 'd': from_step: unknown",
    ),
    ('[[report]]\nid = "m"\nname = "x"\nclause = "1"\nday = 32', "day = 32 is not"),
    ('[[stage]]\nid = "s"\nname = "x"\nclause = "1"\nuntil = 3', "3 is not a date"),
    ('[[option]]\nid = "x"\nvalue = 1\noptions = [1]\nsays = "?"', "option 'x': id"),
    (
        '[[option]]\nid = "two_cases"\nvalue = "x"',
        "option 'two_cases': value: 'x' is none of",
    ),
    ('[[option]]\nid = "slow_town"\nvalue = "limit"', "no limit_ratio"),
    (
        '[[case]]\nsays = "s"\ntask = "seismic_retrofit"\non = 2024-01-01\n'
        'household = { weather = "fine" }',
        "case 's': unknown column 'weather'",
    ),
    (
        '[[case]]\nsays = "s"\ntask = "seismic_retrofit"\non = 2024-01-01\n'
        'household = { grade = "E" }',
        "case 's': grade: unknown 'E'",
    ),
    ('[[case]]\nsays = "s"\ntask = "x"\non = 2024-01-01\nhousehold = {}', "task: unk"),
    ('[[case]]\nsays = "s"\ntask = "seismic_retrofit"', "case 's': no on"),
]


@pytest.mark.parametrize(("text", "complaint"), REFUSED)
def test_an_entry_that_makes_no_sense_is_refused_by_name(tmp_path, text, complaint):
    with pytest.raises(PolicyError, match=complaint) as refused:
        load(tmp_path, text)
    assert "990009.toml" in str(refused.value)
