"""Telephones and accounts of a household file: digits, or a reason."""

import pytest
import xlsxwriter

from geo.household_files import read_households
from tests.geo.reading import read_here

ACCOUNT = "6217000010001234567"
HEADER = ("household_id", "village_code", "phone", "account")


@pytest.fixture
def read(tmp_path, monkeypatch):
    read_here(monkeypatch)

    def read(phone, account):
        path = tmp_path / "households.csv"
        row = f'H1,990001101001,"{phone}","{account}"'
        path.write_text(f"{','.join(HEADER)}\n{row}\n", encoding="utf-8")
        table, rejects = read_households(path)
        return table, [(r.field, r.reason) for r in rejects]

    return read


@pytest.mark.parametrize(
    ("phone", "account", "meant"),
    [
        ("13912345678", ACCOUNT, ("13912345678", ACCOUNT)),
        ("+86 139-1234-5678", "６２１７ 0000 1000 1234 567", ("13912345678", ACCOUNT)),
        ("(0533) 1234567", f"'{ACCOUNT}", ("05331234567", ACCOUNT)),
    ],
)
def test_a_number_is_taken_however_it_is_written(read, phone, account, meant):
    """Rule M2: the account of 一卡通."""
    table, rejects = read(phone, account)
    assert rejects == []
    assert (table["phone"].item(), table["account"].item()) == meant


def test_an_empty_cell_is_not_known(read):
    table, rejects = read("", "")
    assert rejects == []
    assert table[["phone", "account"]].isna().all(axis=None)


LOST = "was stored as a number and lost digits; store it as text"
NO_PHONE = "is no telephone number; write 11 digits, or a line with area code"
NO_ACCOUNT = "is no account: it needs 8 to 32 digits"


@pytest.mark.parametrize(
    ("phone", "account", "fault"),
    [
        ("1391234567", "", ("phone", NO_PHONE)),
        ("无", "", ("phone", NO_PHONE)),
        ("1.39E+10", "", ("phone", LOST)),
        ("", "6.217E+18", ("account", LOST)),
        ("", "6217000010001230000", ("account", LOST)),  # as Excel fills it up
        ("", "6217", ("account", NO_ACCOUNT)),
        ("", "6217-0000-1X", ("account", NO_ACCOUNT)),
        ("", "-", ("account", NO_ACCOUNT)),
    ],
)
def test_a_number_that_cannot_be_refuses_its_row(read, phone, account, fault):
    table, rejects = read(phone, account)
    assert len(table) == 0
    assert rejects == [fault]


def test_an_account_in_a_number_cell_of_a_workbook_is_refused(tmp_path):
    path = tmp_path / "households.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("H1", "990001101001", 13912345678, int(ACCOUNT)))
        sheet.write_row(2, 0, ("H2", "990001101001", 13912345678, ACCOUNT))
    table, rejects = read_households(path)
    assert [(r.row, r.field, r.reason) for r in rejects] == [(2, "account", LOST)]
    assert table["phone"].tolist() == ["13912345678"]
