"""Find a household: by case, household, village, head, or identity number exactly."""

from dataclasses import dataclass

from desk.workspace import Workspace
from ledger.case_rows import case_ids_of, household_of_case
from ledger.grants import FINDS_PEOPLE
from ledger.households import place_names
from ledger.projection import Row
from ledger.reading import Reader, for_role
from ledger.roles import Acting, is_within
from rules.adcode import Level
from rules.identity import is_valid, whole_number

MOST = 200  # households shown; whoever finds more asks more exactly


@dataclass(frozen=True, kw_only=True)
class Found:
    """A household that was searched for, as far as the role may see it.

    Attributes
    ----------
    head_name : str or None
        Masked; ``None`` where the role does not read it, or it is not known.
    case_ids : tuple of str
        Its cases, closed ones too.
    """

    household_id: str
    village_code: str
    village_name: str
    head_name: str | None
    case_ids: tuple[str, ...]


def search(workspace: Workspace, acting: Acting, text: str) -> list[Found]:
    """Find households in somebody's area.

    Parameters
    ----------
    text : str
        A case or household number, a village by code or name, the head's name, or a
        whole identity number (15 or 18 characters): that one is never compared as
        text, only through its blind index.

    Returns
    -------
    list of Found
        At most ``MOST``: people of that name first, then the households of villages
        named like that; each by village and household.

    Raises
    ------
    AccessError
        If the role may not ask for households, or for people by identity number.
    """
    reader = for_role(workspace.ledger, acting)
    wanted, names = text.strip(), place_names(workspace.ledger)
    rows = _rows(reader, wanted, names)[:MOST] if wanted else []
    cases = case_ids_of(workspace.ledger, [row["household_id"] for row in rows])
    return [
        Found(
            household_id=row["household_id"],
            village_code=row["village_code"],
            village_name=names.get(row["village_code"]) or row["village_code"],
            head_name=row.get("head_name"),
            case_ids=tuple(cases.get(row["household_id"], ())),
        )
        for row in rows
    ]


def _rows(reader: Reader, text: str, names: dict[str, str]) -> list[Row]:
    if is_valid(whole_number(text)):
        return _in_order(reader.find_by_id_number(text))
    of_case = household_of_case(reader.ledger, text)
    if rows := reader.some_households({text, *of_case}):
        return _in_order(rows)
    own = [c for c in sorted(names) if is_within(reader.acting, c)]
    villages = [code for code in own if len(code) == Level.VILLAGE]
    if text.isascii() and text.isdigit() and len(text) >= Level.TOWN:
        return _of_villages(reader, [c for c in villages if c.startswith(text)])
    finds = reader.acting.role in FINDS_PEOPLE
    people = _in_order(reader.find_by_name(text)) if finds else []
    named = {row["household_id"] for row in people}
    like = _of_villages(reader, [c for c in villages if text in (names[c] or "")])
    return people + [row for row in like if row["household_id"] not in named]


def _of_villages(reader: Reader, codes: list[str]) -> list[Row]:
    """Return the households of some villages of the reader; as many as are shown."""
    found: list[Row] = []
    for code in codes:
        if len(found) >= MOST:
            break
        found += _in_order(reader.households(area=code))
    return found


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["village_code"], row["household_id"]))
