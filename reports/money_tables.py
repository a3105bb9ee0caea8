"""The tables of a printed proposal that tell where money goes, and at what price."""

from collections.abc import Sequence
from math import isnan

from reports.proposal import DemandPrice, Proposal, TownShare
from reports.proposal_tables import Printed
from reports.proposal_words import (
    Say,
    change,
    counted,
    money,
    money_unit,
    with_interval,
)


def budgets_table(proposal: Proposal, say: Say) -> Printed:
    """Return the money by source."""
    language = proposal.language
    unit = money_unit(language)
    heads = [
        say("Source"),
        say("May be used for"),
        say("Available ({unit})").format(unit=unit),
        say("Used ({unit})").format(unit=unit),
        say("Remaining ({unit})").format(unit=unit),
    ]
    rows = [
        [
            line.name,
            line.purpose,
            money(line.amount_cny, language),
            money(line.used_cny, language),
            money(line.amount_cny - line.used_cny, language),
        ]
        for line in proposal.budgets
    ]
    there = sum(line.amount_cny for line in proposal.budgets)
    used = sum(line.used_cny for line in proposal.budgets)
    amounts = [money(amount, language) for amount in (there, used, there - used)]
    rows.append([say("Sum"), "", *amounts])
    widths = (36, 58, 20, 20, 24)
    return Printed(say("Money by source"), heads, rows, widths, (2, 3, 4), True)


def towns_table(proposal: Proposal, say: Say) -> Printed:
    """Return what each town gets."""
    unit = money_unit(proposal.language)
    names = [line.name for line in proposal.budgets]
    heads = [
        say("Town"),
        say("Qualify"),
        say("Villages"),
        say("Households"),
        *(say("{name} ({unit})").format(name=name, unit=unit) for name in names),
        say("Risk removed (people, 90 % interval)"),
    ]
    rows = [_town_row(town, names, proposal.language) for town in proposal.towns]
    widths = (24, 15, 15, 20, *[58 / max(len(names), 1)] * len(names), 24)
    centred = range(1, len(heads))
    return Printed(say("Households and money by town"), heads, rows, widths, centred)


def _town_row(town: TownShare, names: Sequence[str], language: str) -> list[str]:
    return [
        town.town,
        f"{town.entitled:,}",
        counted(town.villages),
        counted(town.households),
        *(_amount(town.by_budget_cny.get(name, 0), language) for name in names),
        with_interval(town.removed) if town.households else "–",
    ]


def _amount(amount_cny: int, language: str) -> str:
    return money(amount_cny, language) if amount_cny else "–"


def demands_table(proposal: Proposal, say: Say) -> Printed:
    """Return each demand on the plan and its price."""

    def row(demand: DemandPrice) -> list[str]:
        none = isnan(demand.change_people)
        priced = say("no such plan") if none else change(demand.change_people)
        dropped = "—" if isnan(demand.dropped_people) else change(demand.dropped_people)
        return [demand.demand, demand.holds, demand.moved, priced, dropped]

    heads = [
        say("Demand"),
        say("In this plan"),
        say("Moved by"),
        say("Risk removed changes by (people)"),
        say("without it (people)"),
    ]
    rows = [row(demand) for demand in proposal.demands]
    caption = say("Demands on the plan and their price")
    return Printed(caption, heads, rows, (50, 26, 28, 28, 24), (3, 4))
