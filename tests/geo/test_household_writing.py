"""How a cell may be written, and what it means."""

from datetime import date

import pandas as pd
import pytest

from tests.geo.ledgers import check
from tests.geo.sheets import sheet


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("grade", "c级", "C"),
        ("grade", "Ｄ", "D"),
        ("groups", "农村低保户；严重困难户", "低保户;严重困难户"),
        ("groups", "农村低收入人群;农村低保户", "低保户;农村低收入人群"),
        ("storeys", "２", 2),
        ("storeys", "2.0", 2),
        ("town_code", "990001101000", "990001101"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("structure", " 砖木 ", "砖木"),
        ("lon", "103", 103.0),
        ("no_house", "TRUE", True),
        ("no_house", " 是 ", True),
        ("good_samaritan", "１", True),
        ("meets_seismic_standard", "No", False),
        ("retrofitted_on", "2019/5/1", date(2019, 5, 1)),
        ("retrofitted_on", "2019年5月1日", date(2019, 5, 1)),
        ("retrofitted_on", "2019-05-01 00:00:00", date(2019, 5, 1)),
        ("area_m2", "５４", 54.0),
        ("area_m2", "54 m²", 54.0),
        ("area_m2", "1,054.5平方米", 1054.5),
        ("area_m2", "0.3亩", 200.0),
        ("grade", "丙级", "C"),
        ("grade", "危房D级", "D"),
        ("grade", "/", None),
        ("structure", "砖木结构", "砖木"),
        ("structure", "木结构（穿斗）", "穿斗木"),
        ("structure", "钢筋混凝土", "框架"),
        ("groups", "低保、边缘户", "边缘易致贫户;低保户"),
        ("groups", "一般户", None),
        ("storeys", "二层", 2),
        ("year_built", "1978年5月", 1978),
        ("year_built", "1978-05-01 00:00:00", 1978),
        ("year_built", "31048", 1985),
        ("occupants", "3人", 3),
        ("no_house", "√", True),
        ("other_safe_home", "无", False),
        ("meets_seismic_standard", "未达标", False),
        ("retrofitted_on", "43586", date(2019, 5, 1)),
        ("retrofitted_on", "20190501", date(2019, 5, 1)),
        ("retrofitted_on", "2019-05-01 08:30:00", date(2019, 5, 1)),
        ("id_number", "110105 19491231 002×", "11010519491231002X"),
        ("id_number", "'１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("id_number", "110105491231002", "11010519491231002X"),
        ("village_code", "990001101001.0", "990001101001"),
    ],
)
def test_small_differences_of_writing_do_not_matter(name, written, meant):
    row = {"household_id": "H1", "village_code": "990001101001"} | {name: written}
    row |= {"lat": "31.25"} if name == "lon" else {}
    found = check(sheet([*row], [*row.values()]), places=None)
    (value,) = found.table[name].tolist()
    assert found.rejects == []
    assert value == meant or (meant is None and pd.isna(value))
