"""What a proposal of pilot villages says: plain values, put on paper next door.

Every sentence is in the words of the reader already; numbers are numbers, ``nan``
is unknown.  People are those expected in a heavily damaged house within 30 years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.language import N_
from rules.vocabulary import RETROFITS

MEASURE_WORDS = {
    "strengthen": N_("repair and strengthen"),
    "hdc": N_("strengthen with high-ductility concrete"),
    "rebuild": N_("demolish and rebuild"),
    "relocate": N_("move to a safe site"),
}


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its 90 % interval; what is unknown is ``nan``."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The figures of the first table, from who is at risk to what is chosen.

    Attributes
    ----------
    households : int
        On record.
    at_risk : Estimate
        People expected in heavily damaged houses in 30 years, if nothing is done.
    entitled, undecided, vetoed : int
        Households: may be entitled for sure, not known yet, not to stay in place.
    villages_ranked : int
    removed : Estimate
        Of ``at_risk``, what the plan takes away.
    """

    households: int
    at_risk: Estimate
    entitled: int
    undecided: int
    vetoed: int
    villages_ranked: int
    removed: Estimate


@dataclass(frozen=True, kw_only=True)
class PilotVillage:
    """One chosen village.

    Attributes
    ----------
    rank : int or None
        In the ranking of record, not in this list; ``None``: not ranked, kept by hand.
    households : mapping of measure to households
        Keys are those of :data:`rules.vocabulary.RETROFITS`.
    removed : Estimate
    in_first_ratio : float
        Share of the draws in which it is among the first ``Proposal.first_count``.
    reasons : sequence of str
        Whole sentences, the weightiest first.
    counterfactual : str
        What would have to differ for it not to be chosen; may be empty.
    """

    rank: int | None
    code: str
    town: str
    village: str
    households: Mapping[str, int]
    cost_cny: int
    removed: Estimate
    in_first_ratio: float
    reasons: Sequence[str] = ()
    counterfactual: str = ""

    @property
    def count(self) -> int:
        """Households of all measures."""
        return sum(self.households.values())


@dataclass(frozen=True, kw_only=True)
class PilotHouse:
    """One house of the plan; the household is a number, never a name.

    ``task``, ``structure``, ``grade``, ``budget`` and ``reason`` are words to show;
    ``place`` is its place in the order of need of its village.
    """

    household_id: str
    town: str
    village: str
    place: int
    structure: str
    grade: str
    task: str
    measure: str
    cost_cny: int
    budget: str
    removed_people: float
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """Money of one source: what it may be used for, what there is, what is used."""

    name: str
    purpose: str
    amount_cny: int
    used_cny: int


@dataclass(frozen=True, kw_only=True)
class TownShare:
    """What a town gets; ``entitled`` are its households that could be chosen."""

    town: str
    entitled: int
    villages: int
    households: int
    by_budget_cny: Mapping[str, int]
    removed: Estimate


@dataclass(frozen=True, kw_only=True)
class DemandPrice:
    """A demand on the plan, and what it costs when moved by one unit.

    Attributes
    ----------
    demand, holds, moved : str
        What is demanded, of whom; what the plan has; by what it was moved.
    change_people : float
        Of the risk removed, when solved again; ``nan`` if there is no such plan.
    dropped_people : float
        Of the risk removed without the demand at all; ``nan`` where that has no
        meaning, as of money.
    """

    demand: str
    holds: str
    moved: str
    change_people: float
    dropped_people: float = float("nan")


@dataclass(frozen=True, kw_only=True)
class VetoedVillage:
    """Households of a village that are not to be strengthened where they stand.

    ``reasons`` counts households by reason (one may have several); ``out`` says that
    the whole village is no pilot for it.
    """

    town: str
    village: str
    households: int
    vetoed: int
    reasons: Mapping[str, int]
    out: bool = False


@dataclass(frozen=True, kw_only=True)
class PassedVillage:
    """A village that is not chosen, and why; ``rank`` is ``None`` if not ranked."""

    rank: int | None
    code: str
    town: str
    village: str
    entitled: int
    in_first_ratio: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Method:
    """A calculation: what it is used for, in a sentence, and where it is from."""

    title: str
    says: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that the result rests on, with its source and its day."""

    name: str
    value: str
    source: str
    on: date | None
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A line to sign: who prepares, checks or approves; the name may be empty."""

    role: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Everything that the paper says.

    Attributes
    ----------
    language : str
        One of :data:`rules.language.LANGUAGES`.
    county, office, addressee : str
        Whose plan; who proposes (signs at the foot); to whom, may be empty.
    scenario : str
        Name or number of the saved scenario, so that it is found again.
    on, made_on : date
        The day of the data and rules; the day of the paper.
    year : int
        Of the programme.
    stamp : str
        On every page for demonstration data, else empty.
    summary : sequence of str
        Further sentences, below the table of the main figures.
    first_count : int
        The k of ``in_first_ratio``.
    villages : sequence of PilotVillage
        In the order in which they are to be printed.
    ties : sequence of sequences of str
        Names of villages that cannot be told apart.
    map_png : bytes
        Upright; of :func:`reports.plan_map.draw_plan`; empty for no map.
    map_says : str
        What the map shows, for those who do not see it.
    equity, uncertainty, assumptions, next_steps : sequence of str
        Sentences.
    signatures : sequence of Signature
        Empty for the usual three: prepared, checked, approved.
    """

    language: str
    county: str
    on: date
    made_on: date
    year: int
    totals: Totals
    villages: Sequence[PilotVillage]
    first_count: int
    budgets: Sequence[BudgetLine]
    towns: Sequence[TownShare]
    office: str = ""
    addressee: str = ""
    scenario: str = ""
    stamp: str = ""
    summary: Sequence[str] = ()
    ties: Sequence[Sequence[str]] = ()
    map_png: bytes = field(default=b"", repr=False)
    map_says: str = ""
    demands: Sequence[DemandPrice] = ()
    equity: Sequence[str] = ()
    vetoed: Sequence[VetoedVillage] = ()
    passed: Sequence[PassedVillage] = ()
    houses: Sequence[PilotHouse] = ()
    uncertainty: Sequence[str] = ()
    assumptions: Sequence[str] = ()
    next_steps: Sequence[str] = ()
    methods: Sequence[Method] = ()
    parameters: Sequence[Parameter] = ()
    signatures: Sequence[Signature] = ()

    @property
    def by_measure(self) -> dict[str, int]:
        """Households of the plan by measure, in the order of the vocabulary."""
        return {
            measure: sum(
                village.households.get(measure, 0) for village in self.villages
            )
            for measure in RETROFITS
        }

    @property
    def cost_cny(self) -> int:
        """Yuan of all chosen villages."""
        return sum(village.cost_cny for village in self.villages)
