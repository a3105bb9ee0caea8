"""Telephone numbers and accounts in a household file; both tell who somebody is."""

import pyarrow as pa
import pyarrow.compute as pc

from geo.household_cells import AS_NUMBER, LOST_DIGITS, Checker, differs, said_by
from rules.household_facts import (
    ACCOUNT,
    ACCOUNT_DIGITS,
    COUNTRY,
    FILLING,
    PHONE,
    ROUNDED,
)
from rules.language import N_


def phones(checker: Checker) -> pa.ChunkedArray:
    """Read the column of telephone numbers as digits; ``""`` where it is empty."""
    message = N_("is no telephone number; write 11 digits, or a line with area code")
    return _numbers(checker, "phone", PHONE, message)


def accounts(checker: Checker) -> pa.ChunkedArray:
    """Read the column of accounts (一卡通, rule M2) as digits; ``""`` where empty.

    Long ones that end in zeros from the 16th digit on are refused as rounded by a
    spreadsheet: of the true ones, one in a thousand has to be entered by hand.
    """
    least, most = ACCOUNT_DIGITS
    message = N_("is no account: it needs {least} to {most} digits")
    return _numbers(checker, "account", ACCOUNT, message, least=least, most=most)


def _numbers(
    checker: Checker, name: str, shape: str, message: str, **values: int
) -> pa.ChunkedArray:
    text = checker.text(name)
    if name not in checker.cells:
        return text
    lost = pc.match_substring_regex(text, AS_NUMBER).to_numpy()
    digits = pc.replace_substring_regex(text, FILLING, "")
    digits = pc.replace_substring_regex(digits, f"^[{COUNTRY[0]}]{COUNTRY[1:]}", "")
    digits = pc.replace_substring_regex(digits, r"\.0$", "")
    if name == "account":
        lost = lost | pc.match_substring_regex(digits, ROUNDED).to_numpy()
    checker.refuse(name, lost, LOST_DIGITS)
    shaped = pc.match_substring_regex(digits, shape).to_numpy()
    wrong = ~shaped & ~lost & checker.given(name)
    checker.refuse(name, wrong, message, **values)
    other = differs(checker.cells[name], digits)
    checker.note(name, other & shaped & ~lost, meant=said_by(digits))
    return digits
