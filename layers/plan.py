"""What the drawings of a plan share: words and colours of measures and of villages.

The colour of a village says which way it goes from the first of two plans to the
second, on both maps of a pair; a broken line, that the plan shown does not have it.
"""

import pandas as pd

from layers.base import Choice, Entry, Shelf
from layers.palette import KINDS, MEASURES
from rules.language import N_
from rules.vocabulary import RETROFITS

MEASURE_LABELS = {
    "strengthen": N_("repair and strengthen"),
    "hdc": N_("strengthen with high-ductility concrete"),
    "rebuild": N_("demolish and rebuild"),
    "relocate": N_("move to a safe site"),
}
VETOED_LABEL = N_("to be moved away from a hazard, not paid by this plan")
VETOED = "#b3261e"  # danger to life
REST_LABEL = N_("not in this plan")
REST = "#8d949b"

STATES = ("kept", "enters", "leaves")
INK = "#26323d"
ENTERS, LEAVES = KINDS[0], KINDS[5]  # the pair that no colour-blind reader confuses
_COLOURS = {"kept": INK, "enters": ENTERS, "leaves": LEAVES}
_STATE_LABELS = {
    "kept": N_("in both plans: {count}"),
    "enters": N_("enters: {count}"),
    "leaves": N_("leaves: {count}"),
}
BROKEN_LABEL = N_("broken, hollow: not in the plan of this map")
CHOSEN_LABEL = N_("villages chosen: {count}")


def house_entries() -> list[Entry]:
    """Return a sample of each class of houses, in the order of their codes."""
    names = [MEASURE_LABELS[measure] for measure in RETROFITS]
    pairs = zip(MEASURES, names, strict=True)
    entries = [Entry(colour, name, "dot") for colour, name in pairs]
    return [
        *entries,
        Entry(VETOED, VETOED_LABEL, "ring"),
        Entry(REST, REST_LABEL, "dot"),
    ]


def direction_of(state: str, choice: Choice) -> str:
    """Return which way a village goes from the first plan of a pair to the second.

    The first map of a pair shows the first plan: what only that plan has, leaves.

    Examples
    --------
    >>> direction_of("enters", {}), direction_of("enters", {"side": "before"})
    ('enters', 'leaves')
    """
    if choice.get("side") != "before":
        return state
    return {"enters": "leaves", "leaves": "enters"}.get(state, state)


def colour_of(state: str, choice: Choice) -> str:
    """Return the colour of the villages of a state."""
    return _COLOURS[direction_of(state, choice)]


def is_in_plan(state: str) -> bool:
    """Tell whether the plan that is shown has the villages of a state."""
    return state != "leaves"


def village_entries(shelf: Shelf, choice: Choice) -> list[Entry]:
    """Return a sample of each kind of village, with how many there are."""
    villages = shelf.plan_villages(choice)
    counts = villages["state"].value_counts()
    if not choice.get("against"):
        return [Entry(INK, CHOSEN_LABEL, "line", len(villages))]
    states = sorted(STATES, key=lambda s: STATES.index(direction_of(s, choice)))
    entries = [
        Entry(
            colour_of(state, choice),
            _STATE_LABELS[direction_of(state, choice)],
            "line" if is_in_plan(state) else "dash",
            int(counts.get(state, default=0)),
        )
        for state in states
    ]
    return [*entries, Entry(INK, BROKEN_LABEL, "dash")]


def villages_of(shelf: Shelf, choice: Choice) -> pd.DataFrame:
    """Return the villages of a plan with the number ``s`` of their style."""
    villages = shelf.plan_villages(choice)
    return villages.assign(s=[STATES.index(state) for state in villages["state"]])
