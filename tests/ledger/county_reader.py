"""A reader of a whole county, town by town: the others stay as they may be.

What he finds are worlds of the whole county.  Measures that last are searched in one
town at a time; after each, the town is left as it was found, so that the next is
searched with other neighbours.  Measures of the day alone are searched everywhere.
"""

from dataclasses import dataclass, field

import numpy as np

from tests.ledger.reader import ENDLESS, Reader, class_of

TRIES = 20  # worlds for each town in a round


@dataclass(eq=False)
class CountyReader:
    """What was published of a county with towns and villages.

    Attributes
    ----------
    codes : list of str, of all places, county and towns before villages.
    counts : int array (measures, days, places), the truth.
    known : bool array of the same shape: published, not withheld.
    parts : pairs of measures, of which one is part of the other.
    lasting : measures that never fall.
    """

    codes: list[str]
    counts: np.ndarray
    known: np.ndarray
    parts: list[tuple[int, int]]
    lasting: list[int]
    seen: dict = field(default_factory=dict)

    def __post_init__(self):
        self.towns = [code for code in self.codes if len(code) == 9]
        self.world = self.counts.copy()  # of villages, measures that last

    def within(self, code):
        """Return the villages of an area, as places."""
        inside = enumerate(self.codes)
        return [at for at, c in inside if len(c) == 12 and c.startswith(code)]

    def round(self, rng, towns=None):
        """Search each town; return how many small numbers are not yet safe."""
        return {town: self._search(town, rng) for town in towns or self.towns}

    def small(self):
        """Count the small numbers of the towns that were searched."""
        return sum(reader.small() for reader in self.seen.values())

    def _search(self, town, rng):
        reader = self.reader(town)
        if town in self.seen:
            reader.low, reader.high = self.seen[town].low, self.seen[town].high
        self.seen[town] = reader
        for _ in range(TRIES):
            if not (left := list(reader.tight())):
                break
            reader.look_for(left, rng)
        villages = self.within(town)
        if hasattr(reader, "world"):
            last = np.ix_(self.lasting, range(self.counts.shape[1]), villages)
            self.world[last] = reader.world[self.lasting][:, :, : len(villages)]
        return len(list(reader.tight()))

    def reader(self, town):
        """Return the reader of a town, the others as they now stand."""
        villages = self.within(town)
        others = [code for code in self.towns if code != town]
        places = [*villages, self.codes.index(town), 0]
        columns = [*villages, *map(self.codes.index, others)]
        areas = [
            [self.codes[c].startswith(self.codes[p]) for c in columns] for p in places
        ]
        counts = self.counts[:, :, columns]
        low, high = np.zeros_like(counts), np.full_like(counts, ENDLESS)
        for at, other in enumerate(others, len(villages)):
            low[:, :, at], high[:, :, at] = self._ends(other)
        known = self.known[:, :, places]
        outside = np.zeros_like(known, dtype=int)
        rules = (self.parts, self.lasting, (low, high))
        return Reader(counts, np.array(areas), outside, known, *rules)

    def _ends(self, town):
        """Return what a town as a whole can be: as it stands where measures last."""
        villages, own = self.within(town), self.codes.index(town)
        low = self.world[:, :, villages].sum(axis=2)
        high = low.copy()
        for measure in set(range(len(self.counts))) - set(self.lasting):
            least, most = self._classes(measure, villages)
            for whole in [w for w, part in self.parts if part == measure]:
                most = np.minimum(most, self.world[whole][:, villages])
            town_least, town_most = self._classes(measure, [own])
            low[measure] = np.maximum(least.sum(axis=1), town_least[:, 0])
            high[measure] = np.minimum(most.sum(axis=1), town_most[:, 0])
        return low, high

    def _classes(self, measure, places):
        low, high = class_of(self.counts[measure][:, places])
        known = self.known[measure][:, places]
        return np.where(known, low, 0), np.where(known, high, ENDLESS)
