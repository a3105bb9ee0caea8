"""The fields of each form about a case, and the verb that takes them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.case_details import OldHouse, move_in, record_vacated, set_details
from desk.case_hand import Hand, Recorded, Seen
from desk.case_house import record_appraisal
from desk.case_money import record_payment
from desk.casework import go_back, post, take_step
from desk.describe import word
from desk.field_words import FIELD_WORDS, told
from rules.casefile import Appraised, Paid, StepDone, Vacated
from rules.policy_words import ACCEPTANCES
from rules.vocabulary import BUILDERS, GRADES, PAYEES, PAYMENT_KINDS, SOURCES, WAYS
from views.forms import Field
from views.words import _

if TYPE_CHECKING:
    from views.case_forms import Case

YES_NO = {"yes": True, "no": False, "": None}
FLAGS = (
    "seismic_strengthening",
    "structural_design",
    "energy_retrofit",
    "accessibility",
    "decoration_only",
)
SECURED = ("threatens_neighbours", "water_off", "power_off", "cleared", "locked")
WHY = ("rebuilt", "moved")
APPLICANTS = ("household", "village")


def step_fields(case: "Case") -> list[Field]:
    """Ask for the step, its day, and of an acceptance whether it was passed."""
    policy = case.workspace.policy
    ahead = [t.step for t in case.view.next if t.step not in ("appraised", "paid")]
    if not ahead:
        return []
    fields = [
        Field(name="step", label=_("Step"), kind="one", options=ahead,
              show=lambda id_: policy.step(id_).name),
        _day("on", _("Day")),
    ]  # fmt: skip
    if not set(ahead).isdisjoint(ACCEPTANCES):
        fields.append(Field(name="passed", label=_("Passed"), kind="yes"))
    if {row.step for row in policy.publicity} & set(ahead):
        label = _("Posted on (first day of publicity)")
        fields.append(Field(name="posted", label=label, kind="day"))
    return [*fields, _note()]


def step(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Take the step."""
    done = StepDone(
        step=values["step"],
        on=values["on"],
        passed=YES_NO[values.get("passed") or ""],
        posted_on=values.get("posted"),
    )
    return take_step(hand, what, done)


def appraisal_fields(case: "Case") -> list[Field]:
    """Ask for a grade, who gave it, and whether it hangs at the house."""
    return [
        Field(name="grade", label=_("Grade"), kind="one", options=GRADES),
        _day("on", _("Appraised on")),
        Field(name="appraiser", label=_("Appraiser"), kind="text"),
        Field(name="third_party", label=_("Third party"), kind="yes"),
        Field(name="standard", label=_("Meets the seismic standard"), kind="yes"),
        Field(name="posted", label=_("Posted on the house on"), kind="day"),
        Field(name="note", label=_("Reason, if appraised anew"), kind="text"),
    ]


