"""What was computed is kept; whoever asks for the same waits, others do not."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Recent:
    """The most recently used values; safe to share between threads.

    A value two threads ask for at once is made once.
    """

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether a value is at hand, without making it."""
        return key in self._kept

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
