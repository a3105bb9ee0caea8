"""What was computed for a choice is kept for the tiles that ask for it next."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

import numpy as np

from layers.base import Choice, Shelf

PRESENTATION = frozenset({"lang", "projector", "selected", "side"})  # change no data


class Recent:
    """The most recently used values; safe to share between threads.

    A value two threads ask for at once is made once.
    """

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value of a key, made if it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            made = []
            try:
                made.append(make())
            finally:
                self._finish(key, turn, made)
        return made[0]

    def _finish(self, key: Hashable, turn: Lock, made: list[Any]) -> None:
        """Keep what was made and end its turn at once, so nobody makes it again."""
        with self._lock:
            if self._making.get(key) is turn:
                del self._making[key]
            if made:
                self._kept[key] = made[0]
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)


class RememberingShelf:
    """A shelf that keeps which houses are chosen, and of which class, by choice."""

    def __init__(self, shelf: Shelf, recent: Recent) -> None:
        self._shelf = shelf
        self._recent = recent

    def __getattr__(self, name: str) -> Any:
        """Ask the shelf itself for everything else."""
        return getattr(self._shelf, name)

    def chosen(self, choice: Choice) -> np.ndarray:
        """Tell which households pass the filters."""
        return self._kept("chosen", choice)

    def house_classes(self, choice: Choice) -> np.ndarray:
        """Return the class of each household."""
        return self._kept("house_classes", choice)

    def plan_classes(self, choice: Choice) -> np.ndarray:
        """Return what the chosen plan does for each household."""
        return self._kept("plan_classes", choice)

    def _kept(self, name: str, choice: Choice) -> np.ndarray:
        asked = frozenset(i for i in choice.items() if i[0] not in PRESENTATION)
        key = (self._shelf.version, name, asked)
        return self._recent.get(key, lambda: getattr(self._shelf, name)(choice))
