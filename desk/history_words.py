"""How the history is told: what was done, to which thing, from what to what."""

from collections.abc import Callable
from typing import Any

from desk.field_words import FIELD_WORDS, TABLE_WORDS, told
from ledger.audit import Change
from rules.language import N_
from rules.policy import Policy
from rules.times import local_time as local_time

Say = Callable[[str], str]

# Fields of a row that the entry's own line already tells, or nobody reads.
LEFT_OUT = frozenset(
    {
        "household_id",
        "case_id",
        "step",
        "actor",
        "clause",
        "sha256",
        "sweep_id",
        "settings",
        "summary",
        "figures",
        "views",
    }
)
STEP_PLACE = 1  # of the step in the key of a step's row

VERB_WORDS = {
    "add event": N_("event added"),
    "appraise": N_("appraisal recorded"),
    "begin sweep": N_("sweep begun"),
    "casework": N_("casework"),
    "code change": N_("change of a code recorded"),
    "confirm match": N_("match confirmed"),
    "document": N_("paper put on file"),
    "drop code change": N_("change of a code dropped"),
    "edit": N_("edited"),
    "end membership": N_("membership ended"),
    "end sweep": N_("sweep ended"),
    "erase": N_("erased by law"),
    "fieldwork": N_("fieldwork"),
    "go back": N_("gone back"),
    "import findings": N_("findings imported"),
    "import households": N_("households imported"),
    "import layer": N_("map layer imported"),
    "import list": N_("list imported"),
    "inspection": N_("inspection by the county"),
    "list": N_("lists"),
    "lists": N_("lists"),
    "match by identity number": N_("matched by identity number"),
    "move in": N_("moved in"),
    "old house": N_("old house"),
    "open case": N_("case opened"),
    "patrol": N_("patrol of the village"),
    "pay": N_("payment recorded"),
    "payment": N_("payments"),
    "photograph": N_("photograph"),
    "post": N_("posting recorded"),
    "recode households": N_("households recoded"),
    "refuse match": N_("match refused"),
    "report sweep": N_("sweep reported"),
    "retrofitted": N_("house retrofitted"),
    "set details": N_("details recorded"),
    "survey": N_("survey"),
    "sweep": N_("sweep"),
    "unmask": N_("hidden value looked at"),
    "verification": N_("check by the town"),
    "watch": N_("watch"),
    "withdraw document": N_("paper withdrawn"),
    "set contact": N_("contact recorded"),
    "set facts": N_("facts recorded"),
    "set layer": N_("map layer described"),
    "end layer": N_("map layer ended"),
    "correct rows": N_("rows set aside corrected"),
    "dismiss rows": N_("rows set aside let go"),
    "open quarantine": N_("rows set aside looked at as they stood"),
    "remember columns": N_("columns of a file remembered"),
    "read coordinates again": N_("coordinates read otherwise"),
    "import fortification": N_("table of design intensities imported"),
    "save plan": N_("plan kept"),
    "rename plan": N_("plan renamed"),
    "drop plan": N_("plan dropped"),
    "freeze plan": N_("plan made the plan of record"),
    "report event": N_("newer report of an event"),
    "withdraw report": N_("report of an event withdrawn"),
    "make mission": N_("mission made"),
    "close mission": N_("mission closed"),
    "renew links": N_("new links for teams"),
    "team findings": N_("findings of a team"),
    "set order of visits": N_("order of those visited first recorded"),
    "file form": N_("monthly form handed in"),
    "correct form": N_("monthly form corrected"),
    "secure money": N_("money secured recorded"),
    "allot money": N_("allotment recorded"),
    "withdraw money": N_("record of money withdrawn"),
    "save agenda": N_("agenda of a meeting kept"),
    "drop agenda": N_("agenda of a meeting dropped"),
    "send notice": N_("notice sent"),
    "begin drill": N_("drill begun"),
}


def act_word(verb: str, policy: Policy, say: Say) -> str:
    """Say what an entry did: an act, or the step that was taken."""
    steps = {step.id: step.name for step in policy.steps}
    return steps.get(verb) or (say(VERB_WORDS[verb]) if verb in VERB_WORDS else verb)


def thing_word(change: Change, policy: Policy, say: Say) -> str:
    """Say which thing changed; of a step, which one."""
    table = say(TABLE_WORDS[change.table])
    if change.table != "case_step":
        return table
    step = change.thing.split("/")[STEP_PLACE]
    names = {one.id: one.name for one in policy.steps}
    return f"{table} · {names.get(step, step)}"


def field_word(change: Change, say: Say) -> str:
    """Say which field changed."""
    own = f"{change.table}.{change.field}"
    return say(FIELD_WORDS.get(own) or FIELD_WORDS.get(change.field, change.field))


def value_word(change: Change, value: Any, policy: Policy, say: Say) -> str:
    """Say a value of a field; nothing before it was first recorded is a dash."""
    if value is None:
        return "—"
    if change.table == "document" and change.field == "kind":
        papers = {paper.id: paper.name for paper in policy.documents}
        return papers.get(value, str(value))
    return told(value, say)


def is_worth_a_line(change: Change) -> bool:
    """Tell whether a change says more than its entry does."""
    return change.field not in LEFT_OUT