def appraise(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record the appraisal."""
    made = Appraised(
        grade=values["grade"],
        on=values["on"],
        third_party=YES_NO[values["third_party"]],
        posted_on=values["posted"],
        meets_seismic_standard=YES_NO[values["standard"]],
    )
    return record_appraisal(hand, what, made, appraiser=values["appraiser"])


def detail_fields(case: "Case") -> list[Field]:
    """Ask for the way, the builder, the area, the cost and the rest."""
    row = case.view.record.row

    def one(name: str, options: tuple[str, ...]) -> Field:
        return Field(
            name=name,
            label=_(FIELD_WORDS[name]),
            kind="one",
            options=("", *options),
            value=row.get(name),
            show=lambda option: told(option, _) if option else _("not known"),
        )

    fields = [one("way", WAYS), one("builder", BUILDERS)]
    fields += [one("applied_by", APPLICANTS)]
    fields += [
        Field(name=name, label=_(FIELD_WORDS[name]), kind=kind, value=row.get(name))
        for name, kind in (("area_m2", "size"), ("real_cost_cny", "money"))
    ]
    fields += [
        Field(name=n, label=_(FIELD_WORDS[n]), kind="yes", value=row.get(n))
        for n in FLAGS
    ]
    return fields


def details(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record them; an empty field takes a detail back."""
    flags = {name: YES_NO[values[name]] for name in FLAGS}
    told_ = {n: values[n] or None for n in ("way", "builder", "applied_by")}
    sizes = {name: values[name] or None for name in ("area_m2", "real_cost_cny")}
    return set_details(hand, what, told_ | sizes | flags)


def payment_fields(case: "Case") -> list[Field]:
    """Ask for amount, source, kind, to whom and when."""
    return [
        Field(name="amount", label=_("Yuan"), kind="money"),
        _one("source", _("Source"), SOURCES),
        _one("kind", _("Kind"), PAYMENT_KINDS),
        _one("payee", _("Paid to"), PAYEES),
        _day("on", _("Paid on")),
        _note(),
    ]


def pay(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record the payment; a refund counts against what was paid."""
    amount = values["amount"] or 0
    paid = Paid(
        source=values["source"],
        amount_cny=-amount if values["kind"] == "refund" else amount,
        kind=values["kind"],
        payee=values["payee"],
        on=values["on"],
    )
    return record_payment(hand, what, paid)


def posting_fields(case: "Case") -> list[Field]:
    """Ask which step's result was posted, and since when."""
    policy = case.workspace.policy
    posted = {row.step for row in policy.publicity} | {"appraised"}
    taken = [row["step"] for row in case.view.steps if row["step"] in posted]
    if not taken:
        return []
    return [
        Field(name="step", label=_("Step"), kind="one", options=taken[::-1],
              show=lambda id_: policy.step(id_).name),
        _day("on", _("Posted on (first day of publicity)")),
    ]  # fmt: skip


def posting(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record the posting."""
    return post(hand, what, values["step"], on=values["on"])


def day_fields(case: "Case") -> list[Field]:
    """Ask for the day."""
    return [_day("on", _("Moved in on"))]


def moved_in(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record that the family lives in the finished house."""
    return move_in(hand, what, on=values["on"])


def old_house_fields(case: "Case") -> list[Field]:
    """Ask why it is empty, what it threatens, and how it is secured."""
    houses = case.view.record.vacated
    known = next(iter(houses), {})
    fields = [
        Field(name="vacated_id", label=_("Old house"), kind="one",
              options=(*(house["vacated_id"] for house in houses), ""),
              show=lambda id_: id_ or _("another one")),
        _one("why", _("Why it is empty"), WHY),
        Field(name="moved_to", label=_("Moved to"), kind="one", options=("", *WAYS),
              value=known.get("moved_to"), show=lambda w: word(w, _) if w else "—"),
        Field(name="left_on", label=_("Vacated on"), kind="day",
              value=known.get("vacated_on")),
        Field(name="demolished_on", label=_("Demolished on"), kind="day",
              value=known.get("demolished_on")),
    ]  # fmt: skip
    return fields + [
        Field(name=n, label=_(FIELD_WORDS[n]), kind="yes", value=known.get(n))
        for n in SECURED
    ]


def old_house(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Record the old house."""
    house = Vacated(
        why=values["why"],
        moved_to=values["moved_to"] or None,
        demolished_on=values["demolished_on"],
        **{name: YES_NO[values[name]] for name in SECURED},
    )
    found = OldHouse(
        house=house, left_on=values["left_on"], vacated_id=values["vacated_id"]
    )
    return record_vacated(hand, what, found)


def back_fields(case: "Case") -> list[Field]:
    """Ask to which step, and why."""
    policy = case.workspace.policy
    taken = [row["step"] for row in case.view.steps][:-1]
    if not taken:
        return []
    return [
        Field(name="step", label=_("Back to"), kind="one", options=taken[::-1],
              show=lambda id_: policy.step(id_).name),
        Field(name="note", label=_("Reason"), kind="text"),
    ]  # fmt: skip


def back(hand: Hand, what: Seen, values: Mapping[str, Any]) -> Recorded:
    """Go back."""
    return go_back(hand, what, values["step"])


def _one(name: str, label: str, options: tuple[str, ...]) -> Field:
    return Field(
        name=name,
        label=label,
        kind="one",
        options=options,
        show=lambda option: told(option, _),
    )


def _day(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind="day", value="today")


def _note() -> Field:
    return Field(name="note", label=_("Note"), kind="text")
