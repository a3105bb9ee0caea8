"""What a planner asks for: money, floors, weights, and what must or must not be in.

The settings alone make the plan: the same ones, on the same ledger, choose the same
houses.  They are what a scenario keeps.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from rules.adcode import Level
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import RETROFITS, TASKS

WEIGHTINGS = ("sliders", "ahp")  # what the rank of record may rest on
KEY_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """Money from one source, and the tasks it may pay for.

    Attributes
    ----------
    amount_cny : int
    tasks : tuple of str
        Of :data:`rules.vocabulary.TASKS`; empty: all.
    """

    name: str
    amount_cny: int
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanSettings:
    """What a plan is made from.

    Attributes
    ----------
    budgets : tuple of BudgetLine
    most_villages : int or None
        How many villages may be opened; ``None`` any.
    first : int or None
        Only villages among so many first ranks of record; ``None`` any.
    floors : tuple of (town code, households)
        At least so many households in a town.
    capacity : int or None
        How many households a builder manages in one town.
    min_cluster : int
        The fewest households for which a village is opened.
    keep, drop : tuple of str
        Villages that must be, and must not be, in the plan.
    keep_houses, drop_houses : tuple of str
        Households likewise.
    measures : tuple of str
        Of :data:`rules.vocabulary.RETROFITS`; empty: all.
    weighting : str
        One of :data:`WEIGHTINGS`.
    weights : tuple of (criterion, weight)
        Of sliders; empty: the office's own.
    pairwise : tuple of (criterion, criterion, ratio)
        Of AHP: how many times the first outweighs the second.
    """

    budgets: tuple[BudgetLine, ...]
    most_villages: int | None = None
    first: int | None = None
    floors: tuple[tuple[str, int], ...] = ()
    capacity: int | None = None
    min_cluster: int = 1
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep_houses: tuple[str, ...] = ()
    drop_houses: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    weighting: str = "sliders"
    weights: tuple[tuple[str, float], ...] = ()
    pairwise: tuple[tuple[str, str, float], ...] = ()

    @property
    def budget_cny(self) -> int:
        """The money of all sources."""
        return sum(line.amount_cny for line in self.budgets)

    def key(self) -> str:
        """Name the settings: equal ones have the same name.

        Examples
        --------
        >>> one, two = of_budget(10), of_budget(11)
        >>> one.key() == of_budget(10).key(), one.key() == two.key()
        (True, False)
        """
        text = to_json(self).encode()
        return hashlib.sha256(text).hexdigest()[:KEY_DIGITS]


def of_budget(amount_cny: int, **others: Any) -> PlanSettings:
    """Return settings with one purse that pays for everything."""
    line = BudgetLine(name=load_parameters("planning")["plan"]["purse"],
                      amount_cny=amount_cny)  # fmt: skip
    return PlanSettings(budgets=(line,), **others)


def to_json(settings: PlanSettings) -> str:
    """Write settings as JSON, in one form only."""
    return json.dumps(asdict(settings), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> PlanSettings:
    """Read back what :func:`to_json` wrote.

    Raises
    ------
    PlanningError
        If it is of another form.

    Examples
    --------
    >>> from_json(to_json(of_budget(5))) == of_budget(5)
    True
    """
    try:
        told = json.loads(text)
        lines = tuple(
            BudgetLine(**{**line, "tasks": tuple(line["tasks"])})
            for line in told.pop("budgets")
        )
        known = {field.name for field in fields(PlanSettings)}
        values = {name: _frozen(value) for name, value in told.items() if name in known}
        return PlanSettings(budgets=lines, **values)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = N_("the settings of a scenario cannot be read: {text}")
        raise PlanningError(message, text=text[:80]) from error


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    return value


def require_sound(
    settings: PlanSettings, villages: Sequence[str], criteria: Sequence[str]
) -> None:
    """Refuse settings that mean nothing, before anything is solved.

    Parameters
    ----------
    villages : sequence of str
        Codes of the county's villages.
    criteria : sequence of str
        What weights may be given to.

    Raises
    ------
    PlanningError
        With the fault, the value and the way out.
    """
    _require_money(settings)
    for name in ("most_villages", "first", "capacity", "min_cluster"):
        if (number := getattr(settings, name)) is not None and number < 1:
            message = N_("{name} is {number}; give 1 or more")
            raise PlanningError(message, name=name, number=number)
    known = set(villages)
    for code in (*settings.keep, *settings.drop):
        if code not in known:
            message = N_("no household on record in village {code}")
            raise PlanningError(message, code=code)
    towns = {code[: int(Level.TOWN)] for code in villages}
    for town, least in settings.floors:
        if town not in towns or least < 0:
            message = N_("a floor of {least} households in town {town}: no such town, "
                         "or less than none")  # fmt: skip
            raise PlanningError(message, town=town, least=least)
    both = {*settings.keep, *settings.keep_houses}
    if both := sorted(both & {*settings.drop, *settings.drop_houses}):
        message = N_("{codes}: both kept and dropped; choose one")
        raise PlanningError(message, codes=", ".join(both))
    _require_words(settings, criteria)


def _require_money(settings: PlanSettings) -> None:
    if not settings.budgets or settings.budget_cny <= 0:
        raise PlanningError(N_("no money to plan with; give a budget in yuan"))
    names = [line.name for line in settings.budgets]
    if len({*names}) < len(names):
        message = N_("two sources of money have the same name: {names}")
        raise PlanningError(message, names=", ".join(names))
    for line in settings.budgets:
        if line.amount_cny < 0:
            message = N_("{name}: {amount} yuan; give 0 or more")
            raise PlanningError(message, name=line.name, amount=line.amount_cny)


def _require_words(settings: PlanSettings, criteria: Sequence[str]) -> None:
    asked = [name for name, _weight in settings.weights]
    asked += [name for pair in settings.pairwise for name in pair[:2]]
    tasks = [task for line in settings.budgets for task in line.tasks]
    for words, known in (
        (asked, criteria),
        (tasks, TASKS),
        (settings.measures, RETROFITS),
        ([settings.weighting], WEIGHTINGS),
    ):
        if strange := [word for word in words if word not in known]:
            message = N_("{word!r} is not known here; there are: {known}")
            raise PlanningError(message, word=strange[0], known=", ".join(known))
