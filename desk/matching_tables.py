"""What matching shows: who has no house, which house no list, and where they differ.

Rule G6: 以人找房, from a row of a list to its house; 以房找人, from a dangerous house
to its family on a list.  Names and phones are masked here; one is unmasked on
record (:meth:`ledger.reading.Reader.unmask`).
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from desk.matching_people import key_of
from desk.matching_state import ALIKE, SEVERAL, candidates_of, current_matches
from desk.workspace import Workspace
from ledger.lists import (
    REFUSED,
    RowKey,
    certifications,
    decisions,
    grades,
    homes,
    list_id_of,
    list_rows,
    same_number,
)
from ledger.masking import masked
from ledger.permits import require_table
from ledger.projection import is_whole_county
from ledger.roles import Acting, is_within
from rules.parameters import load_parameters

DANGEROUS = ("C", "D")  # rule H1
PROPOSED, POSSIBLE, NOBODY = "proposed", "possible", "nobody"

Row = dict[str, Any]


@dataclass(frozen=True)
class Matching:
    """Lists and houses at one moment; each table is made when it is asked for."""

    workspace: Workspace
    rows: dict[RowKey, Row]
    decided: dict[tuple[str, str, str], Row]
    alike: pd.DataFrame
    homes: dict[str, tuple[str, str | None]]
    grades: dict[str, str | None]

    @cached_property
    def matched(self) -> dict[RowKey, str]:
        """Return the household of each row that has one."""
        current = current_matches(self.decided)
        return {key: told["household_id"] for key, told in current.items()}

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """Return what waits for a person: open rows, with who may be meant.

        Returns
        -------
        pandas.DataFrame
            ``list_id, row_id, version, name, village_code, household_id, head_name,
            household_village_code, kind, state`` (*proposed* or *possible*),
            ``probability, weight`` and the levels of agreement.  The most probable
            first.
        """
        limit = load_parameters("matching")["thresholds"]["proposed"]
        found = []
        for told in self.alike.to_dict("records"):
            key, home = key_of(told), told["household_id"]
            if key in self.matched or self._is_refused(key, home):
                continue
            sure = told["kind"] == ALIKE and told["probability"] >= limit
            found.append(
                self._row(key)
                | {f"household_{n}": v for n, v in self._home(home).items()}
                | told
                | {"state": PROPOSED if sure else POSSIBLE}
            )
        table = pd.DataFrame(found, columns=PROPOSAL_COLUMNS)
        order = ["probability", "list_id", "row_id", "household_id"]
        return table.sort_values(
            order, ascending=[False, True, True, True], ignore_index=True
        )

    @cached_property
    def without_house(self) -> pd.DataFrame:
        """Return the rows of lists without a house (以人找房).

        ``state`` says whether somebody is *proposed*, *possible*, or *nobody*.
        """
        best: dict[RowKey, str] = {}
        for told in self.proposals.to_dict("records"):
            best.setdefault(key_of(told), told["state"])
        found = [
            self._row(key) | {"state": best.get(key, NOBODY)}
            for key in self.rows
            if key not in self.matched
        ]
        return pd.DataFrame(found, columns=[*ROW_COLUMNS, "state"])

    @cached_property
    def dangerous_off_lists(self) -> pd.DataFrame:
        """Return the dangerous houses whose family is on no list (以房找人).

        ``proposed`` counts the open rows that may mean the family.
        """
        listed = {home for key, home in self.matched.items() if key in self.rows}
        open_ = self.proposals["household_id"].value_counts()
        found = [
            {"household_id": id_, "grade": grade, "proposed": int(open_.get(id_, 0))}
            | self._home(id_)
            for id_, grade in sorted(self.grades.items())
            if grade in DANGEROUS and id_ not in listed and id_ in self.homes
        ]
        return pd.DataFrame(found, columns=["household_id", *HOME, "grade", "proposed"])

    @cached_property
    def grade_conflicts(self) -> pd.DataFrame:
        """Return the matched rows that tell another grade than the appraisal."""
        found = [
            self._row(key)
            | {"household_id": home, "list_grade": told, "grade": self.grades[home]}
            for key, home in self.matched.items()
            if key in self.rows
            for told in [self.rows[key]["grade"]]
            if told and self.grades.get(home) not in (None, told)
        ]
        columns = [*ROW_COLUMNS, "household_id", "list_grade", "grade"]
        return pd.DataFrame(found, columns=columns)

    @cached_property
    def identity_conflicts(self) -> pd.DataFrame:
        """Return the numbers that cannot be right.

        ``kind``: *several*, one number in several households, told of a row
        (``list_id``, ``row_id``) or of the ledger alone (both empty); *other_name*,
        the number of a row belongs to somebody of quite another name.
        """
        found: dict[tuple, list[str]] = defaultdict(list)
        unclear = self.alike[self.alike["kind"] != ALIKE]
        for told in unclear.to_dict("records"):
            key, home = key_of(told), told["household_id"]
            if key not in self.matched and not self._is_refused(key, home):
                found[(told["kind"], *key)].append(home)
        rows = [(*key, tuple(ids)) for key, ids in found.items()]
        twice = same_number(self.workspace.ledger)
        rows += [(SEVERAL, "", "", ids) for ids in twice if self.homes.keys() & {*ids}]
        columns = ["kind", "list_id", "row_id", "household_ids"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def endings(self) -> pd.DataFrame:
        """Return the memberships that no row of a list supports any more.

        They are proposed to be ended; a person does it
        (:func:`desk.matching.end_membership`).
        """
        stands = {
            (self.rows[key]["list_id"], home)
            for key, home in self.matched.items()
            if key in self.rows
        }
        was = {(list_id, home) for list_id, _, home in self.decided}
        found = [
            {"household_id": home, "group_name": group, "list_id": list_id}
            | {n: told[n] for n in ("certified_by", "certified_on")}
            | {"version": told["entry_seq"]}
            | self._home(home)
            for (home, group), told in certifications(self.workspace.ledger).items()
            for list_id in [list_id_of(told["certified_by"] or "", group)]
            if (list_id, home) in was - stands
        ]
        columns = ["household_id", *HOME, "group_name", "list_id"]
        columns += ["certified_by", "certified_on", "version"]
        return pd.DataFrame(found, columns=columns)

    def _is_refused(self, key: RowKey, household_id: str) -> bool:
        told = self.decided.get((*key, household_id))
        return told is not None and told["state"] == REFUSED

    def _row(self, key: RowKey) -> Row:
        row = self.rows[key]
        told = {name: row[name] for name in ROW_COLUMNS if name in row}
        last = max(
            [row["entry_seq"]]
            + [d["entry_seq"] for d in self._decisions_of.get(key, [])]
        )
        return told | {"name": masked("name", row["name"]), "version": last}

    @cached_property
    def _decisions_of(self) -> dict[RowKey, list[Row]]:
        found: dict[RowKey, list[Row]] = defaultdict(list)
        for (list_id, row_id, _), told in self.decided.items():
            found[RowKey(list_id, row_id)].append(told)
        return found

    def _home(self, household_id: str) -> Row:
        village, name = self.homes.get(household_id, (None, None))
        return {"village_code": village, "head_name": masked("head_name", name)}


ROW_COLUMNS = (
    "list_id",
    "row_id",
    "department",
    "group_name",
    "name",
    "village_code",
    "certified_on",
    "version",
)
HOME = ("village_code", "head_name")
PROPOSAL_COLUMNS = (
    *ROW_COLUMNS,
    "household_id",
    "household_village_code",
    "household_head_name",
    "person_id",
    "kind",
    "state",
    "probability",
    "weight",
    "name_level",
    "village_level",
    "phone_level",
)


def matching_of(workspace: Workspace, acting: Acting) -> Matching:
    """Return how lists and houses of somebody's area stand to each other now.

    Raises
    ------
    AccessError
        If the role reads no lists (rule A1).
    """
    for table in ("list_row", "match"):
        require_table(acting, table)
    ledger = workspace.ledger
    alike = candidates_of(workspace)
    own = {key_of(row): row for row in list_rows(ledger) if _is_own(acting, row)}
    near = {id_: h for id_, h in homes(ledger).items() if is_within(acting, h[0])}
    keys = zip(alike["list_id"], alike["row_id"], strict=True)
    return Matching(
        workspace=workspace,
        rows=own,
        decided={
            key: told
            for key, told in decisions(ledger).items()
            if RowKey(*key[:2]) in own or key[2] in near
        },
        alike=alike[np.array([RowKey(*key) in own for key in keys], bool)],
        homes=near,
        grades={id_: grade for id_, grade in grades(ledger).items() if id_ in near},
    )


def _is_own(acting: Acting, row: Row) -> bool:
    """Tell whose a row is to see; one without a village is the county's."""
    if row["village_code"] is None:
        return is_whole_county(acting)
    return is_within(acting, row["village_code"])
