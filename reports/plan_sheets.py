"""The sheets of a plan's workbook: 方案, 村, 户, 资金, 避让, 未入选原因, 参数."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.proposal import MEASURE_WORDS, Estimate, Proposal
from reports.proposal_tables import PARAMETER_STATES, SHORT_WORDS
from reports.proposal_words import Say, day, is_chinese, sentences
from rules.vocabulary import RETROFITS


@dataclass(frozen=True)
class Column:
    """A column: its heading, how its values are shown, and the values.

    ``kind`` is a key of :data:`reports.plan_workbook.NUMBER_FORMATS`.
    """

    heading: str
    kind: str
    values: Sequence[object]


@dataclass(frozen=True)
class PlanSheet:
    """A sheet: its name, lines above the table, and the columns."""

    name: str
    lines: Sequence[str]
    columns: Sequence[Column]


def plan_sheets(proposal: Proposal, say: Say) -> list[PlanSheet]:
    """Return the sheets in order."""
    makers: tuple[Callable[[Proposal, Say], PlanSheet], ...] = (
        _plan,
        _villages,
        _households,
        _money,
        _towns,
        _demands,
        _vetoed,
        _passed,
        _parameters,
    )
    return [make(proposal, say) for make in makers]


def _columns(rows: Sequence[object], *told: tuple) -> list[Column]:
    """Return columns of what is read from each row; told: heading, kind, reader."""
    return [Column(head, kind, [*map(read, rows)]) for head, kind, read in told]


def _plan(proposal: Proposal, say: Say) -> PlanSheet:
    totals = proposal.totals
    budget = sum(line.amount_cny for line in proposal.budgets)
    facts: list[tuple[str, float]] = [
        (say("Households on record"), totals.households),
        (say("Qualify"), totals.entitled),
        (say("Not decided, data missing"), totals.undecided),
        (say("Not to be retrofitted in place"), totals.vetoed),
        (say("Villages ranked"), totals.villages_ranked),
        (say("Chosen pilot villages"), len(proposal.villages)),
        (say("Pilot households"), sum(proposal.by_measure.values())),
    ]
    facts += [(say(MEASURE_WORDS[m]), n) for m, n in proposal.by_measure.items()]
    facts += [
        (say("Subsidy ({unit})").format(unit=_yuan(proposal)), proposal.cost_cny),
        (say("Available ({unit})").format(unit=_yuan(proposal)), budget),
    ]
    facts += _estimate(say("People at risk in 30 years"), totals.at_risk, say)
    facts += _estimate(say("Risk removed (people)"), totals.removed, say)
    lines = [f"{day(proposal.made_on, proposal.language)}  {proposal.scenario}".strip()]
    lines += [*sentences(proposal, say), *proposal.summary]
    columns = _columns(
        facts,
        (say("Figure"), "text", lambda fact: fact[0]),
        (say("Value"), "number", lambda fact: fact[1]),
    )
    return PlanSheet(say("Plan"), lines, columns)


def _yuan(proposal: Proposal) -> str:
    return "元" if is_chinese(proposal.language) else "CNY"


def _estimate(name: str, estimate: Estimate, say: Say) -> list[tuple[str, float]]:
    return [
        (name, float(estimate.value)),
        (say("{name}, low").format(name=name), float(estimate.low)),
        (say("{name}, high").format(name=name), float(estimate.high)),
    ]


def _villages(proposal: Proposal, say: Say) -> PlanSheet:
    rows = proposal.villages
    removed = say("Risk removed (people)")
    measures = [
        (say(SHORT_WORDS[m]), "count", lambda v, m=m: v.households.get(m, 0))
        for m in RETROFITS
    ]
    most = max((len(village.reasons) for village in rows), default=0)
    reasons = [
        (say("Reason {number}").format(number=at + 1), "text", _reason(at))
        for at in range(most)
    ]
    columns = _columns(
        rows,
        (say("Rank"), "count", lambda v: v.rank),
        (say("Code"), "text", lambda v: v.code),
        (say("Town"), "text", lambda v: v.town),
        (say("Village"), "text", lambda v: v.village),
        *measures,
        (say("In all"), "count", lambda v: v.count),
        (_subsidy(proposal, say), "yuan", lambda v: v.cost_cny),
        (removed, "people", lambda v: v.removed.value),
        (say("{name}, low").format(name=removed), "people", lambda v: v.removed.low),
        (say("{name}, high").format(name=removed), "people", lambda v: v.removed.high),
        (_among(proposal, say), "share", lambda v: v.in_first_ratio),
        *reasons,
        (say("When it would not be"), "text", lambda v: v.counterfactual),
    )
    return PlanSheet(say("Villages"), [], columns)


def _reason(at: int) -> Callable[[object], str]:
    return lambda village: village.reasons[at] if at < len(village.reasons) else ""


def _subsidy(proposal: Proposal, say: Say) -> str:
    return say("Subsidy ({unit})").format(unit=_yuan(proposal))


def _among(proposal: Proposal, say: Say) -> str:
    return say("Among the first {count}").format(count=proposal.first_count)


def _households(proposal: Proposal, say: Say) -> PlanSheet:
    columns = _columns(
        proposal.houses,
        (say("Household"), "text", lambda h: h.household_id),
        (say("Town"), "text", lambda h: h.town),
        (say("Village"), "text", lambda h: h.village),
        (say("Place in the village"), "count", lambda h: h.place),
        (say("Structure"), "text", lambda h: h.structure),
        (say("Appraised grade"), "text", lambda h: h.grade),
        (say("Task"), "text", lambda h: h.task),
        (say("Retrofit measure"), "text", lambda h: say(MEASURE_WORDS[h.measure])),
        (_subsidy(proposal, say), "yuan", lambda h: h.cost_cny),
        (say("Source"), "text", lambda h: h.budget),
        (say("Risk removed (people)"), "people", lambda h: h.removed_people),
        (say("Why it is chosen"), "text", lambda h: h.reason),
    )
    return PlanSheet(say("Households of the plan"), [], columns)


def _money(proposal: Proposal, say: Say) -> PlanSheet:
    unit = _yuan(proposal)
    columns = _columns(
        proposal.budgets,
        (say("Source"), "text", lambda b: b.name),
        (say("May be used for"), "text", lambda b: b.purpose),
        (say("Available ({unit})").format(unit=unit), "yuan", lambda b: b.amount_cny),
        (say("Used ({unit})").format(unit=unit), "yuan", lambda b: b.used_cny),
        (
            say("Remaining ({unit})").format(unit=unit),
            "yuan",
            lambda b: b.amount_cny - b.used_cny,
        ),
    )
    return PlanSheet(say("Money"), [], columns)


def _towns(proposal: Proposal, say: Say) -> PlanSheet:
    unit, removed = _yuan(proposal), say("Risk removed (people)")
    money = [
        (
            say("{name} ({unit})").format(name=line.name, unit=unit),
            "yuan",
            lambda t, name=line.name: t.by_budget_cny.get(name, 0),
        )
        for line in proposal.budgets
    ]
    columns = _columns(
        proposal.towns,
        (say("Town"), "text", lambda t: t.town),
        (say("Qualify"), "count", lambda t: t.entitled),
        (say("Villages"), "count", lambda t: t.villages),
        (say("Households"), "count", lambda t: t.households),
        *money,
        (removed, "people", lambda t: t.removed.value),
        (say("{name}, low").format(name=removed), "people", lambda t: t.removed.low),
        (say("{name}, high").format(name=removed), "people", lambda t: t.removed.high),
    )
    return PlanSheet(say("Money by town"), proposal.equity, columns)


def _demands(proposal: Proposal, say: Say) -> PlanSheet:
    change = say("Risk removed changes by (people)")
    columns = _columns(
        proposal.demands,
        (say("Demand"), "text", lambda d: d.demand),
        (say("In this plan"), "text", lambda d: d.holds),
        (say("Moved by"), "text", lambda d: d.moved),
        (change, "people", lambda d: d.change_people),
        (say("without it (people)"), "people", lambda d: d.dropped_people),
    )
    return PlanSheet(say("Demands and their price"), [], columns)


def _vetoed(proposal: Proposal, say: Say) -> PlanSheet:
    def told(village: object) -> str:
        return "; ".join(f"{why} {n:,}" for why, n in village.reasons.items())

    stays = {True: say("not a pilot"), False: say("others may stay")}
    columns = _columns(
        proposal.vetoed,
        (say("Town"), "text", lambda v: v.town),
        (say("Village"), "text", lambda v: v.village),
        (say("Households"), "count", lambda v: v.households),
        (say("Of these to move"), "count", lambda v: v.vetoed),
        (say("For what reason (households)"), "text", told),
        (say("What of the village"), "text", lambda v: stays[v.out]),
    )
    return PlanSheet(say("To move away"), [], columns)


def _passed(proposal: Proposal, say: Say) -> PlanSheet:
    columns = _columns(
        proposal.passed,
        (say("Rank"), "count", lambda v: v.rank),
        (say("Code"), "text", lambda v: v.code),
        (say("Town"), "text", lambda v: v.town),
        (say("Village"), "text", lambda v: v.village),
        (say("Qualify"), "count", lambda v: v.entitled),
        (_among(proposal, say), "share", lambda v: v.in_first_ratio),
        (say("Why it is not chosen"), "text", lambda v: v.reason),
    )
    return PlanSheet(say("Why not chosen"), [], columns)


def _parameters(proposal: Proposal, say: Say) -> PlanSheet:
    states = {known: say(words) for known, words in PARAMETER_STATES.items()}
    columns = _columns(
        proposal.parameters,
        (say("Parameter"), "text", lambda p: p.name),
        (say("Value"), "text", lambda p: p.value),
        (say("Where from"), "text", lambda p: p.source),
        (say("Dated"), "day", lambda p: p.on),
        (say("Checked at its source"), "text", lambda p: states[p.verified]),
    )
    return PlanSheet(say("Parameters"), [], columns)
