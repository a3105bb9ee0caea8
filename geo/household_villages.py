"""In which village a household lives: by its code, or by what the village is called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.household_cells import Checker
from geo.known_places import ABOLISHED, KnownPlaces
from geo.list_cells import VillageNames
from geo.place_words import short_village
from rules.adcode import Level
from rules.language import N_

BY_NAME = N_("its village was found by name: {meant}")
NOT_ON_REGISTER = N_("is no village on the register")
_NEEDS = N_("needs 12 digits")
_SEVERAL = N_("several villages are called {name}; give the code")
_NO_NAME = N_("no village on the register is called {name}; give the code")
_OTHER_NAME = N_("is {known} on the register, not {name}")
_MOST_GUESSES = 5_000
_MARK = "\x1f"


class _Place(NamedTuple):
    """What a row says of its village, and what that means."""

    code: str = ""
    note: str = ""
    fault: str = ""
    values: Mapping[str, str] = MappingProxyType({})
    likely: str = ""


def villages(
    checker: Checker, places: KnownPlaces | None, county: str | None
) -> dict[str, pa.Array]:
    """Read the codes of villages and towns.

    Parameters
    ----------
    places : KnownPlaces, optional
        What is on record; without it, only the form of a code is looked at.
    county : str, optional
        Six digits with which every village code must begin.
    """
    told = _told(checker)
    keys = pc.binary_join_element_wise(*told, _MARK).combine_chunks()
    encoded = keys.dictionary_encode()
    reader = _Reader(places, county)
    found = [reader.read(*key.split(_MARK)) for key in encoded.dictionary.to_pylist()]
    which = encoded.indices.to_numpy()
    _report(checker, found, which)
    code = pa.array([place.code for place in found], pa.string())
    village = code.take(encoded.indices)
    return {"village_code": village, "town_code": _towns(checker, told[0], village)}


def _told(checker: Checker) -> list[pa.ChunkedArray]:
    code = pc.replace_substring_regex(checker.text("village_code"), r"[\s'’‘`]", "")
    code = pc.replace_substring_regex(code, r"^([0-9]{12})\.0$", r"\1")
    return [code, checker.text("village_name"), checker.text("town_name")]


def _towns(
    checker: Checker, written: pa.ChunkedArray, village: pa.Array
) -> pa.ChunkedArray:
    """Return the towns of the villages; a town that is told must be that town."""
    own = pc.utf8_slice_codeunits(village, 0, int(Level.TOWN))
    if "town_code" in checker.cells:
        told = pc.utf8_slice_codeunits(checker.text("town_code"), 0, int(Level.TOWN))
        before = pc.utf8_slice_codeunits(written, 0, int(Level.TOWN))
        same = pc.or_(pc.equal(told, own), pc.equal(told, before)).to_numpy()
        shaped = pc.not_equal(village, "").to_numpy(zero_copy_only=False)
        other = checker.given("town_code") & shaped & ~same
        message = N_("is not the town of the village_code")
        checker.refuse("town_code", other, message, lambda at: own[at].as_py())
    return own


def _report(checker: Checker, found: list[_Place], which: np.ndarray) -> None:
    wrong = np.array([bool(place.fault) for place in found], bool)
    for at in np.flatnonzero(wrong[which] if len(which) else []).tolist():
        place = found[which[at]]
        value = checker.value("village_code", at)
        name = checker.value("village_name", at)
        values, shown = dict(place.values), value or name
        checker.refuse_one(at, "village_code", shown, place.fault, values, place.likely)
    for message in sorted({place.note for place in found} - {""}):
        said = np.array([place.note == message for place in found])
        meant = "{meant}" in message
        say = (lambda at: found[which[at]].code) if meant else None
        name = "village_name" if message == BY_NAME else "village_code"
        checker.note(name, said[which], message, say)


class _Reader:
    """What rows say of villages, each once."""

    def __init__(self, places: KnownPlaces | None, county: str | None) -> None:
        self.places, self.county = places, county
        self.names = VillageNames(places.names if places else {})
        self.guesses = 0

    def read(self, code: str, village: str, town: str) -> _Place:
        shaped = code.isascii() and code.isdigit() and len(code) == Level.VILLAGE
        if shaped:
            place = self._by_code(code, village, town)
        elif code or not village or self.places is None:
            likely = self._likely(code, village, town)
            return _Place(fault=_NEEDS, likely=likely)
        else:
            place = self._by_name(village, town)
        return self._in_county(place)

    def _in_county(self, place: _Place) -> _Place:
        if place.fault or not self.county or place.code.startswith(self.county):
            return place
        message = N_("is no village of county {county}")
        return place._replace(fault=message, values={"county": self.county})

    def _by_code(self, code: str, village: str, town: str) -> _Place:
        if self.places is None:
            return _Place(code)
        now, note = self.places.recode(code)
        if not now:
            likely = self._likely(code, village, town)
            return _Place(code, fault=ABOLISHED, likely=likely)
        if not self.places.complete:
            return _Place(now, note or "")
        if now not in self.names.codes:
            likely = self._likely(code, village, town)
            return _Place(code, fault=NOT_ON_REGISTER, likely=likely)
        return self._named_so(_Place(now, note or ""), village, town)

    def _named_so(self, place: _Place, village: str, town: str) -> _Place:
        """Refuse a code that is one village's, under the name of another."""
        known = self.places.names[place.code] if self.places else ""
        if not village or short_village(known) == short_village(village):
            return place
        other, _ = self.names.code_of("", village, town)
        if other in (None, place.code):
            return place
        values = {"known": known, "name": village}
        return place._replace(fault=_OTHER_NAME, values=values, likely=other)

    def _by_name(self, village: str, town: str) -> _Place:
        code, _ = self.names.code_of("", village, town)
        if code is not None:
            return _Place(code, BY_NAME)
        named = self.names.named.get(short_village(village), [])
        likely = self._likely("", village, town)
        fault = _SEVERAL if len(named) > 1 else _NO_NAME
        return _Place(fault=fault, values={"name": village}, likely=likely)

    def _likely(self, code: str, village: str, town: str) -> str:
        self.guesses += 1
        if self.places is None or self.guesses > _MOST_GUESSES:
            return ""
        return self.places.likely(code, village, town)[0]
