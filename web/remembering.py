"""What was computed for a choice is kept for the tiles that ask for it next."""

from typing import Any

import numpy as np

from desk.recent import Recent
from layers.base import Choice, Shelf

PRESENTATION = frozenset({"lang", "projector", "selected", "side"})  # change no data


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
