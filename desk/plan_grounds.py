"""What decides about one house before any plan: its claim, its site, what fits it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from desk.assessment import DEGREE, Assessed
from desk.describe import TASK_NAMES
from desk.eligibility import household_eligibility
from desk.plan_tables import MEASURES
from desk.workspace import Workspace
from geo.eligibility import Answer
from geo.entitlement import TaskAnswer
from reports.proposal import MEASURE_WORDS
from rules.language import N_
from rules.policy import Policy
from rules.remarks import Quantity, Remark
from rules.vocabulary import RETROFITS, STRUCTURES, TASKS

OFFICE = "office"
AVOID_NAMES = {
    "avoid_geohazard": N_("a geohazard body"),
    "avoid_flood_way": N_("a flood way"),
    "avoid_fault": N_("the set-back of an active fault"),
}
APART = {
    "entitlement_unknown": N_("Whether the family is entitled is not known yet."),
    "veto_unknown": N_("Whether the site is safe is not known yet: look at it first."),
    "grade_unknown": N_("The house has no grade yet: appraise it first."),
    "no_house": N_("There is no house to strengthen."),
    "village_unknown": N_("Its village is not on record."),
    "risk_unknown": N_("The earthquake risk here is not known: no zone at its place."),
    "cost_unknown": N_("The policy states no sum for the measure that fits."),
    "under_way": N_("Its case is approved or under way: no second measure is planned."),
    "no_measure": N_("No measure fits the house, or none makes it safer."),
}
FACTS = {
    "grade": N_("its appraised grade"),
    "certified_group": N_("a certificate of its group"),
    "structure": N_("its structure"),
    "other_safe_home": N_("whether it has another safe home"),
    "design_intensity_degree": N_("the design intensity"),
    "meets_seismic_standard": N_("an appraisal against the seismic standard"),
    "no_house": N_("whether there is a house"),
    "disaster_rebuild_aid": N_("whether it had rebuilding aid"),
    "housing_aid_before": N_("whether it had help before"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that decides, in the order in which it is asked.

    Attributes
    ----------
    answer : Answer or None
        Whether it speaks for the house; ``None``: neither.
    basis : str
        ``"document"``, ``"office"`` or ``""`` where nothing is cited.
    """

    remark: Remark
    answer: Answer | None = None
    clause: str = ""
    basis: str = ""


def entitlement_steps(workspace: Workspace, household_id: str) -> Iterator[Step]:
    """Say of each task whether the family may enter it, by which clauses."""
    found = household_eligibility(workspace, household_id)
    for answer in found.answers:
        sides = {Answer.YES: answer.holds, Answer.NO: answer.refuses}
        rules = sides.get(answer.answer, answer.open)
        office = all(rule.basis == OFFICE for rule in rules)
        yield Step(
            remark=_entitled(answer),
            answer=answer.answer,
            clause=_cited((found.documents[rule.id], rule.clause) for rule in rules),
            basis=OFFICE if rules and office else "document",
        )


def _cited(pairs: Iterable[tuple[str, str]]) -> str:
    """Write clauses by their document."""
    by_document: dict[str, list[str]] = {}
    for document, clause in pairs:
        by_document.setdefault(document, []).append(clause)
    return "; ".join(
        f"{document} {', '.join(dict.fromkeys(clauses))}"
        for document, clauses in by_document.items()
    )


def _entitled(answer: TaskAnswer) -> Remark:
    task = TASK_NAMES[answer.task]
    if answer.answer is Answer.YES:
        return Remark(
            message=N_("{task}: entitled."), values={"task": task}, words=("task",)
        )
    if answer.answer is Answer.NO:
        return Remark(
            message=N_("{task}: not entitled."), values={"task": task}, words=("task",)
        )
    fact = answer.missing[0].fact if answer.missing else "certified_group"
    return Remark(
        message=N_("{task}: not known yet; missing is {fact}."),
        values={"task": task, "fact": FACTS.get(fact, fact)},
        words=("task", "fact"),
    )


def site_steps(assessed: Assessed, position: int) -> Iterator[Step]:
    """Say how strong the ground may shake, and what speaks against the site."""
    degree = assessed.found.hazards[DEGREE][position]
    if np.isfinite(degree):
        yield Step(
            remark=Remark(
                message=N_("The design intensity at its place is {degree}."),
                values={"degree": Quantity(float(degree), N_("degrees"))},
            )
        )
    yield from _risk_steps(assessed, position)
    vetoes = assessed.vetoes
    for name, answers in vetoes.by_rule.items():
        answer = Answer(int(answers[position]))
        if answer is Answer.NO:
            continue
        message = (
            N_("It stands in {what}: a new house elsewhere is proposed, no retrofit.")
            if answer is Answer.YES
            else N_("Whether it stands in {what} is not known yet.")
        )
        yield Step(
            remark=Remark(
                message=message, values={"what": AVOID_NAMES[name]}, words=("what",)
            ),
            answer=Answer.NO if answer is Answer.YES else Answer.UNKNOWN,
            clause="; ".join(dict.fromkeys(r.clause for r in vetoes.rules[name])),
            basis=OFFICE,
        )
    if vetoes.one_degree_more[position]:
        yield Step(
            remark=Remark(
                message=N_("It lies near an active fault, low and apart from others: "
                           "it may stay, built for one degree more.")
            ),
            basis=OFFICE,
        )  # fmt: skip


