"""What a household is owed, and the floor area of its home (rules M1, M3, M4).

Money is whole yuan.  A share of an amount is rounded down to whole yuan: an advance
never exceeds its ratio, and the balance makes up the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from rules.casefile import CaseFile, Paid
from rules.dossier import ground_of
from rules.language import N_
from rules.policy import Policy
from rules.policy_tables import Area, Subsidy
from rules.reasons import Ground, Reason, Verdict, grounds, no, unknown
from rules.vocabulary import SOURCES

# Homes that are built: rules H12 and M4 speak of these.
NEW_HOMES = ("拆除重建", "选址新建", "统建集体公租房")
TOWN, COUNTY = ("town",), ("county",)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What a household is owed by the reference standard (rule M1).

    Attributes
    ----------
    amount_cny : int or None
        The standard, or the real cost where that is less; ``None`` if unknown.
    standard_cny : int or None
        The reference; ``None`` if the way is not known or the policy states none.
    capped : bool or None
        Whether the real cost is below the standard.
    may_be_more : bool or None
        Whether works that strengthen against earthquakes as well may get more.
    reasons : tuple of Reason
        What is not known, and who knows.
    """

    amount_cny: int | None
    standard_cny: int | None
    capped: bool | None
    may_be_more: bool | None
    ground: Ground
    reasons: tuple[Reason, ...] = ()


def owed(file: CaseFile, policy: Policy) -> Owed:
    """Compute what a household is owed: the standard, at most the real cost.

    Examples
    --------
    >>> from datetime import date
    >>> from rules.policy import county_policy
    >>> case = CaseFile(case_id="1", household_id="1", village_code="",
    ...     task="dangerous_house_retrofit", opened_on=date(2026, 1, 1),
    ...     way="修缮加固", real_cost_cny=9_000)
    >>> owed(case, county_policy("370300")).amount_cny
    9000
    """
    standard = _standard(file, policy)
    if standard is None:
        return _nothing_stated(file, policy)
    ground = ground_of(policy, standard)
    cost = file.real_cost_cny
    reasons = ()
    if cost is None:
        message = N_("the real cost is not on record; it caps the subsidy")
        reasons = (unknown(ground, TOWN, message),)
    return Owed(
        amount_cny=None if cost is None else min(cost, standard.at_least_cny),
        standard_cny=standard.at_least_cny,
        capped=None if cost is None else cost < standard.at_least_cny,
        may_be_more=standard.more_if_strengthened and file.seismic_strengthening,
        ground=ground,
        reasons=reasons,
    )


def share(amount_cny: int, ratio: float) -> int:
    """Return a share of an amount in whole yuan, rounded down.

    Examples
    --------
    >>> share(25_001, 0.5), share(12_000, 0.5)
    (12500, 6000)
    """
    exact = amount_cny * Decimal(str(ratio))
    return int(exact.to_integral_value(ROUND_DOWN))


def net(payments: Iterable[Paid]) -> int:
    """Add up payments in whole yuan; a refund is negative."""
    return sum(paid.amount_cny for paid in payments)


def totals_by_source(payments: Iterable[Paid]) -> dict[str, int]:
    """Add up payments by the source of the money (rule M3), in whole yuan.

    Returns
    -------
    dict of str to int
        Every source in the order of the report, 0 where nothing is on record.
    """
    totals = dict.fromkeys(SOURCES, 0)
    for paid in payments:
        totals[paid.source] += paid.amount_cny
    return totals


def judge_area(file: CaseFile, policy: Policy) -> Verdict:
    """Judge the floor area of a home that is built (rule M4), without sheds.

    Returns
    -------
    Verdict
        Not allowed outside a limit that refuses, with a warning outside one that
        holds in principle; ``None`` if what a refusing limit looks at is unknown.
    """
    if file.way is not None and file.way not in NEW_HOMES:
        return Verdict(allowed=True, clause="")
    reasons: list[Reason] = []
    warnings: list[Reason] = []
    for row in policy.areas:
        for reason in _area_reasons(file, row, ground_of(policy, row)):
            (reasons if row.refuses else warnings).append(reason)
    rows = [row for row in policy.areas if row.refuses] or list(policy.areas)
    ground = ground_of(policy, rows[0]) if rows else Ground()
    return Verdict(**grounds(ground, reasons, warnings))


def _area_reasons(file: CaseFile, row: Area, ground: Ground) -> Iterator[Reason]:
    if file.way is None:
        yield unknown(ground, TOWN, N_("the way of securing the home is not chosen"))
    elif file.area_m2 is None:
        yield unknown(ground, TOWN, N_("the floor area is not on record"))
    elif outside := _outside(file.area_m2, row):
        concerns = _concerns(row, file.occupants)
        if concerns is None:
            message = N_("how many live there is not on record; it limits the area")
            yield unknown(ground, TOWN, message)
        elif concerns:
            yield no(ground, outside, **_limits(row), area=f"{file.area_m2:g}")


def _outside(area_m2: float, row: Area) -> str:
    if row.at_least_m2 is not None and area_m2 < row.at_least_m2:
        return N_("{area} m² is less than the {least} m² asked for")
    if row.at_most_m2 is not None and area_m2 > row.at_most_m2:
        return N_("{area} m² is more than the {most} m² provided for")
    return ""


def _limits(row: Area) -> dict[str, str]:
    bounds = {"least": row.at_least_m2, "most": row.at_most_m2}
    return {word: f"{m2:g}" for word, m2 in bounds.items() if m2 is not None}


def _concerns(row: Area, persons: int | None) -> bool | None:
    if persons is None:
        everyone = row.persons_from == 1 and row.persons_to is None
        return True if everyone else None
    upper = row.persons_to is None or persons <= row.persons_to
    return row.persons_from <= persons and upper


def _standard(file: CaseFile, policy: Policy) -> Subsidy | None:
    rows = (row for row in policy.subsidies if row.task == file.task)
    return next((row for row in rows if not row.ways or file.way in row.ways), None)


def _nothing_stated(file: CaseFile, policy: Policy) -> Owed:
    rows = [row for row in policy.subsidies if row.task == file.task]
    ground = ground_of(policy, rows[0]) if rows else Ground()
    if rows and file.way is None:
        message = N_("the way is not chosen; the standard depends on it")
        reason = unknown(ground, TOWN, message)
    else:
        message = N_("the policy states no standard for this; the county sets it")
        reason = unknown(ground, COUNTY, message)
    return Owed(
        amount_cny=None,
        standard_cny=None,
        capped=None,
        may_be_more=None,
        ground=ground,
        reasons=(reason,),
    )
