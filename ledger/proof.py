"""What a proof of the history says: what was found, where, and what is wrong."""

from dataclasses import dataclass, field
from typing import Any

from rules.language import N_

ROW_ALTERED = N_("the row was altered")
PERSONAL_ALTERED = N_("personal data were altered")
PERSONAL_GONE = N_("personal data are missing, and no erasure is on record")
FOREIGN_KEY = N_("the search index does not fit; is the key another ledger's?")
ROW_ADDED = N_("the row was added")
ROWS_ADDED = N_("rows were added")
ROWS_MISSING = N_("rows are missing")
ROWS_EXCHANGED = N_("rows were exchanged")
ENTRY_MISSING = N_("the entry is missing")
ENTRY_ALTERED = N_("the entry was altered, or the hash of its link")
LINK_MISSING = N_("the link is missing")
LINK_ALTERED = N_("the link was altered")
NOT_THE_HEAD = N_("the head written down is not in it: cut off, or written anew")


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was recorded.

    ``entry`` is 0 and ``table`` empty where they cannot be told.
    """

    entry: int
    what: str  # one of the words above
    table: str = ""
    key: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a ledger holds, and the faults in it, the first entry's first.

    ``head`` is the hash of the last link: written down elsewhere, it proves later
    that nothing before it was changed or cut off.
    """

    entries: int
    rows: int
    head: str
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The fault of the earliest entry."""
        return next(iter(self.faults), None)
