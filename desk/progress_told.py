"""Sentences about progress, each read again from its table before it is shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from desk.progress_ends import Beyond, Extreme
from desk.progress_figures import Figures
from rules.adcode import level_of
from rules.errors import PlanningError
from rules.language import N_
from rules.remarks import Remark

NUMBER = re.compile(r"\d")
CHINESE_STOP = "。"
TEN_THOUSAND = 10_000


class Claim(NamedTuple):
    """A number in a sentence, and where it was read.

    Attributes
    ----------
    field : str
        Its name in the sentence.
    code : str
        Of the area.
    measure : str
        ``""`` for a count.
    column : str
        Of the counts, or of the measure's rates.
    words : callable
        How the sentence writes what the table says.
    again : callable, optional
        Reads it from another table than that of areas.
    """

    field: str
    code: str
    measure: str
    column: str
    words: Callable[[str], str] = str
    again: Callable[[], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A sentence with what it claims.

    Attributes
    ----------
    remark : Remark
    claims : tuple of Claim
        Every number of the sentence, days and names apart.
    extremes : tuple of Extreme or Beyond
    names : tuple of str
        Words of the sentence that may hold digits: days, names, clauses.
    code : str
        The area it speaks of.
    measure, chart : str
        What shows it: a measure on the map, a chart; ``""`` none.
    """

    remark: Remark
    claims: tuple[Claim, ...] = ()
    extremes: tuple[Extreme | Beyond, ...] = ()
    names: tuple[str, ...] = ()
    code: str = ""
    measure: str = ""
    chart: str = ""
    more: tuple["Told", ...] = ()

    def said(self, say: Callable[[str], str]) -> str:
        """Say it, and what follows it."""
        parts = [self.remark.said(say), *(one.said(say) for one in self.more)]
        text = parts[0]
        for part in parts[1:]:
            text += part if text.endswith(CHINESE_STOP) else f" {part}"
        return text

    def plus(
        self,
        values: Mapping[str, Any],
        claims: tuple[Claim, ...] = (),
        words: tuple[str, ...] = (),
    ) -> "Told":
        """Return it with more that fills it; what no claim stands behind is a name."""
        remark = Remark(
            message=self.remark.message,
            values={**self.remark.values, **values},
            words=(*self.remark.words, *words),
        )
        claimed = {claim.field for claim in claims}
        names = tuple(str(v) for name, v in values.items() if name not in claimed)
        more = {"claims": (*self.claims, *claims), "names": (*self.names, *names)}
        return replace(self, remark=remark, **more)

    def then(self, follows: "Told", code: str = "") -> "Told":
        """Return it with a sentence after it, perhaps of another area."""
        shown = {
            "measure": self.measure or follows.measure,
            "chart": self.chart or follows.chart,
        }
        more, code = (*self.more, follows), code or self.code
        return replace(self, more=more, code=code, **shown)

    def __str__(self) -> str:
        return self.said(str)


def plain(message: str, code: str = "", **names: str) -> Told:
    """Return a sentence without any number, but days and names."""
    remark = Remark(message=message, values=names)
    return Told(remark=remark, names=tuple(names.values()), code=code)


def one_of(figures: Figures, message: str, extreme: Extreme) -> Told:
    """Return a sentence that names the areas of which one is the first, or the last."""
    names = "、".join(figures.name(code) for code in extreme.codes)
    return replace(plain(message, names=names), extremes=(extreme,))


def checked(told: Told, figures: Figures) -> Told:
    """Return a sentence that was found true.

    Raises
    ------
    PlanningError
        If a number in it is not what its table says, or no table was named for it, or
        an area is not what it is called.
    """
    values = told.remark.values
    for claim in told.claims:
        _require_same(claim, str(values[claim.field]), figures)
    for extreme in told.extremes:
        _require_extreme(extreme, figures)
    _require_all_claimed(told)
    for one in told.more:
        checked(one, figures)
    return told


def read(
    figures: Figures,
    code: str,
    wanted: Mapping[str, str],
    measure: str = "",
    words: Callable[[str], str] = str,
) -> tuple[dict[str, str], tuple[Claim, ...]]:
    """Read numbers for a sentence.

    Parameters
    ----------
    wanted : mapping
        Field of the sentence to the column: of the measure's rates, or of the counts.
    words : callable
        How the sentence writes them.

    Returns
    -------
    values, claims
    """
    level = level_of(code)
    if measure:
        row = figures.rate(level, measure).loc[code]
        values = {name: str(row[column]) for name, column in wanted.items()}
    else:
        values = {n: figures.shown(code, column) for n, column in wanted.items()}
    values = {name: words(value) for name, value in values.items()}
    claims = tuple(
        Claim(n, code, measure, column, words) for n, column in wanted.items()
    )
    return values, claims


def bare(shown: str) -> str:
    """Leave out the sign before a number that the sentence itself calls about so much.

    Examples
    --------
    >>> bare("≈ 560"), bare("<100,000")
    ('560', '100,000')
    """
    return shown.removeprefix("≈ ").removeprefix("<")


class Yuan(str):
    """An amount as it is shown; a translation writes ``{amount:wan}`` for 万元.

    Examples
    --------
    >>> shown = Yuan("328,000")
    >>> f"{shown} yuan, {shown:wan} 万元, {Yuan('<100,000'):wan}"
    '328,000 yuan, 32.8 万元, 10'
    """

    __slots__ = ()

    def __new__(cls, shown: str) -> "Yuan":
        """Leave out the sign before it."""
        return super().__new__(cls, bare(shown))

    def __format__(self, unit: str) -> str:
        """Write it in yuan, or with ``wan`` in ten thousands, to a hundred yuan."""
        if unit != "wan":
            return super().__format__(unit)
        amount = float(self.replace(",", "")) / TEN_THOUSAND
        return f"{amount:,.2f}".rstrip("0").rstrip(".")


def _require_same(claim: Claim, said: str, figures: Figures) -> None:
    if claim.again:
        found = claim.words(claim.again())
    else:
        found = claim.words(figures.again(claim.code, claim.column, claim.measure))
    if said != found:
        raise PlanningError(
            N_("a sentence says {said} of {place}, its table {found}; it is not shown"),
            said=said,
            found=found,
            place=figures.name(claim.code),
        )


def _require_extreme(extreme: Extreme | Beyond, figures: Figures) -> None:
    if extreme.found(figures) != extreme.codes:
        raise PlanningError(
            N_("a sentence calls {place} first or last, which it is not; not shown"),
            place="、".join(figures.name(code) for code in extreme.codes),
        )


def _require_all_claimed(told: Told) -> None:
    """Refuse a number that nobody reads again."""
    claimed = {claim.field for claim in told.claims}
    names = {str(name) for name in told.names}
    for name, value in told.remark.values.items():
        loose = name not in claimed and str(value) not in names
        if loose and NUMBER.search(str(value)):
            raise PlanningError(
                N_("a sentence holds {said}, which no table stands behind; not shown"),
                said=value,
            )
    if NUMBER.search(told.remark.message):
        raise PlanningError(
            N_("a sentence holds {said}, which no table stands behind; not shown"),
            said=told.remark.message,
        )
