"""What may be said of a household and its house: kinds, ranges, forms of numbers."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import normalize

EARLIEST_YEAR = 1800
# Whole numbers: the least and the most that is believed.
RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"storeys": (1, 50), "occupants": (0, 99), "dependents": (0, 99)}
)
AREA_M2 = (1.0, 9_999.0)

# What people write between the digits, and the sign that keeps a cell a text.
FILLING = r"[\s()'’‘-]"
COUNTRY = "+86"
# A mobile number; a fixed line, with its area code or without.
PHONE = r"^(1[3-9][0-9]{9}|0[0-9]{9,11}|[2-9][0-9]{6,7})$"
ACCOUNT_DIGITS = (8, 32)  # passbooks and cards; cards have 16 to 19
ACCOUNT = r"^[0-9]{{{},{}}}$".format(*ACCOUNT_DIGITS)
# A spreadsheet keeps 15 digits of a number and fills up with zeros.
ROUNDED = "^[0-9]{15}000+$"


def digits_of(text: str) -> str:
    """Return a number as digits alone, without what people write between them.

    Examples
    --------
    >>> digits_of(" ６２１７ 0000-1000 1234 567"), digits_of("+86 139-1234-5678")
    ('6217000010001234567', '13912345678')
    """
    plain = normalize("NFKC", text)
    return re.sub(FILLING, "", plain).removeprefix(COUNTRY)


def is_phone(digits: str) -> bool:
    """Tell whether digits have the form of a telephone number.

    Examples
    --------
    >>> is_phone("13912345678"), is_phone("053312345678"), is_phone("1391234567")
    (True, True, False)
    """
    return re.match(PHONE, digits) is not None


def is_account(digits: str) -> bool:
    """Tell whether digits have the form of an account (一卡通, rule M2).

    Examples
    --------
    >>> is_account("6217000010001234567"), is_account("6217A"), is_account("6217")
    (True, False, False)
    """
    return re.match(ACCOUNT, digits) is not None
