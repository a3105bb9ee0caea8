"""The part of the shelf that tells progress as of any day, exact and published."""

from collections.abc import Callable
from datetime import date
from typing import Any

from desk.progress_book import ProgressBook, progress_book
from desk.published import Published, published
from desk.recent import Recent
from desk.workspace import Workspace

KEPT_DAYS = 64


class ProgressShelf:
    """Everything is made at most once for each choice, see :mod:`desk.shelf`."""

    workspace: Workspace
    _once: Callable[[Any, Callable[[], Any]], Any]

    def __init__(self) -> None:
        super().__init__()
        self._published = Recent(KEPT_DAYS)

    def progress_book(self) -> ProgressBook:
        """Return the book of progress: exact counts, for who reads cases."""
        return self._once(("progress_book",), lambda: progress_book(self.workspace))

    def published(self, on: date) -> Published:
        """Return what may be shown to anybody of the progress of a day."""
        return self._published.get(on, lambda: published(self.progress_book(), on))
