"""Workbooks as offices keep them: titles, merged headings, several sheets, dates."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.cases import HEAD, LEDGER, PEOPLE, Corpus, Line, Writer, lines

CORPUS = Corpus("sheet")


def book(fill: Callable[[Worksheet], object], **options: object) -> Writer:
    """Return a writer of a workbook of one sheet."""

    def write(path: Path) -> None:
        made = openpyxl.Workbook()
        fill(made.active)
        made.save(path)

    return write


def write_book(path: Path, *all_rows: tuple) -> None:
    """Write a workbook that keeps its words apart from its cells, as Excel does."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(all_rows):
            sheet.write_row(number, 0, row)


def rows(*all_rows: tuple) -> Callable[[Worksheet], None]:
    """Return what appends rows to a sheet."""

    def fill(sheet: Worksheet) -> None:
        for row in all_rows:
            sheet.append(row)

    return fill


def edited(path: Path, part: str, old: str, new: str) -> None:
    """Replace text in one part of a workbook."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # Written with lxml, an empty value has two tags.
    parts[part] = parts[part].replace(b"<v></v>", b"<v />")
    assert old.encode() in parts[part], parts[part][:2000]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


CORPUS.add("plain.xlsx", book(rows(*LEDGER)), lines(*LEDGER, format="xlsx"))
CORPUS.add("words apart.xlsx", lambda p: write_book(p, *LEDGER), lines(*LEDGER))
CORPUS.add("name of csv.csv", book(rows(*LEDGER)), lines(*LEDGER, format="xlsx"))

TITLE = "青石镇农村住房台账（2026年）"
MERGED_LINES: tuple[Line, ...] = (
    (TITLE,) * 5,
    ("序号", "户主", "户主", "坐标", "坐标"),
    ("序号", "姓名", "村代码", "经度", "纬度"),
    ("1", "张三", "990001101001", "104.5201", "31.2602"),
    ("2", "李四", "990001101002", "104.5302", "31.2703"),
    ("合计", "2户"),
    ("注：坐标由村干部采集",),
)


def fill_merged(sheet: Worksheet) -> None:
    """Fill a ledger with a title and headings in two rows."""
    sheet.append((TITLE,))
    sheet.append(("序号", "户主", None, "坐标"))
    sheet.append((None, "姓名", "村代码", "经度", "纬度"))
    for number, person in enumerate(PEOPLE[:2], start=1):
        sheet.append((number, *person[1:3], *map(float, person[3:])))
    sheet.append(("合计", "2户"))
    sheet.append(("注：坐标由村干部采集",))
    for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(area)


CORPUS.add("two rows of headings.xlsx", book(fill_merged), lines(*MERGED_LINES))


@CORPUS.file(
    "three rows of headings.xlsx",
    lines(
        ("户", "户", "户", "房屋", "房屋"),
        ("户编号", "户主", "户主", "位置", "位置"),
        ("户编号", "姓名", "村代码", "经度", "纬度"),
        *PEOPLE,
    ),
)
@book
def _(sheet: Worksheet) -> None:
    rows(
        ("户", None, None, "房屋"),
        ("户编号", "户主", None, "位置"),
        (None, "姓名", "村代码", "经度", "纬度"),
        *PEOPLE,
    )(sheet)
    for area in ("A1:C1", "D1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(area)


@CORPUS.file(
    "merged villages.xlsx",
    lines(("村", "户主"), ("青石村", "张三"), ("青石村", "李四"), ("柳溪村", "王五")),
)
@book
def _(sheet: Worksheet) -> None:
    rows(("村", "户主"), ("青石村", "张三"), (None, "李四"), ("柳溪村", "王五"))(sheet)
    sheet.merge_cells("A2:A3")


@CORPUS.file(
    "begins at C5.xlsx",
    {"lines": [["", "", *line] for line in LEDGER], "rows": [5, 6, 7, 8]},
)
@book
def _(sheet: Worksheet) -> None:
    for down, line in enumerate(LEDGER, start=5):
        for across, text in enumerate(line, start=3):
            sheet.cell(down, across, text)


@CORPUS.file("blank rows.xlsx", lines(*LEDGER, rows=[1, 3, 6, 8]))
@book
def _(sheet: Worksheet) -> None:
    for down, line in zip((1, 3, 6, 8), LEDGER, strict=True):
        for across, text in enumerate(line, start=1):
            sheet.cell(down, across, text)


def several(path: Path, *sheets: tuple[str, tuple, str]) -> None:
    """Write sheets: name, rows, and whether they are shown."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, content, state in sheets:
        sheet = made.create_sheet(name)
        rows(*content)(sheet)
        sheet.sheet_state = state
    made.save(path)


OTHER = (("说明",), ("本表每月更新",))


@CORPUS.file("first sheet empty.xlsx", lines(*LEDGER, part="台账"))
def _(path: Path) -> None:
    several(path, ("Sheet1", (), "visible"), ("台账", LEDGER, "visible"))


