"""What a meeting is shown: published classes, kept apart from what is not told."""

from datetime import date
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from desk import briefing_charts, briefing_maps
from desk.agenda_table import agenda_of, agenda_table, offered
from desk.agendas import may_keep
from desk.briefing_charts import ranking_table
from desk.briefing_ground import ground_of
from desk.briefing_maps import Meeting, classes_of, compare_of, map_of
from desk.briefing_paper import briefing_paper
from desk.progress_measures import PROGRESS_MEASURES
from ledger.roles import Acting, Role
from reports.briefing import NO_DATA, SMALL, WITHHELD
from rules.agenda import AgendaView, usual_agenda
from rules.errors import FileError, PlanningError

EARLY, ON = date(2026, 9, 30), date(2026, 10, 31)
TOWNS = {"990001100": "柳沟镇", "990001101": "石桥镇", "990001102": "上庄乡"}
PLACES = {"990001": "安房县", **TOWNS, "990001100200": "甲村", "990001100201": "乙村"}
DONE = AgendaView(kind="map", measure="completed_ratio")


def boxes(codes):
    return [
        shapely.box(104 + at / 10, 31, 104.1 + at / 10, 31.1) for at in range(codes)
    ]


def outlines(codes):
    shapes = boxes(len(codes))
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4490")


class Shelf:
    """Three towns whose numbers are written here."""

    county_name = "安房县"

    def __init__(self, rates):
        self.rates = rates
        self.drawn = {
            "town_boundary": outlines(list(TOWNS)),
            "village_boundary": outlines(["990001100200", "990001100201"]),
        }

    def places(self):
        return PLACES

    def vector(self, kind):
        return self.drawn.get(kind)

    def published(self, day):
        return SimpleNamespace(
            rate=lambda level, measure: self.rates[day],
            table=lambda level: pd.DataFrame({"waiting_low": [5.0, 0.0]}, [*TOWNS][:2]),
        )


def rates(**states):
    """Rates of the three towns: value and state of each."""
    codes = [*TOWNS]
    values, words = zip(*(states[code] for code in ("a", "b", "c")), strict=True)
    shown = [f"≈ {100 * v:.0f} %" if v == v else "<5" for v in values]
    told = {"value": values, "state": words, "shown": shown}
    told |= {"numerator_shown": ["10"] * 3, "denominator_shown": ["20"] * 3}
    told |= {"least": np.array(values) - 0.01, "most": np.array(values) + 0.01}
    return pd.DataFrame(told, index=codes)


@pytest.fixture
def meeting(monkeypatch):
    said = SimpleNamespace(said=lambda say: "甲。")
    monkeypatch.setattr(briefing_maps, "sentence", lambda told, measure, town: said)
    monkeypatch.setattr(briefing_maps, "figures", lambda shelf, day, exact: exact)
    early = rates(a=(0.2, "known"), b=(0.5, "shrunk"), c=(np.nan, "small"))
    now = rates(a=(0.4, "known"), b=(np.nan, "withheld"), c=(np.nan, "none"))
    return Meeting(Shelf({EARLY: early, ON: now}), [EARLY, ON], str)


def test_a_number_on_a_limit_is_in_the_class_above_it(meeting):
    frames = map_of(meeting, DONE).frames
    assert [f.areas["990001100"].sign for f in frames] == ["k1", "k2"]


def test_a_range_that_reaches_into_another_class_has_an_uncertain_colour(meeting):
    frames = map_of(meeting, DONE).frames
    assert [f.areas["990001100"].unsure for f in frames] == [True, True]
    assert not frames[0].areas["990001101"].unsure
    assert not frames[0].areas["990001102"].unsure


def test_few_hidden_and_missing_are_told_apart(meeting):
    early, now = map_of(meeting, DONE).frames
    assert early.areas["990001101"].shrunk
    assert early.areas["990001102"].sign == SMALL
    assert now.areas["990001101"].sign == WITHHELD
    assert now.areas["990001102"].sign == NO_DATA
    assert np.isnan(now.areas["990001101"].value)


def test_a_town_that_is_not_told_of_has_no_data(meeting):
    meeting.shelf.rates[ON] = meeting.shelf.rates[ON].drop("990001101")
    area = map_of(meeting, DONE).frames[-1].areas["990001101"]
    assert (area.sign, area.shown) == (NO_DATA, "–")


def test_only_what_both_days_show_is_told_as_a_change(meeting):
    view = compare_of(meeting, AgendaView(kind="compare", measure="found", months=12))
    assert [view.before.frames[0].day, view.now.frames[0].day] == [EARLY, ON]
    assert view.changes == ["柳沟镇: ≈ 20 % → ≈ 40 %"]
    assert view.head == "Towns that changed most between the two days"
    assert view.says == ""


@pytest.mark.parametrize(
    ("early", "late", "town", "says"),
    [
        ("small", "withheld", "", "The counts of every town are too small"),
        ("small", "none", "990001100", "The counts of every village are too small"),
        ("small", "known", "", "No number is published of both days"),
        ("none", "none", "", "No number is published of both days"),
        ("known", "known", "", "No published number changed between the two days"),
    ],
)
def test_two_maps_without_a_change_say_why(meeting, early, late, town, says):
    codes = [*PLACES][4:] if town else [*TOWNS]
    for day, state in ((EARLY, early), (ON, late)):
        value = 0.4 if state == "known" else np.nan
        told = rates(**dict.fromkeys("abc", (value, state)))[: len(codes)]
        meeting.shelf.rates[day] = told.set_axis(codes)
    asked = AgendaView(kind="compare", measure="found", months=12, town=town)
    view = compare_of(meeting, asked)
    assert not view.changes
    assert view.says.startswith(says)


