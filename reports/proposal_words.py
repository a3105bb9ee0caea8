"""How the numbers of a proposal are said, alike in Word and in Excel."""

import math
from collections.abc import Callable, Mapping
from datetime import date

from reports.proposal import MEASURE_WORDS, Estimate, Proposal

Say = Callable[[str], str]
# Offices of China count money in 万元; other readers in yuan.
TEN_THOUSAND = 10_000
MOST_LIKELY_SHOWN, LEAST_LIKELY_SHOWN = 0.995, 0.005


def is_chinese(language: str) -> bool:
    """Tell whether the reader counts and dates the Chinese way."""
    return language.startswith("zh")


def money(amount_cny: int, language: str) -> str:
    """Write an amount without its unit, exact to the yuan.

    Examples
    --------
    >>> money(2_985_500, "zh_CN"), money(12_000, "zh_CN"), money(12_000, "en")
    ('298.55', '1.2', '12,000')
    """
    if not is_chinese(language):
        return f"{amount_cny:,}"
    return f"{amount_cny / TEN_THOUSAND:,.4f}".rstrip("0").rstrip(".")


def money_unit(language: str) -> str:
    """Return the unit of :func:`money`."""
    return "万元" if is_chinese(language) else "CNY"


def money_in_full(amount_cny: int, language: str) -> str:
    """Write an amount with its unit.

    Examples
    --------
    >>> money_in_full(3_000_000, "zh_CN"), money_in_full(3_000_000, "en")
    ('300万元', 'CNY 3,000,000')
    """
    amount, unit = money(amount_cny, language), money_unit(language)
    return f"{amount}{unit}" if is_chinese(language) else f"{unit} {amount}"


def day(on: date, language: str) -> str:
    """Write a day.

    Examples
    --------
    >>> day(date(2026, 3, 1), "zh_CN"), day(date(2026, 3, 1), "en")
    ('2026年3月1日', '2026-03-01')
    """
    if is_chinese(language):
        return f"{on.year}年{on.month}月{on.day}日"
    return on.isoformat()


def people(value: float) -> str:
    """Write an expected number of people; ``—`` for unknown.

    Examples
    --------
    >>> people(123.4), people(12.34), people(0.0213), people(0.0), people(math.nan)
    ('123', '12.3', '0.02', '0', '—')
    """
    if math.isnan(value):
        return "—"
    if value == 0:
        return "0"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 1 else 2
    told = f"{value:,.{digits}f}"
    return f"{value:.1g}" if float(told.replace(",", "")) == 0 else told


def interval(estimate: Estimate) -> str:
    """Write low and high of an estimate.

    Examples
    --------
    >>> interval(Estimate(value=2.0, low=0.5, high=4.25))
    '0.50–4.2'
    """
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        return "—"
    return f"{people(estimate.low)}–{people(estimate.high)}"


def with_interval(estimate: Estimate) -> str:
    """Write an estimate above its interval, for a narrow cell.

    Examples
    --------
    >>> with_interval(Estimate(value=2.0, low=0.5, high=math.nan))
    '2.0'
    """
    if interval(estimate) == "—":
        return people(estimate.value)
    return f"{people(estimate.value)}\n({interval(estimate)})"


def share(ratio: float) -> str:
    """Write a share of the draws; never as certain, nor as impossible.

    Examples
    --------
    >>> share(0.834), share(1.0), share(0.0), share(math.nan)
    ('83%', '>99%', '<1%', '—')
    """
    if math.isnan(ratio):
        return "—"
    if ratio > MOST_LIKELY_SHOWN:
        return ">99%"
    return "<1%" if ratio < LEAST_LIKELY_SHOWN else f"{ratio:.0%}"


def change(value: float) -> str:
    """Write a change with its sign; ``—`` if there is none to tell.

    Examples
    --------
    >>> change(0.25), change(-1.5), change(0.0), change(math.nan)
    ('+0.25', '−1.5', '0', '—')
    """
    told = people(abs(value))
    if told in ("—", "0"):
        return told
    return f"+{told}" if value > 0 else f"−{told}"


def counted(count: int) -> str:
    """Write a number of a table; none is a dash.

    Examples
    --------
    >>> counted(1200), counted(0)
    ('1,200', '–')
    """
    return f"{count:,}" if count else "–"


def measure_counts(households: Mapping[str, int], say: Say, language: str) -> str:
    """Name the measures that occur, with their households."""
    one = say("{measure}: {count:,}")
    told = [
        one.format(measure=say(MEASURE_WORDS[measure]), count=count)
        for measure, count in households.items()
        if count
    ]
    return ("、" if is_chinese(language) else ", ").join(told)


def title_of(proposal: Proposal, say: Say) -> str:
    """Return the title of the paper."""
    return say(
        "Proposal of pilot villages for rural seismic retrofit in {county}, {year}"
    ).format(county=proposal.county, year=proposal.year)


def sentences(proposal: Proposal, say: Say) -> list[str]:
    """Say who is at risk, who is entitled, what it costs and what is chosen."""
    return [_entitled(proposal, say), _proposed(proposal, say), _removed(proposal, say)]


def _entitled(proposal: Proposal, say: Say) -> str:
    totals = proposal.totals
    return say(
        "As of {on}, {county} has {households:,} households on record. "
        "{entitled:,} qualify, {undecided:,} cannot be decided for lack of data, "
        "and {vetoed:,} stand where no house should be retrofitted in place."
    ).format(
        on=day(proposal.on, proposal.language),
        county=proposal.county,
        households=totals.households,
        entitled=totals.entitled,
        undecided=totals.undecided,
        vetoed=totals.vetoed,
    )


def _removed(proposal: Proposal, say: Say) -> str:
    totals = proposal.totals
    return say(
        "If nothing is done, {at_risk} people are expected to be in a heavily "
        "damaged house at some time within 30 years (90 % interval {at_range}); "
        "this plan takes away {removed} of them ({removed_range})."
    ).format(
        at_risk=people(totals.at_risk.value),
        at_range=interval(totals.at_risk),
        removed=people(totals.removed.value),
        removed_range=interval(totals.removed),
    )


def _proposed(proposal: Proposal, say: Say) -> str:
    language = proposal.language
    return say(
        "It is proposed to choose {chosen} of {ranked} villages as pilots of {year}, "
        "with {count:,} households ({measures}), for {cost} out of {budget}."
    ).format(
        chosen=len(proposal.villages),
        ranked=proposal.totals.villages_ranked,
        year=proposal.year,
        count=sum(proposal.by_measure.values()),
        measures=measure_counts(proposal.by_measure, say, language) or "—",
        cost=money_in_full(proposal.cost_cny, language),
        budget=money_in_full(sum(b.amount_cny for b in proposal.budgets), language),
    )
