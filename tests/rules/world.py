"""A small county of one case: a policy with every step, and files as they grow."""

from dataclasses import replace
from datetime import date, timedelta

from rules.casefile import Appraised, CaseFile, Paid, StepDone
from rules.policy import Policy
from rules.policy_tables import Guard, Publicity, Step
from rules.vocabulary import STEPS

NAMES = ["发现", "上报", "鉴定", "申请", "村评议", "镇审核", "县审批", "签协议", "开工"]
NAMES += ["初验", "验收", "拨付", "销号"]
MILESTONES = ["found"] * 3 + ["filed"] * 5 + ["under_way"] * 2 + ["completed"] * 2
LEVELS = "village town county village village town county town town town county"
START = date(2026, 3, 2)
TASK = "dangerous_house_retrofit"


def step(id, *, optional=False):
    place = STEPS.index(id)
    return Step(
        id=id,
        name=NAMES[place],
        milestone=[*MILESTONES, "struck_off"][place],
        clause=f"W2 {id}",
        by=[*LEVELS.split(), "finance", "county"][place],
        optional=optional,
    )


STEP_ROWS = tuple(step(id, optional=id == "town_acceptance") for id in STEPS)


def policy(**tables):
    """Return a policy with the steps of the rulebook and the tables given."""
    fixed = {"adcode": "990009", "name": "小县", "document": "小县〔2026〕1号"}
    return Policy(**{**fixed, "steps": STEP_ROWS} | tables)


def guard(needs, on_step, **more):
    id = f"{on_step}-{needs}"
    return Guard(id=id, step=on_step, needs=needs, clause=f"G {needs}", **more)


def guarded(needs, on_step, **more):
    """Return a policy with one guard."""
    of = {"of": more.pop("of")} if "of" in more else {}
    return policy(guards=(guard(needs, on_step, **of),), **more)


def posted(of, days, *, place="village", clause="W3"):
    return Publicity(id=place, step=of, place=place, days=days, clause=clause)


def day(number):
    """Return the n-th day of the tiny world; day 0 is a Monday."""
    return START + timedelta(days=number)


def case(**facts):
    known = {"case_id": "1", "household_id": "a", "village_code": "990009001001"}
    return CaseFile(**known | {"task": TASK, "opened_on": START} | facts)


def graded(grade="D", on=0, **more):
    return Appraised(grade=grade, on=day(on), **more)


def paid(amount_cny, kind="whole", payee="household", on=11, **more):
    known = {"source": "中央", "to_own_account": True}
    given = {"amount_cny": amount_cny, "kind": kind, "payee": payee, "on": day(on)}
    return Paid(**known | given | more)


def walked(until, file=None, **more):
    """Return a case with every step up to one, a step a day, acceptances passed."""
    taken = [
        StepDone(step=id, on=day(number), passed=True if "acceptance" in id else None)
        for number, id in enumerate(STEPS[: STEPS.index(until) + 1])
    ]
    return replace(file or case(), steps=tuple(taken), **more)


def changed(file, id, **facts):
    """Return the case with one of its steps otherwise."""
    steps = tuple(replace(s, **facts) if s.step == id else s for s in file.steps)
    return replace(file, steps=steps)


def says(verdict):
    return [str(reason) for reason in verdict.reasons]
