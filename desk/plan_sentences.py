"""The sentences of a proposal: what was found, what is uncertain, what was assumed."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from desk.plan_grounds import APART, AVOID_NAMES
from desk.plan_limits import what_binds
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from geo.eligibility import Answer
from geo.plan_options import towns_of
from reports.proposal import DemandPrice, Method, Parameter
from rules.language import N_
from rules.parameters import load_parameters

Say = Callable[[str], str]

# Files whose numbers a plan rests on.
FILES = ("hazard_curve", "fragility", "gem", "retrofit", "imputation", "criteria",
         "fault_setback", "location_error", "zonation")  # fmt: skip
DEMANDS = {
    "floor": N_("at least so many households in {name}"),
    "capacity": N_("builders manage so many households in {name}"),
    "min_cluster": N_("a village is opened for at least so many households"),
    "most_villages": N_("at most so many villages"),
    "budget": N_("money of {name}"),
}
METHODS = (
    (
        N_("Rank of record"),
        N_("SPOTIS with fixed bounds: leaving a village out never changes the order of "
           "two others. SAW, TOPSIS, VIKOR, entropy weights and Copeland stand beside "
           "it; they can reverse ranks."),
        "Dezert et al. 2020, FUSION; Hwang & Yoon 1981; Opricovic & Tzeng 2004",
    ),
    (
        N_("Risk of heavy damage"),
        N_("Hazard curve through the design acceleration times four fragility models "
           "that disagree, summed over all intensities; people inside."),
        "GB 18306-2015; Lagomarsino & Giovinazzi 2006; USGS PAGER; GB/T 17742-2020; "
        "GEM 2023",
    ),
    (
        N_("Choice of houses"),
        N_("Exact mixed-integer choice: the most people kept from heavily damaged "
           "houses within the money and the demands, proven to the last unit."),
        "HiGHS, scipy.optimize.milp",
    ),
)  # fmt: skip


def summary(found: PlanFound, say: Say) -> list[str]:
    """Say what the figures of the first table leave out."""
    left = found.settings.budget_cny - found.plan.cost_cny
    told = []
    if (binds := what_binds(found)) is not None:
        told.append(binds.said(say))
    elif left:
        message = say("{left} yuan are left: less than one more measure costs.")
        told.append(message.format(left=f"{left:,}"))
    for name, mask in found.assessed.proposed.apart.items():
        if mask.any():
            told.append(
                say("{count} households have no measure yet: {reason}").format(
                    count=f"{int(mask.sum()):,}", reason=say(APART[name])
                )
            )
    return told


def demands(found: PlanFound, prices: pd.DataFrame, say: Say) -> list[DemandPrice]:
    """Return what each demand costs when it is moved by one unit.

    Parameters
    ----------
    prices : pandas.DataFrame
        See :func:`geo.portfolio_frontier.floor_prices`.
    """
    codes = towns_of(found.assessed.exposure)
    names = dict(zip(codes, _town_names(found), strict=True))
    told = []
    for row in prices.itertuples():
        place = row.name
        if not isinstance(place, str):
            known = place is not None and not np.isnan(place)
            place = names[codes[int(place)]] if known else say("the whole county")
        told.append(
            DemandPrice(
                demand=say(DEMANDS[row.kind]).format(name=place),
                holds=_holds(found, row.kind, row.name),
                moved=f"{int(row.moved_by):+,}",
                change_people=float(row.gain_change),
                dropped_people=float(row.without_change),
            )
        )
    return told


def _town_names(found: PlanFound) -> Iterator[str]:
    exposure = found.assessed.exposure
    names = {code[:9]: name for code, name in
             zip(exposure.village_codes, exposure.town_names, strict=True)}  # fmt: skip
    return (names[code] for code in towns_of(exposure))


def _holds(found: PlanFound, kind: str, name: object) -> str:
    demand = found.demand
    if kind == "budget":
        money = {budget.name: budget.amount_cny for budget in demand.budgets}
        return f"{money[name]:,}"
    if kind in ("floor", "capacity"):
        table = demand.floors if kind == "floor" else demand.capacity
        known = isinstance(name, int | float | np.number) and not np.isnan(name)
        return f"{table[int(name) if known else None]:,}"
    return f"{getattr(demand, kind):,}"


def uncertainty(found: PlanFound, say: Say) -> list[str]:
    """Say how far the numbers can be trusted."""
    people = say(
        "People kept from heavily damaged houses in 30 years: {value}, between "
        "{low} and {high} in nine of ten suppositions; the models differ by a "
        "factor of {factor}."
    )
    told = [
        people.format(
            value=f"{saved.value:.1f}",
            low=f"{saved.low:.1f}",
            high=f"{saved.high:.1f}",
            factor=f"{saved.high / saved.low:.1f}",
        )
        for saved in [found.saved]
        if saved.low > 0  # an empty plan keeps nobody, and has no factor
    ]
    told += [
        say(
            "The hazard curve is crude: one point of the zonation map and a slope. It "
            "serves to compare places, not to design a house."
        ),
        say(
            "Villages of one group cannot be told apart by these data; the office may "
            "choose among them for other reasons and should write them down."
        ),
    ]
    unknown = found.assessed.exposure.structure[found.houses["position"]] < 0
    if unknown.any():
        told.append(
            say(
                "{count} chosen houses have no structure on record; it was supposed "
                "from the village's mix and must be looked at first."
            ).format(count=int(unknown.sum()))
        )
    return told


def assumptions(found: PlanFound, document: str, say: Say) -> list[str]:
    """Say what is the office's choice and no document's.

    Parameters
    ----------
    document : str
        The policy that binds here.
    """
    vetoes = found.assessed.vetoes
    told = [
        say("Who is entitled and what is paid follow {document}.").format(
            document=document
        ),
        say(
            "Criteria, bounds and weights of the ranking are the office's: no document "
            "prescribes a score."
        ),
        say(
            "Costs are the policy's reference standards, not tenders; a family may "
            "need more."
        ),
        say("One house is lifted by one class of vulnerability at most, never two."),
    ]
    for name, rules in vetoes.rules.items():
        if rules:
            told.append(
                say(
                    "Houses in {what} are proposed for a new site: an office rule, no "
                    "clause of the policy documents ({clause})."
                ).format(
                    what=say(AVOID_NAMES[name]),
                    clause="; ".join(dict.fromkeys(rule.clause for rule in rules)),
                )
            )
    for name in vetoes.not_judged:
        told.append(
            say("Not judged, because there is no layer: {what}.").format(
                what=say(AVOID_NAMES[name])
            )
        )
    near = found.assessed.found.hazards["near_boundary"] == 1
    count = int(np.count_nonzero(near & (found.assessed.entitled == Answer.YES)))
    if count:
        told.append(
            say(
                "{count} entitled households lie so near a zone's boundary that they "
                "may belong to the other side."
            ).format(count=f"{count:,}")
        )
    return told


def next_steps(shelf: CountyShelf, say: Say) -> list[str]:
    """Say what has to happen before works begin."""
    return [
        say("Towns check the list of households on site; what differs is corrected in "
            "the ledger, and the plan is made again."),
        say("Houses of unknown structure or grade are appraised first."),
        say("The plan is frozen as the plan of record once it is approved; the "
            "households then apply, are reviewed and made public one by one."),
    ]  # fmt: skip


def methods(say: Say) -> list[Method]:
    """Name the calculations and where they come from."""
    return [
        Method(title=say(title), says=say(says), source=source)
        for title, says, source in METHODS
    ]


def parameters() -> list[Parameter]:
    """List the tables of numbers that a plan rests on, with source and day."""
    return [
        Parameter(
            name=f"{name} · {key}",
            value=_values(table.values),
            source=table.source,
            on=table.date,
            verified=table.verified,
        )
        for name in FILES
        for key, table in load_parameters(name).tables.items()
    ]


def _values(values: object, most: int = 90) -> str:
    """Write the numbers of a table; of a longer one, that it has more."""
    text = "; ".join(f"{name} = {_value(value)}" for name, value in values.items())
    return text if len(text) <= most else f"{text[:most]}…"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{n}: {_value(v)}" for n, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)
