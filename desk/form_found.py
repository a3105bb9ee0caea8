"""A monthly form as it was counted: its numbers, its checks, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.form_cells import FormCell, FormPart, NotCounted
from rules.forms import FormTemplate
from rules.remarks import Remark


@dataclass(frozen=True, kw_only=True)
class FormCheck:
    """One demand on a form, and whether it is met.

    Attributes
    ----------
    ok : bool or None
        ``None`` if it cannot be told.
    blocks : bool
        Whether a failure refuses the form; any other asks for a signed reason.
    says : Remark
        What was found.
    cells : tuple of int
        Columns concerned.
    households : tuple of str
        Those concerned, in order.
    asks : str
        What is demanded, in a sentence that is also its message id.
    clause : str
        What the demand rests on.
    """

    id: str
    ok: bool | None
    blocks: bool
    says: Remark
    cells: tuple[int, ...] = ()
    households: tuple[str, ...] = ()
    asks: str = ""
    clause: str = ""

    @property
    def refuses(self) -> bool:
        """Tell whether the form cannot go out."""
        return self.blocks and self.ok is False

    @property
    def needs_reason(self) -> bool:
        """Tell whether somebody has to sign a reason before the form goes out."""
        return not self.refuses and self.ok is not True


@dataclass(frozen=True, kw_only=True)
class FormFound:
    """A form counted for a month from what was recorded up to an entry.

    Attributes
    ----------
    month, since, until : datetime.date
        First day of the month; the first and the last day that count.
    position : int
        The entry.
    recorded_to : date or None
        Its day, ``None`` if nothing is recorded.
    cells : dict of int to FormCell
        By column.
    not_counted : tuple of NotCounted
    checks : tuple of FormCheck
        In the order of ``rules/parameters/form_checks.toml``.
    """

    form: str
    month: date
    since: date
    until: date
    position: int
    recorded_to: date | None
    template: FormTemplate
    cells: Mapping[int, FormCell]
    not_counted: tuple[NotCounted, ...]
    checks: tuple[FormCheck, ...] = ()

    @property
    def refused(self) -> tuple[FormCheck, ...]:
        """The checks that keep the form from going out."""
        return tuple(check for check in self.checks if check.refuses)

    @property
    def to_explain(self) -> tuple[FormCheck, ...]:
        """The checks that need a signed reason."""
        return tuple(check for check in self.checks if check.needs_reason)

    def value(self, number: int) -> int:
        """Return the number in a column: households, or whole yuan."""
        return self.cells[number].value


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """What became of a number: before, after, and who or what came and went.

    ``entered`` and ``left`` are households, or the numbers of money that is nobody's
    in particular; an amount that was corrected is in both.
    """

    before: int
    after: int
    entered: tuple[str, ...]
    left: tuple[str, ...]


def differences(now: FormFound, before: FormFound) -> dict[int, CellChange]:
    """Say of each column what changed between two forms."""
    money = {column.number: column.is_money for column in now.template.columns}
    return {
        number: _change(now.cells[number], before.cells[number], money[number])
        for number in now.cells.keys() & before.cells.keys()
    }


def _change(now: FormCell, before: FormCell, is_money: bool) -> CellChange:
    tells = _amount if is_money else _household
    after, earlier = ({tells(part) for part in cell.parts} for cell in (now, before))
    return CellChange(
        before=before.value,
        after=now.value,
        entered=_named(after - earlier),
        left=_named(earlier - after),
    )


Telling = tuple[str, str, int]


def _household(part: FormPart) -> Telling:
    return part.household_id, "", 1


def _amount(part: FormPart) -> Telling:
    return part.household_id, part.thing_id, part.amount


def _named(parts: set[Telling]) -> tuple[str, ...]:
    return tuple(sorted({household or thing for household, thing, _ in parts}))
