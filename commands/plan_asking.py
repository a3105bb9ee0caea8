"""What a plan is asked for on the command line."""

from desk.plan_settings import BudgetLine, PlanSettings, of_budget
from rules.errors import PlanningError
from rules.parameters import load_parameters


def asked_settings(
    budget_cny: int | None,
    budgets: list[str],
    floors: list[str],
    weights: list[str],
    **others: object,
) -> PlanSettings:
    """Return the settings that options ask for.

    Parameters
    ----------
    budgets : list of str
        ``NAME=AMOUNT`` or ``NAME=AMOUNT:TASK``; if there are none, ``budget_cny`` is
        the one purse.
    floors : list of str
        ``TOWN=HOUSEHOLDS``.
    weights : list of str
        ``CRITERION=WEIGHT``.
    **others
        Fields of :class:`desk.plan_settings.PlanSettings`.

    Raises
    ------
    PlanningError
        If one of them is of another form, or money is told twice.
    """
    pairs = {
        "floors": tuple(_pair(text, int) for text in floors),
        "weights": tuple(_pair(text, float) for text in weights),
    }
    if budgets and budget_cny is not None:
        raise PlanningError("give --budget-cny or --budget, not both")
    if budgets:
        return PlanSettings(
            budgets=tuple(_budget(text) for text in budgets), **pairs, **others
        )
    amount = load_parameters("planning")["plan"]["budget_cny"]
    return of_budget(amount if budget_cny is None else budget_cny, **pairs, **others)


def _budget(text: str) -> BudgetLine:
    plain, _colon, task = text.partition(":")
    name, amount = _pair(plain, int)
    return BudgetLine(name=name, amount_cny=amount, tasks=(task,) if task else ())


def _pair(text: str, number: type) -> tuple[str, float]:
    name, _equals, value = text.partition("=")
    message = "{text!r}: write a name, an equals sign and a number"
    if not name.strip():
        raise PlanningError(message, text=text)
    try:
        return name.strip(), number(value)
    except ValueError:
        raise PlanningError(message, text=text) from None
