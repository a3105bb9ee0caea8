"""Identity numbers of citizens (GB 11643-1999): 17 digits and a check character."""

import re
from datetime import date
from unicodedata import normalize

# ISO 7064 MOD 11-2: the weight of place i (from the right, from 0) is 2**i mod 11.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"  # by the weighted sum modulo 11

CENTURY_OF_OLD_NUMBERS = "19"  # the form of 15 digits knew no other

_SHAPE = re.compile(r"[0-9]{17}[0-9Xx]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")


def check_digit(first17: str) -> str:
    """Return the last character of an identity number.

    Parameters
    ----------
    first17 : str
        The 17 digits before it.

    Raises
    ------
    ValueError
        If these are not 17 digits.

    Examples
    --------
    >>> check_digit("11010519491231002")  # the example of the standard
    'X'
    >>> check_digit("44052418800101001")
    '4'
    """
    if not (len(first17) == 17 and first17.isascii() and first17.isdigit()):
        raise ValueError("an identity number starts with 17 digits")
    weighted = sum(
        int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)
    )
    return CHECK_CHARACTERS[weighted % 11]


def is_valid(id_number: str) -> bool:
    """Tell whether an identity number has its form and its check character.

    Whether the place and the birthday in it exist is another question.

    Examples
    --------
    >>> is_valid("11010519491231002X"), is_valid("11010519491231002x")
    (True, True)
    >>> is_valid("110105194912310021"), is_valid("")
    (False, False)
    """
    if not _SHAPE.fullmatch(id_number):
        return False
    return check_digit(id_number[:17]) == id_number[17].upper()


def whole_number(id_number: str) -> str:
    """Write an identity number in its form of 18 characters, ``X`` as a capital.

    Numbers given before 1999 have 15 digits: the century and the check character
    were added later and follow from them (GB 11643-1999).  What is neither is
    returned without its spaces, full-width signs made plain.

    Examples
    --------
    >>> whole_number("11010519491231002x"), whole_number("110105491231002")
    ('11010519491231002X', '11010519491231002X')
    >>> whole_number(" ４４０５ ")
    '4405'
    """
    text = "".join(normalize("NFKC", id_number).split()).upper()
    if not _OLD_SHAPE.fullmatch(text):
        return text
    first17 = f"{text[:6]}{CENTURY_OF_OLD_NUMBERS}{text[6:]}"
    return first17 + check_digit(first17)


def is_old_form(id_number: str) -> bool:
    """Tell whether a number is written with the 15 digits given before 1999.

    Examples
    --------
    >>> is_old_form("110105491231002"), is_old_form("11010519491231002X")
    (True, False)
    """
    text = "".join(normalize("NFKC", id_number).split())
    return _OLD_SHAPE.fullmatch(text) is not None


def birthday(id_number: str) -> date | None:
    """Return the birthday in a number of 18 characters, ``None`` if there is none.

    Examples
    --------
    >>> birthday("11010519491231002X")
    datetime.date(1949, 12, 31)
    >>> birthday("110105194902310029") is None  # no 31 February
    True
    """
    digits = id_number[6:14]
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
