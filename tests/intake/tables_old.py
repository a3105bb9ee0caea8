"""Tables of other programs: old Excel, OpenDocument, web pages under Excel's name."""

import struct
from datetime import date
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import xlwt

from tests.intake.cases import HEAD, LEDGER, PEOPLE, Corpus, Line, content, lines
from tests.intake.tables_text import TEXT, text_of

CORPUS = Corpus("sheet")
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"
 xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet>
%s</office:spreadsheet></office:body></office:document-content>"""
COVERED = "<table:covered-table-cell/>"


def old_book(*sheets: tuple[str, tuple]) -> xlwt.Workbook:
    """Make an .xls of named sheets."""
    made = xlwt.Workbook(encoding="utf-8")
    dates = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets:
        sheet = made.add_sheet(name)
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                style = [dates] if isinstance(value, date) else []
                if value is not None:
                    sheet.write(down, across, value, *style)
    return made


@CORPUS.file("plain.xls", lines(*LEDGER, format="xls"))
def _(path: Path) -> None:
    old_book(("台账", LEDGER)).save(str(path))


@CORPUS.file("of wps.et", lines(*LEDGER, format="xls"))
def _(path: Path) -> None:
    old_book(("台账", LEDGER)).save(str(path))


@CORPUS.file(
    "values of all types.xls",
    lines(
        ("户编号", "层数", "面积", "日期", "逻辑"),
        ("H001", "2", "88.5", "2026-03-02", "TRUE"),
    ),
)
def _(path: Path) -> None:
    rows = (
        ("户编号", "层数", "面积", "日期", "逻辑"),
        ("H001", 2, 88.5, date(2026, 3, 2), True),
    )
    old_book(("台账", rows)).save(str(path))


@CORPUS.file(
    "identity numbers as numbers.xls", lines(("身份证号",), ("1.1010519491231002e+17",))
)
def _(path: Path) -> None:
    old_book(("台账", (("身份证号",), (110105194912310021.0,)))).save(str(path))


@CORPUS.file(
    "two rows of headings.xls",
    lines(
        ("台账",) * 3,
        ("户编号", "坐标", "坐标"),
        ("户编号", "经度", "纬度"),
        ("H001", "104.5201", "31.2602"),
    ),
)
def _(path: Path) -> None:
    rows = ((), (), (None, "经度", "纬度"), ("H001", 104.5201, 31.2602))
    made = old_book(("台账", rows))
    sheet = made.get_sheet(0)
    for area, text in (
        ((0, 0, 0, 2), "台账"),
        ((1, 2, 0, 0), "户编号"),
        ((1, 1, 1, 2), "坐标"),
    ):
        sheet.write_merge(*area, text)
    made.save(str(path))


@CORPUS.file("first sheet empty.xls", lines(*LEDGER, part="台账"))
def _(path: Path) -> None:
    old_book(("Sheet1", ()), ("台账", LEDGER)).save(str(path))


@CORPUS.file("long.xls", {"count": 5001})
def _(path: Path) -> None:
    many = [(f"H{n:05}", *PEOPLE[0][1:]) for n in range(5000)]
    old_book(("台账", (HEAD, *many))).save(str(path))


@CORPUS.file("formula never calculated.xls", lines(("a", "和"), ("1",)))
def _(path: Path) -> None:
    made = old_book(("台账", (("a", "和"), (1,))))
    made.get_sheet(0).write(1, 1, xlwt.Formula("A2+2"))
    made.save(str(path))


@CORPUS.file("with a password.xls", "password")
def _(path: Path) -> None:
    made = old_book(("台账", LEDGER))
    stream = made.get_biff_data()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = struct.pack("<HHH", 0x002F, 54, 1) + bytes(52)
    write_compound(path, stream[:first] + locked + stream[first:], "Workbook")


@CORPUS.file("with a password.xlsx", "password")
def _(path: Path) -> None:
    write_compound(path, bytes(8192), "EncryptedPackage")


def write_compound(path: Path, stream: bytes, name: str) -> None:
    """Write one stream into the container that old Excel files are."""
    xlwt.CompoundDoc.XlsDoc().save(str(path), stream)
    written, field = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    data = path.read_bytes()
    at = data.index(written)
    entry = field.ljust(64, b"\0") + struct.pack("<H", len(field) + 2)
    path.write_bytes(data[:at] + entry + data[at + 66 :])


CORPUS.add("csv under the name of.xls", content(TEXT.encode("gbk")), lines(*LEDGER))
TABS = text_of(LEDGER, "\t").encode("gbk")
CORPUS.add("tabs under the name of.xls", content(TABS), lines(*LEDGER))

PAGE = "<table>" + "".join(
    "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in LEDGER
)
HTML = f'<html><head><meta charset="gbk"></head><body>{PAGE}</table></body></html>'
CORPUS.add("web page.xls", content(HTML.encode("gbk")), lines(*LEDGER))
XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/>'
    "</Workbook>"
)
CORPUS.add("xml of 2003.xls", content(XML_2003.encode()), "2003 XML table")
CORPUS.add(
    "damaged.xls",
    content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "not a readable|cannot be read",
)


def ods_cell(value: object) -> str:
    """Write one cell of OpenDocument."""
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    shown = "" if value is None else f"<text:p>{value}</text:p>"
    return f"<table:table-cell {kind}>{shown}</table:table-cell>"


def ods_table(name: str, rows: tuple[Line, ...]) -> str:
    """Write one sheet of OpenDocument."""
    told = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{name}">{told}</table:table>'


def write_ods(path: Path, tables: str, kind: str = ODS_KIND) -> None:
    """Write an OpenDocument file around its sheets."""
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind, ZIP_STORED)
        archive.writestr("content.xml", ODS % tables)
        archive.writestr("META-INF/manifest.xml", manifest)


@CORPUS.file("plain.ods", lines(*LEDGER, format="ods"))
def _(path: Path) -> None:
    write_ods(path, ods_table("台账", LEDGER))


@CORPUS.file("first sheet empty.ods", lines(*LEDGER, part="台账"))
def _(path: Path) -> None:
    write_ods(path, ods_table("空", ()) + ods_table("台账", LEDGER))


@CORPUS.file("values of all types.ods", lines(("a", "b"), ("2026-03-02", "88.5")))
def _(path: Path) -> None:
    write_ods(path, ods_table("台账", (("a", "b"), (date(2026, 3, 2), 88.5))))


@CORPUS.file("repeated.ods", lines(("甲", "甲", "乙"), ("1", "", "2"), ("1", "", "2")))
def _(path: Path) -> None:
    twice = 'table:number-columns-repeated="2"'
    head = ods_cell("甲").replace("<table:table-cell", f"<table:table-cell {twice}")
    body = ods_cell("1") + "<table:table-cell/>" + ods_cell("2")
    rows = (
        f"<table:table-row>{head}{ods_cell('乙')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{body}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    write_ods(path, f'<table:table table:name="台账">{rows}</table:table>')


@CORPUS.file("a letter.ods", "a document|not a table")
def _(path: Path) -> None:
    write_ods(path, "", ODS_KIND.replace("spreadsheet", "text"))