def test_the_worst_of_overdue_is_the_highest_of_completed_the_lowest(meeting):
    overdue = AgendaView(kind="map", measure="overdue_ratio")
    assert map_of(meeting, overdue).worst_high
    assert not map_of(meeting, DONE).worst_high


def test_classes_print_their_limits_and_unit():
    labels = [p.label for p in classes_of(PROGRESS_MEASURES["completed_ratio"], str)]
    assert labels[:2] == ["< 20 %", "20 – 40 %"]
    assert len(set(labels)) == 8


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (AgendaView(kind="map", measure="names"), "no measure 'names'"),
        (AgendaView(kind="map", measure="found", town="110101001"), "no place in"),
    ],
)
def test_what_there_is_not_is_refused(meeting, view, says):
    with pytest.raises(PlanningError, match=says):
        map_of(meeting, view)


def test_a_meeting_is_a_page_or_one_sheet():
    with pytest.raises(FileError, match=r"\.html or \.pdf"):
        briefing_paper(None, usual_agenda(), ON, ".docx")


def test_outlines_lie_on_a_sheet_of_one_width_north_up():
    ground = ground_of(Shelf({}))
    assert ground.wide == 1000
    assert ground.high == pytest.approx(394, abs=8)  # 0.1 degrees by 0.3, near 31 N
    assert ground.unit_m == pytest.approx(28.9, abs=0.2)
    first, last = ground.areas[0].at, ground.areas[-1].at
    assert first[0] < last[0]
    assert [area.name for area in ground.areas] == list(TOWNS.values())
    south = Shelf({})
    south.drawn["town_boundary"].geometry = [
        shapely.box(104, 31 + at, 104.1, 31.9 + at) for at in range(3)
    ]
    assert ground_of(south).areas[0].at[1] > ground_of(south).areas[2].at[1]


def test_edges_of_neighbours_stay_one_line_when_points_are_left_out():
    wavy = [(1 + 0.004 * np.sin(at), at / 500) for at in range(501)]
    left = shapely.Polygon([(0, 0), *wavy, (0, 1)])
    right = shapely.Polygon([(2, 0), *wavy, (2, 1)])
    shelf = Shelf({})
    moved = [
        shapely.transform(s, lambda at: at / 10 + [104, 31]) for s in (left, right)
    ]
    shelf.drawn["town_boundary"] = gpd.GeoDataFrame(
        {"code": list(TOWNS)[:2]}, geometry=moved, crs="EPSG:4490"
    )
    one, other = (set(area.path[1:-1].split("L")) for area in ground_of(shelf).areas)
    shared = one & other
    assert 3 < len(shared) < 400
    assert len(one) == len(shared) + 2


def test_without_outlines_there_is_no_ground():
    shelf = Shelf({})
    shelf.drawn = {}
    assert ground_of(shelf) is None
    assert ground_of(Shelf({}), "110101001") is None


def test_an_agenda_filled_in_as_it_stood_is_the_same_agenda():
    agenda = usual_agenda()
    table = agenda_table(agenda, TOWNS, str)
    assert agenda_of(table, agenda, TOWNS, str) == agenda


def test_a_row_may_be_moved_pointed_at_a_town_or_left_empty():
    table = agenda_table(usual_agenda(), TOWNS, str)
    table.loc[3, "Town"] = offered(TOWNS, str)["Town"][0]
    table.loc[3, "Place in order"] = 0
    table.loc[0, "View"] = None
    views = agenda_of(table, usual_agenda(), TOWNS, str).views
    assert views[0] == AgendaView(kind="map", measure="overdue_ratio", town="990001100")
    assert "cover" not in [view.kind for view in views]


def test_towns_stand_in_the_order_of_the_ranking_with_published_shares(
    meeting, monkeypatch
):
    order = pd.DataFrame(
        {"name": ["石桥镇", "上庄乡", "柳沟镇"], "rank": [1, 2, 3]}
        | {"slow": [False, False, True]},
        index=["990001101", "990001102", "990001100"],
    )
    monkeypatch.setattr(briefing_charts, "ranking", lambda shelf, on: order)
    table = ranking_table(meeting)
    assert [row[:3] for row in table.rows] == [
        ("1", "石桥镇", ""),
        ("2", "上庄乡", ""),
        ("3", "柳沟镇", "Slow"),
    ]
    assert [row[3] for row in table.rows] == ["<5", "<5", "≈ 40 %"]
    assert [row[4] for row in table.rows] == ["<5", "—", "≥ 5"]
    assert table.marked == {2: "Slow"}
    assert table.says.startswith("Slow: 柳沟镇. 1 is best. Slow looks at a town's own")
    assert "the completed share counts too, at 50 %" in table.says


def test_only_who_can_keep_an_agenda_is_given_the_editor():
    assert may_keep(Acting("县", Role.LEADER))
    assert not may_keep(Acting("县", Role.LEADER, area="9"))
    assert not may_keep(Acting("镇", Role.FINANCE))
