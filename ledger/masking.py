"""The one place where personal values are masked.

What is masked here is shown; the value itself leaves the ledger one at a time, by
:meth:`ledger.reading.Reader.unmask`, and on record.  The widths of the masks are
parameters (``privacy.toml``).
"""

import re
from collections.abc import Callable
from functools import cache
from types import MappingProxyType

from rules.parameters import load_parameters

OLD_ID_LENGTH = 15
HIDDEN = "***"  # of what no part may be shown; does not tell how long it is

_ID = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
# In running text: what may be an identity number, an account or a telephone.
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{15,19}[Xx]?|1[3-9][0-9]{9})(?![0-9])")


def masked_name(name: str) -> str:
    """Show the family name and a star; how long the given name is stays hidden.

    Examples
    --------
    >>> masked_name("张三"), masked_name("欧阳修文"), masked_name("欧阳")
    ('张*', '欧阳*', '欧*')
    >>> masked_name("买买提·吐尔逊"), masked_name("张"), masked_name("")
    ('买*', '*', '*')
    """
    name = "".join(name.split())
    first = _width("name_first")
    if len(name) > 2 and name[:2] in _compound_surnames():
        first = 2
    return f"{name[:first]}*" if len(name) > first else "*"


def masked_id(id_number: str, *, outside: bool = False) -> str:
    """Show the ends of an identity number; of what is none, nothing.

    Parameters
    ----------
    outside : bool
        For readers outside of the office, and for those who need less.

    Examples
    --------
    >>> masked_id("11010519491231002X"), masked_id("110105491231002")
    ('110105********002X', '110105******002')
    >>> masked_id("11010519491231002X", outside=True), masked_id("E1234")
    ('1****************X', '*****')
    """
    text = "".join(id_number.split())
    if not _ID.fullmatch(text):
        return _ends(text, first=0, last=0)
    form = "outside" if outside else "inside"
    if not outside and len(text) == OLD_ID_LENGTH:
        return _ends(
            text, first=_width("id_first_inside"), last=_width("id_last_inside_old")
        )
    return _ends(text, first=_width(f"id_first_{form}"), last=_width(f"id_last_{form}"))


def masked_phone(phone: str) -> str:
    """Show three digits and the last four; of a short number nothing.

    Examples
    --------
    >>> masked_phone("13912345678"), masked_phone("7522345")
    ('139****5678', '*******')
    """
    text = "".join(phone.split())
    if len(text) < _width("phone_least"):
        return _ends(text, first=0, last=0)
    return _ends(text, first=_width("phone_first"), last=_width("phone_last"))


def masked_account(account: str) -> str:
    """Show the last four digits of a bank account; of a short one nothing.

    Examples
    --------
    >>> masked_account("6217000010001234567"), masked_account("123456")
    ('***************4567', '******')
    """
    text = "".join(account.split())
    long_enough = len(text) >= _width("account_least")
    return _ends(text, first=0, last=_width("account_last") if long_enough else 0)


def masked_text(text: str) -> str:
    """Mask the long numbers in what somebody wrote: identities, accounts, phones.

    Codes of places have 12 digits and stay.

    Examples
    --------
    >>> masked_text("called 13912345678 about 990001100200")
    'called 139****5678 about 990001100200'
    >>> masked_text("of 11010519491231002X")
    'of 1****************X'
    """
    return _NUMBER.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    number = found.group()
    if len(number) == _width("phone_least"):
        return masked_phone(number)
    if _ID.fullmatch(number):
        return masked_id(number, outside=True)
    return masked_account(number)


def _hidden(_: object) -> str:
    return HIDDEN


# How each personal column is masked; what is not named here is hidden altogether.
_MASKS: MappingProxyType[str, Callable[..., str]] = MappingProxyType(
    {
        "head_name": masked_name,
        "name": masked_name,
        "id_number": masked_id,
        "phone": masked_phone,
        "account": masked_account,
    }
)


def masked(column: str, value: object, *, outside: bool = False) -> str | None:
    """Mask a value by the column it stands in; ``None`` stays ``None``.

    Examples
    --------
    >>> masked("head_name", "李四"), masked("heard", "the roof leaks")
    ('李*', '***')
    >>> masked("phone", None) is None
    True
    """
    if value is None:
        return None
    mask = _MASKS.get(column, _hidden)
    if mask is masked_id:
        return masked_id(str(value), outside=outside)
    return mask(value if mask is _hidden else str(value))


def _ends(text: str, *, first: int, last: int) -> str:
    hidden = max(len(text) - first - last, 1)
    return text[:first] + "*" * hidden + (text[-last:] if last else "")


@cache
def _width(name: str) -> int:
    return load_parameters("privacy")["masking"][name]


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(load_parameters("privacy")["compound_surnames"]["names"])