def _risk_steps(assessed: Assessed, position: int) -> Iterator[Step]:
    """Say how likely the house is heavily damaged, and how sure its structure is."""
    risk = assessed.risk
    if not np.isfinite(risk.people_30y[position]):
        return
    people = N_("people")
    yield Step(
        remark=Remark(
            message=N_(
                "Expected in a heavily damaged house within 30 years: {value}, 90 %: "
                "{low} to {high}; heavy damage in a year: {yearly}."
            ),
            values={
                "value": Quantity(float(risk.people_30y[position]), people),
                "low": Quantity(float(risk.low_30y[position]), ""),
                "high": Quantity(float(risk.high_30y[position]), people),
                "yearly": Quantity(float(risk.heavy_yearly[position]), "ratio"),
            },
        ),
        basis=OFFICE,
    )
    if assessed.exposure.structure[position] < 0:
        likely = STRUCTURES[assessed.imputed.likely[position]]
        sure = float(assessed.imputed.confidence[position])
        message = N_(
            "Its structure is not on record; by its village's mix it is {structure}, "
            "to {sure}."
        )
        values = {"structure": likely, "sure": Quantity(sure, "ratio")}
        yield Step(remark=Remark(message=message, values=values))


def measure_steps(policy: Policy, assessed: Assessed, position: int) -> Iterator[Step]:
    """Say which measures fit a house, at which cost, or why none does."""
    options = assessed.proposed.options
    own = {}  # either task may pay for the same
    for row in np.flatnonzero(options.house == position):
        own.setdefault((options.measure[row], options.cost_cny[row]), row)
    for name, mask in assessed.proposed.apart.items():
        if mask[position]:
            yield Step(remark=Remark(message=APART[name]), answer=Answer.UNKNOWN)
    for row in own.values():
        task, cost = TASKS[options.task[row]], int(options.cost_cny[row])
        measure = MEASURES[options.measure[row]]
        yield Step(
            remark=Remark(
                message=N_("{measure} fits: {cost} yuan, keeps {people} from a "
                           "heavily damaged house within 30 years."),
                values={
                    "measure": MEASURE_WORDS[measure],
                    "cost": f"{cost:,}",
                    "people": Quantity(float(options.gain[row]), N_("people")),
                },
                words=("measure",),
            ),
            answer=Answer.YES,
            clause=_clause_of_cost(policy, task, measure, cost),
            basis="document",
        )  # fmt: skip


def _clause_of_cost(policy: Policy, task: str, measure: str, cost_cny: int) -> str:
    """Cite who states the sum: of the task that pays, or of dangerous houses (M1)."""
    stated = [
        subsidy
        for subsidy in policy.subsidies
        if RETROFITS[measure] in subsidy.ways and subsidy.at_least_cny == cost_cny
    ]
    own = [subsidy for subsidy in stated if subsidy.task == task]
    pairs = [(policy.document_of("subsidy", s.id), s.clause) for s in own or stated]
    return _cited(pairs)


def unranked(assessed: Assessed, village: int) -> Remark:
    """Say why a village is not in the ranking at all."""
    if (reason := out_reason(assessed, village)) is not None:
        return reason
    here = assessed.exposure.village == village
    degree = assessed.found.hazards[DEGREE][here]
    least = assessed.least_degree
    if least is not None and len(degree) and (degree < least).all():
        return Remark(
            message=N_("Not ranked: the design intensity here is below {degree}, where "
                       "seismic pilots begin."),
            values={"degree": Quantity(least, N_("degrees"))},
        )  # fmt: skip
    return Remark(
        message=N_(
            "Not ranked: no family here may be entitled at a place where the seismic "
            "risk is known."
        )
    )


def out_reason(assessed: Assessed, village: int) -> Remark | None:
    """Say why a village is out as a whole; ``None`` if it is not."""
    out = assessed.out
    if village not in out.index or not out.loc[village, "out"]:
        return None
    return Remark(
        message=N_("The village is out: {share} of its houses stand in {what}."),
        values={
            "share": Quantity(float(out.loc[village, "share"]), "ratio"),
            "what": AVOID_NAMES[out.loc[village, "reasons"][0]],
        },
        words=("what",),
    )
