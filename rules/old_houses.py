"""Dangerous houses that are lived in, and old houses left behind (rules H8, W8, W9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from rules.casefile import CaseFile, Vacated
from rules.dossier import DANGEROUS, acceptance_reasons, appraised_by, ground_of
from rules.language import N_
from rules.policy import Policy
from rules.reasons import Ground, Reason, answer, no, unknown

REBUILT = "rebuilt"  # of Vacated.why; otherwise the family moved elsewhere
WATCHING = ("town",)  # rule W8: under the town's watch
# 两断一清一锁
SECURED = MappingProxyType(
    {"water_off": "断水", "power_off": "断电", "cleared": "清空", "locked": "锁门"}
)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Whether a house is under the town's watch, and why (rule W8)."""

    watched: bool | None
    clause: str
    message: str


def old_house_settled(house: Vacated) -> bool | None:
    """Tell whether an old house is out of the world or safe (rules H8, W9).

    Returns
    -------
    bool or None
        Yes if it is demolished, or, left by a family that moved, threatens nobody
        and is cut off, cleared and locked.  A rebuilt household's old house must be
        demolished.  ``None`` if it depends on something nobody has checked.
    """
    return answer(old_house_reasons(house, Ground()))


def old_house_reasons(house: Vacated, ground: Ground) -> Iterator[Reason]:
    """Say what an old house still lacks."""
    if house.demolished_on is not None:
        return
    if house.why == REBUILT:
        message = N_(
            "the family has a new house; no demolition of the old is on record"
        )
        yield no(ground, message)
    elif house.threatens_neighbours:
        message = N_("the empty house threatens its neighbours and must be demolished")
        yield no(ground, message)
    else:
        yield from _securing_reasons(house, ground)


def _securing_reasons(house: Vacated, ground: Ground) -> Iterator[Reason]:
    if house.threatens_neighbours is None:
        message = N_("nobody has checked whether the empty house threatens others")
        yield unknown(ground, WATCHING, message)
    states = {word: getattr(house, column) for column, word in SECURED.items()}
    if lacking := "、".join(word for word, state in states.items() if state is False):
        yield no(ground, N_("the empty house still lacks: {what}"), what=lacking)
    if unseen := "、".join(word for word, state in states.items() if state is None):
        message = N_("not checked in the empty house: {what}")
        yield unknown(ground, WATCHING, message, what=unseen)


def watched(file: CaseFile, policy: Policy, on: date) -> Watch:
    """Tell whether a house stays under the town's watch on a day (rule W8).

    A house graded C or D stays under it until the family lives in a finished house
    that passed acceptance, or has moved elsewhere and left the old one settled.
    Without a grade nobody can tell.
    """
    ground = _watching_ground(policy)
    state, message = _state(file, policy, on)
    return Watch(watched=state, clause=ground.clause, message=message)


def _state(file: CaseFile, policy: Policy, on: date) -> tuple[bool | None, str]:
    last = appraised_by(file, on)
    if last is None:
        return None, N_("no grade is on record")
    if last.grade not in DANGEROUS:
        return False, N_("the last grade is not dangerous")
    if file.moved_in_on is not None and file.moved_in_on <= on:
        return _until_accepted(file, policy, on)
    left = [_as_of(house, on) for house in file.vacated if house.why != REBUILT]
    if not left:
        return True, N_("dangerous, and nobody has moved into a finished house")
    open_ = [old_house_settled(house) for house in left]
    if all(open_):
        return False, N_("the family moved elsewhere and the old house is settled")
    if False in open_:
        return True, N_("the family moved elsewhere, but the old house is not settled")
    return None, N_("the family moved elsewhere; the old house was not checked")


def _until_accepted(
    file: CaseFile, policy: Policy, on: date
) -> tuple[bool | None, str]:
    passed = answer(acceptance_reasons(file, policy, Ground(), on))
    if passed:
        return False, N_("the family lives in the finished house")
    if passed is None:
        return None, N_("the family moved in; whether acceptance was passed is unknown")
    return True, N_("the family moved in before the house passed acceptance")


def houses_as_of(file: CaseFile, on: date) -> tuple[Vacated, ...]:
    """Return the old houses as they stood on a day: a later demolition is to come."""
    return tuple(_as_of(house, on) for house in file.vacated)


def _as_of(house: Vacated, on: date) -> Vacated:
    if house.demolished_on is not None and house.demolished_on > on:
        return replace(house, demolished_on=None)
    return house


def _watching_ground(policy: Policy) -> Ground:
    guards = (guard for guard in policy.guards if guard.needs == "moved_in")
    return next((ground_of(policy, guard) for guard in guards), Ground())