@CORPUS.file("second sheet asked for.xlsx", lines(*LEDGER), part="台账")
def _(path: Path) -> None:
    several(path, ("说明", OTHER, "visible"), ("台账", LEDGER, "visible"))


@CORPUS.file("no such sheet.xlsx", r"no .*户表|户表", part="户表")
def _(path: Path) -> None:
    several(path, ("说明", OTHER, "visible"), ("台账", LEDGER, "visible"))


@CORPUS.file("hidden sheet first.xlsx", lines(*LEDGER, part="台账"))
def _(path: Path) -> None:
    several(path, ("字典", OTHER, "hidden"), ("台账", LEDGER, "visible"))


@CORPUS.file("all sheets are listed.xlsx", {"parts": ["说明", "台账"]}, door="look")
def _(path: Path) -> None:
    several(path, ("说明", OTHER, "visible"), ("台账", LEDGER, "visible"))


DAY = date(2026, 3, 2)
DATES = (
    ("户编号", "认定日期", "采集时间", "序列", "文字日期"),
    ("H001", DAY, datetime(2026, 3, 2, 10, 11, 12), 46083, "2026.3.2"),
)
DATE_LINES = (
    DATES[0],
    ("H001", "2026-03-02", "2026-03-02 10:11:12", "46083", "2026.3.2"),
)
CORPUS.add("dates.xlsx", book(rows(*DATES)), lines(*DATE_LINES))


@CORPUS.file("dates since 1904.xlsx", lines(("日期",), ("2026-03-02",)))
def _(path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    rows(("日期",), (DAY,))(made.active)
    made.save(path)


VALUES = (
    ("户编号", "整数", "小数", "逻辑", "时间", "百分比", "大数"),
    ("H001", 3, 0.1, True, time(10, 30), 0.25, 123456789012345),
)
VALUE_LINES = (
    VALUES[0],
    ("H001", "3", "0.1", "TRUE", "10:30:00", "0.25", "123456789012345"),
)
CORPUS.add("values of all types.xlsx", book(rows(*VALUES)), lines(*VALUE_LINES))

LOST = (
    ("户编号", "身份证号"),
    ("H001", 110105194912310021),
    ("H002", "11010519491231002X"),
)
LOST_LINES = (LOST[0], ("H001", "1.1010519491231e+17"), LOST[2])
CORPUS.add("identity numbers as numbers.xlsx", book(rows(*LOST)), lines(*LOST_LINES))

WIDE = (
    ("户编号", "身份证号"),
    ("Ｈ００１", "１１０１０５１９４９１２３１００２ｘ"),
    ("H002", "'11010519491231002×"),
)
CORPUS.add("full-width digits.xlsx", book(rows(*WIDE)), lines(*WIDE))

SPACED = (HEAD, ("  H001 ", "张 三", "\u3000990001101001", "104.5201\u00a0", "31.2602"))
CORPUS.add("spaces.xlsx", book(rows(*SPACED)), lines(*SPACED))

ERRORS = (("户编号", "面积"), ("H001", "#N/A"), ("H002", "#DIV/0!"), ("H003", "#REF!"))


@CORPUS.file(
    "errors of formulas.xlsx", lines(ERRORS[0], *((e[0],) for e in ERRORS[1:]))
)
@book
def _(sheet: Worksheet) -> None:
    rows(*ERRORS)(sheet)  # openpyxl tells them by their text
    assert sheet["B2"].data_type == "e"


FORMULA = (("户编号", "合计"), ("H001", "=1+1"))
CORPUS.add(
    "formula never calculated.xlsx", book(rows(*FORMULA)), lines(FORMULA[0], ("H001",))
)


@CORPUS.file("formula with its result.xlsx", lines(FORMULA[0], ("H001", "2")))
def _(path: Path) -> None:
    book(rows(*FORMULA))(path)
    edited(path, "xl/worksheets/sheet1.xml", "<v />", "<v>2</v>")


@CORPUS.file("says a wrong size.xlsx", lines(*LEDGER))
def _(path: Path) -> None:
    book(rows(*LEDGER))(path)
    edited(path, "xl/worksheets/sheet1.xml", 'ref="A1:E4"', 'ref="A1:B2"')


@CORPUS.file("with macros.xlsm", lines(*LEDGER, format="xlsx"))
def _(path: Path) -> None:
    book(rows(*LEDGER))(path)
    kind = "spreadsheetml.sheet.main+xml"
    old = f"application/vnd.openxmlformats-officedocument.{kind}"
    new = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    edited(path, "[Content_Types].xml", old, new)


CORPUS.add("nothing in it.xlsx", book(lambda sheet: None), "no sheet holds anything")
CORPUS.add("only headings.xlsx", book(rows(HEAD)), lines(HEAD))


@CORPUS.file("half of it.xlsx", "cannot be|not a readable")
def _(path: Path) -> None:
    book(rows(*LEDGER))(path)
    path.write_bytes(path.read_bytes()[:2000])


@CORPUS.file("a letter.xlsx", "a document|not a table")
def _(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
