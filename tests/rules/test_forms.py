"""The templates of the monthly forms (rule R1), and templates that contradict."""

from datetime import date

import pytest

from rules.errors import PolicyError
from rules.forms import (
    FORM_FOLDER,
    FORMS,
    due_on,
    last_day,
    load_form,
    month_of,
    next_month,
)
from rules.vocabulary import REPORT_GROUPS, SOURCES


@pytest.fixture
def altered(tmp_path):
    """Read the first form with some words of it replaced."""

    def read(old: str, new: str, name: str = "own"):
        text = (FORM_FOLDER / "form1.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / f"{name}.toml").write_text(text.replace(old, new, 1), "utf-8")
        return load_form(name, tmp_path)

    return read


@pytest.mark.parametrize("form", FORMS)
def test_a_form_counts_27_columns_in_the_order_of_the_document(form):
    """Rule R1: the total, then the groups of rule G2; then money, by source."""
    columns = load_form(form).columns
    by = [(column.what, column.group or column.source) for column in columns]
    groups = (None, *REPORT_GROUPS)
    assert by == [
        *(("started", group) for group in groups),
        *(("completed", group) for group in groups),
        ("secured", None),
        ("secured", "省级"),
        *(("allotted", source) for source in SOURCES),
        *(("paid", source) for source in SOURCES),
        ("investment", None),
    ]
    assert [column.number for column in columns] == [*range(1, 28)]
    assert [column.unit for column in columns] == ["户"] * 18 + ["万元"] * 9


def test_the_two_forms_differ_in_their_names_and_their_task_only():
    one, two = (vars(load_form(form)) for form in FORMS)
    different = {name for name in one if one[name] != two[name]}
    assert different == {"id", "annex", "name", "title", "task", "source"}


def test_the_title_names_the_county_and_the_month():
    form = load_form("form2")
    titled = form.titled("甲县", date(2026, 1, 1))
    assert titled == "甲县2026年1月既有房屋抗震改造进度报表"


def test_the_slip_of_the_document_is_printed_and_told():
    (slip,) = load_form("form1").slips()
    assert (slip.first, slip.text, slip.corrected) == (
        11,
        "农村易返贫致贫",
        "脱贫享受政策户",
    )
    assert load_form("form1").column(11).group == "脱贫享受政策户"


def test_an_office_may_print_the_heading_as_it_is_meant(altered):
    form = altered('headings = "printed"', 'headings = "corrected"')
    cell = next(cell for cell in form.heads[1] if cell.first == 11)
    assert (form.heading(cell), form.slips()) == ("脱贫享受政策户", ())


def test_a_form_is_due_on_the_second_of_the_month_after():
    """Rule R1: note 4."""
    assert due_on(load_form("form1"), date(2026, 12, 1)) == date(2027, 1, 2)


def test_a_month_begins_ends_and_is_followed():
    day = date(2028, 2, 17)
    assert month_of(day) == date(2028, 2, 1)
    assert (last_day(day), next_month(day)) == (date(2028, 2, 29), date(2028, 3, 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('what = "started"', 'what = "begun"', "column 1"),
        ('unit = "万元"', 'unit = "元"', "column 19"),
        ('group = "低保户"', 'group = "五保户"', "column 5"),
        ('source = "中央"', 'source = "国家"', "column 21"),
        ("number = 27", "number = 28", "column 27"),
        ("columns = [10, 18]", "columns = [9, 18]", "head 竣工户数"),
        ("columns = [27, 27]", "columns = [27, 28]", "head 完成投资总额"),
        ("due_day = 2", "due_days = 2", "due_days"),
        ("[[head]]\nrow = 1", "[[head]]\nrows = 1", "row"),
        ('task = "dangerous_house_retrofit"', 'task = "painting"', "painting"),
        ('headings = "printed"', 'headings = "own"', "own"),
        ("due_day = 2", "due_day = ", "not TOML"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(altered, old, new, says):
    with pytest.raises(PolicyError, match=rf"own\.toml: .*{says}"):
        altered(old, new)


def test_an_unknown_form_or_column_is_refused():
    with pytest.raises(PolicyError, match="no form form3; forms are: form1, form2"):
        load_form("form3")
    with pytest.raises(PolicyError, match="form1 has no column 28"):
        load_form("form1").column(28)
