"""In which village a household lives: by its code, or by what it is called."""

import pytest

from geo.known_places import KnownPlaces
from tests.geo.ledgers import PLACES, plain, told

NAMES = ["户编号", "村代码", "村名", "乡镇"]


@pytest.mark.parametrize(
    ("line", "reason", "suggestion"),
    [
        (["990001100999", "", ""], "is no village on the register", ""),
        (["990001900200", "柳沟", ""], "is no village on the register", "990001100200"),
        (["", "河村", ""], "no village on the register is called 河村", ""),
        (["", "新桥", ""], "several villages are called 新桥; give the code", ""),
        (["", "新桥", "青山镇"], "several villages are called 新桥; give the code", ""),
        (["99000110020", "柳沟", ""], "needs 12 digits", "990001100200"),
        (["", "", ""], "needs 12 digits", ""),
        (
            ["990001100200", "新桥村", "青石镇"],
            "is 柳沟村 on the register, not 新桥村",
            "990001101200",
        ),
        (["990001777001", "", ""], "was abolished, and no code took its place", ""),
    ],
)
def test_a_village_that_cannot_be_is_refused_with_the_likely_one(
    line, reason, suggestion
):
    found = plain(NAMES, ["H1", *line])
    (reject,) = found.rejects
    assert reject.field == "village_code" and reject.reason.startswith(reason)
    assert reject.suggestion == suggestion and len(found.table) == 0


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (["990001100200", "柳沟村", "安河镇"], None),
        (["990001100200", "某村", ""], None),
        (["990001109200", "", ""], "was recoded; the new code was taken"),
        (["", "柳沟", "安河"], "its village was found by name: 990001100200"),
    ],
)
def test_a_village_is_found_by_old_code_or_name_with_a_note(line, note):
    found = plain(NAMES, ["H1", *line])
    assert found.table["village_code"].tolist() == ["990001100200"]
    assert [n.reason for n in found.notes] == ([note] if note else [])


def test_without_a_whole_register_any_code_of_a_village_will_do():
    line = ["H1", "990001900200", "", ""]
    for places in (None, KnownPlaces(PLACES.names)):
        assert len(plain(NAMES, line, places=places).table) == 1


def test_the_town_may_be_the_one_before_the_change():
    names = ["户编号", "村代码", "乡镇代码"]
    found = plain(names, ["H1", "990001109200", "990001109"])
    assert found.table["town_code"].tolist() == ["990001100"]
    found = plain(names, ["H1", "990001100200", "990001101"])
    assert told(found.rejects)[0][4] == "990001100"
