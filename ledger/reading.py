"""The door to what is recorded about people: each role through a Reader of its own.

A Reader gives the columns, areas and forms that :mod:`ledger.grants` decides, refuses
what a role may not ask (rule A1), and says of a household in another area just what it
says of one that does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select

from ledger.audit import (
    MOST_ENTRIES,
    Change,
    LogFilter,
    changes_of_entry,
    changes_of_household,
    entries,
)
from ledger.finding import by_id_number, by_name
from ledger.grants import FINDS_PEOPLE, GRANTS, SEES_LESS, Columns
from ledger.masking import masked
from ledger.permits import (
    area_asked,
    log_grant,
    refusal,
    require_event,
    require_household,
    require_table,
)
from ledger.projection import Row, fetched, of_area, of_household, shown, table_of
from ledger.roles import Acting, require_area
from ledger.schema import household
from ledger.store import Ledger, as_of, as_of_household
from ledger.unmasking import Personal, unmask
from rules.errors import StaleEditError

STATES = ("base", "theirs", "mine")  # of a field in a stale edit
FOUND_AT_ONCE = 500  # keys handed to one query


def for_role(ledger: Ledger, acting: Acting) -> "Reader":
    """Return what somebody may read.

    Raises
    ------
    AccessError
        If the area does not fit the role.
    """
    require_area(acting)
    return Reader(ledger, acting)


@dataclass(frozen=True)
class Reader:
    """The ledger as one role may read it, today and on any past day.

    Rows are dicts by column name, ``None`` unknown, and carry ``version``, the entry
    that wrote them.  Every method raises :class:`~rules.errors.AccessError` where the
    role may not ask.
    """

    ledger: Ledger = field(repr=False)
    acting: Acting

    def sees(self, table_name: str) -> bool:
        """Tell whether the role reads a table at all."""
        return table_name in GRANTS[self.acting.role]

    def household(self, household_id: str, on: date | None = None) -> Row:
        """Return a household as it stood at the end of a day.

        Raises
        ------
        AccessError
            If there is none, or it lies in another area: that sounds alike.
        """
        (row,) = self.of_household("household", household_id, on)
        return row

    def dwelling(self, household_id: str, on: date | None = None) -> Row | None:
        """Return the house of a household, ``None`` if none is on record."""
        return next(iter(self.of_household("dwelling", household_id, on)), None)

    def people(self, household_id: str, on: date | None = None) -> list[Row]:
        """Return the members of a household."""
        return self.of_household("person", household_id, on)

    def of_household(
        self, table_name: str, household_id: str, on: date | None = None
    ) -> list[Row]:
        """Return the rows of a table that belong to a household."""
        require_table(self.acting, table_name)
        position = self.ledger.position(on=on)
        require_household(self.ledger, self.acting, household_id, position)
        table = table_of(table_name)
        if "household_id" not in table.columns:
            raise refusal(self.acting, f"{table_name} of a household", ())
        state = as_of_household(table, position, household_id)
        query = of_household(self.acting, table_name, state, position)
        return self._shown(table_name, query)

    def listed(
        self, table_name: str, *, area: str = "", on: date | None = None
    ) -> list[Row]:
        """Return all rows of a table in an area; ``""`` is the reader's own.

        Rows of a household carry its ``village_code``.
        """
        require_table(self.acting, table_name)
        position = self.ledger.position(on=on)
        if "household_id" in table_of(table_name).columns:
            require_event(self.ledger, self.acting, position)
        wanted = area_asked(self.acting, area)
        query = of_area(self.acting, table_name, wanted, position)
        return self._shown(table_name, query)

    def households(self, *, area: str = "", on: date | None = None) -> list[Row]:
        """Return the households of an area."""
        return self.listed("household", area=area, on=on)

    def some_households(
        self, household_ids: Iterable[str], on: date | None = None
    ) -> list[Row]:
        """Return those of some households that lie in the reader's area."""
        require_table(self.acting, "household")
        position = self.ledger.position(on=on)
        require_event(self.ledger, self.acting, position)
        ids, found = sorted({*household_ids}), []
        for first in range(0, len(ids), FOUND_AT_ONCE):
            only = household.c.household_id.in_(ids[first : first + FOUND_AT_ONCE])
            area = self.acting.area
            query = of_area(self.acting, "household", area, position, only)
            found += self._shown("household", query)
        return found

    def some_dwellings(
        self, household_ids: Iterable[str], on: date | None = None
    ) -> list[Row]:
        """Return the houses of those of some households that the reader may read."""
        require_table(self.acting, "dwelling")
        own = [row["household_id"] for row in self.some_households(household_ids, on)]
        position, table, found = self.ledger.position(on=on), table_of("dwelling"), []
        for first in range(0, len(own), FOUND_AT_ONCE):
            only = table.c.household_id.in_(own[first : first + FOUND_AT_ONCE])
            state = as_of(table, position, only)
            query = of_household(self.acting, "dwelling", state, position)
            found += self._shown("dwelling", query)
        return found

    def cases(self, *, area: str = "", on: date | None = None) -> list[Row]:
        """Return the cases of an area, with ``village_code``."""
        return self.listed("retrofit_case", area=area, on=on)

    def find_by_id_number(self, text: str) -> list[Row]:
        """Find households by the identity number of one of their people.

        Both forms of a number (15 and 18 digits) find the same households.
        """
        self._require_finding()
        return self.some_households(by_id_number(self.ledger, text))

    def find_by_name(self, text: str) -> list[Row]:
        """Find households by a whole name, or by the part of it that is shown."""
        self._require_finding()
        return self.some_households(by_name(self.ledger, text))

    def log(self, which: LogFilter | None = None) -> list[Row]:
        """Return entries of the history, the newest first (rule A2).

        The log of one household is open to those who work on its case.
        """
        which = which or LogFilter()
        grant = log_grant(self.ledger, self.acting, which.household_id)
        return entries(self.ledger, grant, which)

    def changes(self, entry_seq: int) -> list[Change]:
        """Return what an entry changed, from what to what (rule A2)."""
        grant = log_grant(self.ledger, self.acting, "")
        return changes_of_entry(self.ledger, grant, entry_seq, outside=self._outside)

    def history(self, household_id: str) -> list[tuple[Row, list[Change]]]:
        """Return who changed what of a household, the newest entry first (rule A2)."""
        grant = log_grant(self.ledger, self.acting, household_id)
        changed = changes_of_household(
            self.ledger, grant, household_id, outside=self._outside
        )
        of_entry: dict[int, list[Change]] = {}
        for change in changed:
            of_entry.setdefault(change.entry_seq, []).append(change)
        which = LogFilter(household_id=household_id, most=len(of_entry) + MOST_ENTRIES)
        heads = entries(self.ledger, grant, which, of_entry)
        return [(head, of_entry.get(head["seq"], [])) for head in heads]

    def unmask(
        self,
        thing_id: str | tuple[str, ...],
        column: str,
        reason: str,
        *,
        table_name: str = "household",
    ) -> str | None:
        """Return one personal value, after this has been recorded with its reason.

        Parameters
        ----------
        thing_id : str or tuple of str
            Key of the row: of a household or, with ``table_name``, of a person, a
            visit, a payment, a row of a list.

        Returns
        -------
        str or None
            ``None`` if it is not known.

        Raises
        ------
        AccessError
            If the role may not, the thing is not on record in its area, or no reason
            is given.
        """
        key = (thing_id,) if isinstance(thing_id, str) else tuple(thing_id)
        asked = Personal(table_name, key, column)
        return unmask(self.ledger, self.acting, asked, reason)

    def differences(self, stale: StaleEditError) -> list[Row]:
        """Return what a stale edit found changed, as far as the role reads it.

        Each is a dict of ``table, field, base, theirs, mine``, personal values masked.
        """
        grant = GRANTS[self.acting.role]
        told = []
        for row in stale.differences:
            columns = grant.get(row["table"], Columns(()))
            name = row["field"]
            if name in columns.masked:
                hidden = {k: self._masked(name, row[k]) for k in STATES}
                told.append(row | hidden)
            elif name in (*columns.clear, "removed"):
                told.append(dict(row))
        return told

    def _masked(self, column: str, value: object) -> str | None:
        return masked(column, value, outside=self._outside)

    @property
    def _outside(self) -> bool:
        return self.acting.role in SEES_LESS

    def _shown(self, table_name: str, query: Select) -> list[Row]:
        role = self.acting.role
        return shown(fetched(self.ledger, query), GRANTS[role][table_name], role)

    def _require_finding(self) -> None:
        if self.acting.role not in FINDS_PEOPLE:
            raise refusal(self.acting, "a search for people", FINDS_PEOPLE)
