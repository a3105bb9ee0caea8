"""Published numbers: true, in classes, and nothing small behind them (rule A1)."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from desk.current import current_shelf, publish_ahead
from desk.map_paper import map_paper, map_sheet
from desk.progress_book import progress_book
from desk.progress_measures import PROGRESS_MEASURES
from desk.published import COUNTED, PUBLISHED, month_ends, published
from desk.published_rates import rate_of, value_of
from desk.recent import Recent
from ledger.count_classes import class_high, class_low
from rules.adcode import Level
from rules.errors import PlanningError
from tests.desk.progress_world import BUSY, DONE, FOUND, PAID, SLOW, TODAY


@pytest.fixture(scope="module")
def today(progress_shelf):
    return progress_shelf.published(TODAY)


@pytest.mark.parametrize("level", list(Level))
def test_what_is_published_is_true(progress_shelf, today, level):
    exact = progress_shelf.progress_book().counts(TODAY, level)
    table = today.table(level)
    assert table.index.equals(exact.index)
    for name in COUNTED:
        low = table[f"{name}_low"]
        told = low.notna()
        assert (low[told] <= exact[name][told]).all()
        assert (exact[name][told] <= class_high(low[told])).all()
        small = table[f"{name}_shown"] == "<5"
        assert (exact[name][small] < 5).all()


def test_a_town_is_told_in_classes_and_its_share_as_a_range(today):
    towns = today.table(Level.TOWN)
    assert towns.loc[BUSY, ["found_shown", "completed_shown"]].tolist() == ["25", "10"]
    assert towns.loc[SLOW, "filed_shown"] == "<5"
    rate = today.rate(Level.TOWN, "completed_ratio").loc[BUSY]
    assert rate["value"] == pytest.approx(12 / 27)
    assert (rate["numerator_shown"], rate["denominator_shown"]) == ("10", "25")
    assert (rate["state"], rate["shown"]) == ("known", "34–56 %")


def test_open_cases_are_told_by_difference_and_by_no_class_of_their_own(today):
    """Rule A1: found 5 to 9 and open below 5 would tell of those struck off."""
    towns = today.table(Level.TOWN)
    apart = towns["found_low"] - towns["struck_off_low"]
    assert towns["open_low"].tolist() == apart.tolist()
    assert towns.loc[BUSY, "open_shown"] == "≈ 25"


@pytest.mark.parametrize("measure", PROGRESS_MEASURES)
@pytest.mark.parametrize("level", list(Level))
def test_every_measure_tells_its_state_and_a_value_only_where_it_is_told(
    today, measure, level
):
    rates = today.rate(level, measure)
    told = rates["state"].isin(["known", "shrunk"])
    assert rates["value"].notna().equals(told)
    assert set(rates["state"]) <= {"known", "shrunk", "small", "withheld", "none"}
    assert (rates["shown"] != "").all()


def table(**lows):
    """Return a table with one column of classes for each measure."""
    columns = {f"{name}_low": low for name, low in lows.items()}
    return pd.DataFrame(columns | {f"{name}_shown": "" for name in lows}, dtype=object)


def test_few_cases_are_drawn_toward_all_and_fewer_are_hidden():
    rates = rate_of(
        table(part=[50, 10, 0, 0, np.nan], of=[95, 10, 0, 30, 20]), "part", "of"
    )
    assert rates["state"].tolist() == ["known", "shrunk", "small", "known", "withheld"]
    assert rates["value"].iloc[0] == pytest.approx(52 / 97)
    assert 52 / 97 < rates["value"].iloc[1] < 1
    assert rates["shown"].iloc[[2, 3, 4]].tolist() == ["<5", "0–13 %", "…"]
    assert rates["value"].iloc[[2, 4]].isna().all()


def test_a_share_of_wide_classes_is_told_as_its_range():
    """10 of 21 are 47.6 %; the middles, 12 of 22, would say 55 %."""
    rates = rate_of(table(part=[10, 480], of=[20, 980]), "part", "of")
    assert rates["shown"].tolist() == ["42–70 %", "≈ 49 %"]
    assert rates["least"].iloc[0] <= 10 / 21 <= rates["most"].iloc[0]


def test_a_share_that_may_be_nearly_anything_has_no_colour():
    rates = rate_of(table(part=[0, 30], of=[5, 60]), "part", "of", usual=0.5)
    assert rates["state"].tolist() == ["small", "known"]
    assert rates["shown"].tolist() == ["0–80 %", "≈ 52 %"]
    assert np.isnan(rates["value"].iloc[0])


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=6
    ),
    st.floats(0, 1),
)
def test_every_share_lies_in_the_range_that_is_told_and_so_does_its_colour(
    pairs, usual
):
    """Rule R5: what is shown is true, however the classes fell."""
    part, of = np.array([(min(pair), max(pair)) for pair in pairs], dtype=float).T
    lows = table(part=class_low(part), of=class_low(of))
    rates = rate_of(lows, "part", "of", usual=usual)
    true = np.divide(part, of, out=np.zeros(len(of)), where=of > 0)
    assert (rates["least"] <= true + 1e-9).all()
    assert (true <= rates["most"] + 1e-9).all()
    told = rates.dropna()
    assert told["value"].between(told["least"], told["most"]).all()


def test_an_amount_of_few_cases_is_hidden_and_never_read_as_nothing():
    words = ["—", "<100,000", "200,000", "…"]
    lows = [np.nan, 0.0, 200_000.0, np.nan]
    told = pd.DataFrame({"stuck_cny_low": lows, "stuck_cny_shown": words})
    states = value_of(told, "stuck_cny")["state"].tolist()
    assert states == ["small", "known", "known", "withheld"]


def test_the_same_day_is_published_alike_whatever_was_asked_before(progress_shelf):
    book = progress_shelf.progress_book()
    one = published(book, PAID).table(Level.VILLAGE)
    assert one.equals(progress_shelf.published(PAID).table(Level.VILLAGE))


def test_the_order_of_asking_changes_nothing_nor_does_a_book_opened_again(
    progress_shelf, monkeypatch
):
    """Rule A1: two publications of one day could be subtracted."""
    days = (FOUND, DONE, PAID, TODAY)
    found = {}
    for order in (days, days[::-1]):
        monkeypatch.setattr("desk.published._MADE", Recent(99))
        book = progress_book(progress_shelf.workspace)
        for day in order:
            tables = [published(book, day).table(level) for level in Level]
            assert all(map(pd.DataFrame.equals, tables, found.setdefault(day, tables)))
    again = published(progress_book(progress_shelf.workspace), TODAY)
    kept = [published(book, TODAY).table(level) for level in Level]
    assert all(map(pd.DataFrame.equals, kept, map(again.table, Level)))


def test_progress_is_published_before_anybody_asks(progress_shelf, monkeypatch):
    monkeypatch.setenv("ANFANG_WORKSPACE", str(progress_shelf.workspace.root))
    publish_ahead()
    shelf = current_shelf()
    assert date.today() in shelf._published
    shelf.workspace.ledger.close()
    monkeypatch.setattr("desk.current._open", {})


def test_without_a_workspace_nothing_is_published_ahead(tmp_path, monkeypatch):
    monkeypatch.setenv("ANFANG_WORKSPACE", str(tmp_path / "none"))
    publish_ahead()
    assert not (tmp_path / "none").exists()


def test_a_day_before_the_ledger_is_refused(progress_shelf):
    with pytest.raises(PlanningError, match="nothing is recorded for 1999-01-01"):
        published(progress_shelf.progress_book(), date(1999, 1, 1))


def test_month_ends_of_a_year():
    ends = month_ends(date(2025, 12, 31), date(2026, 12, 30))
    assert len(ends) == 12
    assert {end.isoformat() for end in ends} >= {"2026-02-28", "2025-12-31"}


def test_every_count_has_a_column(today):
    names = {f"{name}_{part}" for name in PUBLISHED for part in ("low", "shown")}
    assert names <= {*today.table(Level.TOWN).columns}


class Outlined:
    """The shelf, with two towns side by side as outlines."""

    demonstration, drill, county_name = True, False, "安和县"

    def __init__(self, shelf):
        self.published, self.places = shelf.published, shelf.places

    def vector(self, kind):
        if kind != "town_boundary":
            return None
        shapes = [
            shapely.box(105, 30, 105.1, 30.1),
            shapely.box(105.1, 30, 105.2, 30.1),
        ]
        names = {"code": [BUSY, SLOW], "name": ["安和镇", "云顶乡"]}
        return gpd.GeoDataFrame(names, geometry=shapes, crs="EPSG:4490")

    def source(self, kind):
        return "手绘 2026"


def test_a_map_shows_published_numbers_and_says_whose_they_are(progress_shelf):
    shelf = Outlined(progress_shelf)
    sheet = map_sheet(shelf, "completed_ratio", TODAY, town="", say=str)
    assert sheet.areas["shown"].tolist() == ["34–56 %", "0–20 %"]
    assert sheet.areas["mark"].tolist() == ["dots", "dots"]  # of two classes each
    assert sheet.stamps == ("Demonstration data", "Internal material")
    assert any("手绘 2026" in note for note in sheet.notes)
    assert any("CGCS2000 / 3-degree Gauss-Kruger" in note for note in sheet.notes)
    assert sheet.title == "安和县: Completed, share of cases found, 2026-03-02"
    assert "Prepared by: 安和县住房和城乡建设局" in sheet.notes
    assert "Town boundary" in [key.words for key in sheet.legend]
    assert map_paper(shelf, "completed_ratio", TODAY)[:5] == b"%PDF-"


def test_the_legend_tells_of_marks_that_are_on_the_map_only(progress_shelf):
    shelf = Outlined(progress_shelf)
    marks = {
        measure: {
            key.mark
            for key in map_sheet(shelf, measure, TODAY, town="", say=str).legend
        }
        for measure in ("completed_ratio", "stuck_cny")
    }
    told = {"completed_ratio": {"fill", "dots"}, "stuck_cny": {"fill", "pale"}}
    assert marks == {name: own | {"line"} for name, own in told.items()}


def test_a_map_on_which_most_is_hidden_says_so(progress_shelf):
    """Rule R5: no reader takes few cases for none."""
    shelf = Outlined(progress_shelf)
    most = {
        measure: [
            note
            for note in map_sheet(shelf, measure, TODAY, town="", say=str).notes
            if note.startswith("Most areas have too few cases")
        ]
        for measure in ("completed_ratio", "stuck_cny")
    }
    assert not most["completed_ratio"]
    assert len(most["stuck_cny"]) == 1


def test_a_map_without_outlines_says_what_to_import(progress_shelf):
    villages = {"town": BUSY}
    with pytest.raises(PlanningError, match="import boundaries"):
        map_paper(Outlined(progress_shelf), "found", TODAY, **villages)


def test_an_unknown_measure_is_refused(progress_shelf):
    with pytest.raises(PlanningError, match="no measure fame; there are: found"):
        map_sheet(progress_shelf, "fame", TODAY, town="", say=str)
