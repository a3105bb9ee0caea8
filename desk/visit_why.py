"""Why a door stands where it stands in the order of visits: the parts, in words."""

import numpy as np

from desk.habitable import word_of
from desk.shown_words import Say, word
from desk.triage import Triaged
from geo.presence import inside_ratio
from rules.language import N_
from rules.times import local_time
from rules.vocabulary import TAGS

LEAST_SHIFT_DEGREE = 0.05  # less is not worth a line

Rows = list[tuple[str, str]]


def visit_rows(
    found: Triaged, position: int, say: Say, slides: np.ndarray | None = None
) -> Rows:
    """Tell what the event does to a house and why it is visited when it is.

    Parameters
    ----------
    position : int
        Of the household in the exposure.
    slides : float64 array, optional
        Share of the ground around each house that may have slid; ``NaN`` unknown.

    Returns
    -------
    list of (label, value)
        In the reader's language; what is unknown says so.
    """
    return [
        _hazard(found, position, say),
        *_water(found, position, say),
        *_slide(slides, position, say),
        *_learned(found, position, say),
        (say(N_("Probability of heavy damage")), _share(found.heavy[position], say)),
        *_score(found, position, say),
        *_found_there(found, position, say),
    ]


def _hazard(found: Triaged, position: int, say: Say) -> tuple[str, str]:
    quake = found.event["hazard"] == "earthquake"
    value = found.hazard[position]
    label = N_("Intensity of the event") if quake else N_("Depth of the event")
    if np.isnan(value):
        return say(label), say("unknown")
    return say(label), f"{value:.1f} {say('degrees') if quake else 'm'}"


def _water(found: Triaged, position: int, say: Say) -> Rows:
    """Tell whether a flooded house may be lived in."""
    if found.habitable is None:
        return []
    seen = found.visited
    tag = int(seen.tag[position]) if seen.doors[position] else -1
    answer = say(word_of(found.habitable[position], tag))
    rows = [(say(N_("After the water the house")), answer)]
    if found.struck.in_river[position]:
        doubtful = say(N_("doubtful: it lies in a river of the map"))
        rows.append((say(N_("Place of the house")), doubtful))
    return rows


def _slide(slides: np.ndarray | None, position: int, say: Say) -> Rows:
    """Tell the slope above; it stands beside the order and is no part of it."""
    if slides is None:
        return []
    told = say("unknown")
    if not np.isnan(slides[position]):
        caution = N_("the model says too much rather than too little: look up first")
        told = f"{100 * slides[position]:.1f} % · {say(caution)}"
    return [(say(N_("Share of the slope that may slide")), told)]


def _learned(found: Triaged, position: int, say: Say) -> Rows:
    """Tell what the findings around say of the shaking and of such houses."""
    learned, exposure = found.learned, found.exposure
    if learned is None:
        return []
    village = int(exposure.village[position])
    rows = []
    if village >= 0:
        shift = float(learned.residual_degree[village])
        spread = float(learned.residual_sd_degree[village])
        rows.append((say(N_("By the findings around: shaken")), (shift, spread)))
    kind = int(exposure.structure[position])
    shift = float(learned.type_shift_degree[kind])
    spread = float(learned.type_shift_sd[kind])
    rows.append((say(N_("By the findings: such houses stand")), (shift, spread)))
    told = say(N_("{shift} degrees (± {spread})"))
    return [
        (label, told.format(shift=f"{shift:+.1f}", spread=f"{spread:.1f}"))
        for label, (shift, spread) in rows
        if abs(shift) >= LEAST_SHIFT_DEGREE
    ]


def _score(found: Triaged, position: int, say: Say) -> Rows:
    result = found.result
    people = f"{result.people[position]:.1f}"
    if not result.people_known[position]:
        people = say(N_("{people} (assumed)")).format(people=people)
    dependence = f"{result.dependence[position]:.2f}"
    if not result.dependence_known[position]:
        dependence = say(N_("{people} (assumed)")).format(people=dependence)
    rows = [
        (say(N_("People of the household")), people),
        *_at_home(found, say),
        (say(N_("Expected people in danger")), _number(result.danger[position], say)),
        (say(N_("× dependence")), dependence),
        (say(N_("÷ effort")), f"{result.effort[position]:.2f}"),
        (say(N_("= score")), _number(result.score[position], say)),
        (say(N_("Order of visit")), f"{found.rank[position]:,}"),
    ]
    if result.first[position]:
        place = say(N_("class {n} of the county's own order"))
        rows.append((say(N_("Goes first")), place.format(n=result.first[position])))
    return rows


def _at_home(found: Triaged, say: Say) -> Rows:
    """Tell how many are at home at the hour of the event, where it is known."""
    ratio = inside_ratio(found.event["happened_at"])
    return [] if ratio == 1.0 else [(say(N_("× at home at that hour")), f"{ratio:.2f}")]


def _found_there(found: Triaged, position: int, say: Say) -> Rows:
    seen = found.visited
    if seen.tag[position] < 0:
        return []
    at = seen.at[position].as_py()
    told = f"{word(TAGS[seen.tag[position]], say)} {local_time(at) if at else ''}"
    if seen.stale[position]:
        told += " · " + say(N_("shaken again since: visit again"))
    return [(say(N_("Found")), told.strip())]


def _share(value: float, say: Say) -> str:
    return say("unknown") if np.isnan(value) else f"{value:.0%}"


def _number(value: float, say: Say) -> str:
    return say("unknown") if np.isnan(value) else f"{value:.2f}"
