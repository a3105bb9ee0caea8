"""Codes of places that changed: what an old one is now, and what one may have meant.

Codes change between years: a town is renamed and recoded, villages are merged.  What
is kept in a table of changes is certain; what only looks alike is a suggestion, for a
person to take or to leave.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from geo.place_words import short_town, short_village, sound_of
from rules.adcode import Level
from rules.language import N_

RECODED = N_("was recoded; the new code was taken")
ABOLISHED = N_("was abolished, and no code took its place")
IN_A_CIRCLE = N_("its changes on record lead in a circle")
STILL_IN_FORCE = N_("is in force, although a change of it is on record")

SAME_NAME = N_("a village of that name lies in that town")
ONLY_OF_THAT_NAME = N_("the only village of that name in the county")
SAME_NAME_AND_DIGITS = N_("of the villages of that name the one with these digits")
SAME_SOUND = N_("a village in that town whose name sounds the same")
SAME_DIGITS = N_("the same last digits under the town's present code")
MERGED = N_("a village in that town whose name holds this one; perhaps merged")
SEVERAL = N_("several are as likely")
NONE_LIKELY = N_("nothing on record is like it")

Likely = tuple[str, str]  # code or "", message id of the reason


@dataclass(frozen=True)
class KnownPlaces:
    """The places on record, and what became of older codes.

    Attributes
    ----------
    names : mapping of str to str
        Names of towns (9 digits) and villages (12) by code.
    changes : mapping of str to (str or None)
        New codes by old ones, towns and villages; ``None``: abolished.
    complete : bool
        Whether ``names`` holds every village of the county: what is not in it is
        not in force.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str | None] = field(default_factory=dict)
    complete: bool = False

    def recode(self, code: str) -> tuple[str, str | None]:
        """Follow the changes on record from a code to the one now in force.

        A town that was recoded takes its villages along: they keep their last
        three digits, unless the register says that there is no such village.

        Returns
        -------
        (str, str or None)
            The code now, and a message id if anything is to be said: the same code
            if nothing is on record, ``""`` if the place was abolished.

        Examples
        --------
        >>> places = KnownPlaces(changes={"990001100": "990001400"})
        >>> places.recode("990001100007")
        ('990001400007', 'was recoded; the new code was taken')
        >>> places.recode("990001200007")
        ('990001200007', None)
        """
        if self.complete and code in self.names:
            changed = self._step(code) not in (code, None)
            return code, STILL_IN_FORCE if changed else None
        now, passed = code, {code}
        while (then := self._step(now)) != now:
            if then is None:
                return "", ABOLISHED
            if then in passed:
                return code, IN_A_CIRCLE
            passed.add(then)
            now = then
        if now == code or self._is_gone(now):
            return code, None
        return now, RECODED

    def likely(self, code: str, village_name: str, town_name: str) -> Likely:
        """Suggest the code of a village that is on record under no such code.

        Parameters
        ----------
        code, village_name, town_name : str
            As a file has them; ``""`` where it does not say.

        Returns
        -------
        (str, str)
            The code, ``""`` if nothing is likely or several are equally so, and
            the message id of the reason.

        Examples
        --------
        >>> places = KnownPlaces({"990001400": "安河镇", "990001400007": "柳沟村"})
        >>> places.likely("990001100007", "柳沟村委会", "")
        ('990001400007', 'the only village of that name in the county')
        >>> places.likely("990001100009", "", "")
        ('', 'nothing on record is like it')
        """
        town = self.likely_town(code[: Level.TOWN], town_name)
        short = short_village(village_name)
        if not short:
            return self._same_digits(code, town)
        return (
            self._same_name(code, short, town)
            or self._in_town(short, town)
            or self._same_digits(code, town)
        )

    def likely_town(self, code: str, name: str) -> str:
        """Return the code of the town that is meant, ``""`` if it is not certain.

        The name counts first, then the changes on record, then the code itself,
        then the same digits in the county's present code.
        """
        named = self._towns_named.get(short_town(name), []) if name else []
        if len(named) == 1:
            return named[0]
        recoded, _note = self.recode(code)
        here = self._county + code[Level.COUNTY :]
        allowed = named or self._by_town
        return next((t for t in (recoded, code, here) if t in allowed), "")

    def _step(self, code: str) -> str | None:
        if code in self.changes:
            return self.changes[code]
        town = code[: Level.TOWN]
        if len(code) == Level.VILLAGE and town in self.changes:
            moved = self.changes[town]
            return None if moved is None else moved + code[Level.TOWN :]
        return code

    def _is_gone(self, code: str) -> bool:
        return self.complete and len(code) == Level.VILLAGE and code not in self.names

    def _same_name(self, code: str, short: str, town: str) -> Likely | None:
        named = self._named.get(short, [])
        within = [one for one in named if town and one.startswith(town)]
        if within:
            return _only(within, SAME_NAME) or ("", SEVERAL)
        if len(named) < 2:
            return _only(named, ONLY_OF_THAT_NAME)
        alike = [one for one in named if one[Level.TOWN :] == code[Level.TOWN :]]
        return _only(alike, SAME_NAME_AND_DIGITS) or ("", SEVERAL)

    def _in_town(self, short: str, town: str) -> Likely | None:
        """Look in the town for another spelling, and for what it was merged into."""
        names = {
            one: short_village(self.names[one]) for one in self._by_town.get(town, ())
        }
        sound = sound_of(short)
        alike = [one for one, name in names.items() if sound_of(name) == sound]
        if alike:
            return _only(alike, SAME_SOUND) or ("", SEVERAL)
        holding = [one for one, name in names.items() if holds(name, short)]
        return _only(holding, MERGED) or (("", SEVERAL) if holding else None)

    def _same_digits(self, code: str, town: str) -> Likely:
        candidate = town + code[Level.TOWN :]
        if town and candidate != code and candidate in self._villages:
            return candidate, SAME_DIGITS
        return "", NONE_LIKELY

    @cached_property
    def _villages(self) -> frozenset[str]:
        return frozenset(code for code in self.names if len(code) == Level.VILLAGE)

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        return _grouped((short_village(self.names[c]), c) for c in self._villages)

    @cached_property
    def _towns_named(self) -> dict[str, list[str]]:
        towns = (code for code in self.names if len(code) == Level.TOWN)
        return _grouped((short_town(self.names[code]), code) for code in towns)

    @cached_property
    def _by_town(self) -> dict[str, list[str]]:
        return _grouped((code[: Level.TOWN], code) for code in self._villages)

    @cached_property
    def _county(self) -> str:
        counties = {code[: Level.COUNTY] for code in self.names}
        return counties.pop() if len(counties) == 1 else ""


def holds(name: str, part: str) -> bool:
    """Tell whether a merged village's name may stand for one of its parts.

    Examples
    --------
    >>> holds("大河小河", "小河"), holds("大小河", "大河"), holds("河", "大河")
    (True, True, False)
    """
    signs = iter(name)
    return len(name) > len(part) > 1 and all(sign in signs for sign in part)


def _only(found: list[str], reason: str) -> Likely | None:
    return (found[0], reason) if len(found) == 1 else None


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, code in sorted(pairs):
        found[key].append(code)
    return dict(found)
