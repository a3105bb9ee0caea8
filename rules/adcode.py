"""Administrative codes: county (6 digits), town (9), village (12).

Codes are strings, never numbers: they are names, and are cut, not calculated.
"""

from enum import IntEnum

from rules.errors import AdcodeError


class Level(IntEnum):
    """Administrative level; the value is the number of digits of its codes."""

    COUNTY = 6
    TOWN = 9
    VILLAGE = 12


def level_of(adcode: str) -> Level:
    """Tell the level of an administrative code.

    Raises
    ------
    AdcodeError
        If ``adcode`` is not a string of 6, 9 or 12 digits.

    Examples
    --------
    >>> level_of("990001103")
    <Level.TOWN: 9>
    >>> level_of("99-0001")
    Traceback (most recent call last):
    rules.errors.AdcodeError: '99-0001' is not a code of 6, 9 or 12 digits
    """
    is_digits = isinstance(adcode, str) and adcode.isascii() and adcode.isdigit()
    if not is_digits or len(adcode) not in set(Level):
        raise AdcodeError("{code!r} is not a code of 6, 9 or 12 digits", code=adcode)
    return Level(len(adcode))


def within(adcode: str, level: Level) -> str:
    """Name the county, town or village that contains a place.

    Raises
    ------
    AdcodeError
        If ``adcode`` is itself coarser than ``level``.

    Examples
    --------
    >>> within("990001103017", Level.COUNTY)
    '990001'
    """
    if level_of(adcode) < level:
        raise AdcodeError(
            "{code} is coarser than a code of {digits} digits",
            code=adcode,
            digits=int(level),
        )
    return adcode[:level]
