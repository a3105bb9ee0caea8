"""Find a household: by case, household, village, head, or identity number exactly."""

from dataclasses import dataclass

from desk.workspace import Workspace
from ledger.case_rows import case_ids_of, household_of_case
from ledger.grants import FINDS_PEOPLE
from ledger.households import place_names
from ledger.projection import Row
from ledger.reading import Reader, for_role
from ledger.roles import Acting
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
        At most ``MOST``, by village and household.

    Raises
    ------
    AccessError
        If the role may not ask for households, or for people by identity number.
    """
    reader = for_role(workspace.ledger, acting)
    wanted, names = text.strip(), place_names(workspace.ledger)
    rows = _rows(reader, wanted, names) if wanted else []
    rows = sorted(rows, key=lambda row: (row["village_code"], row["household_id"]))
    rows = rows[:MOST]
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
        return reader.find_by_id_number(text)
    of_case = household_of_case(reader.ledger, text)
    if rows := reader.some_households({text, *of_case}):
        return rows
    if areas := _areas(text, names):
        return [row for area in areas for row in _of_area(reader, area)]
    if reader.acting.role in FINDS_PEOPLE:
        return reader.find_by_name(text)
    return []


def _areas(text: str, names: dict[str, str]) -> list[str]:
    """Return the villages of a code or a name; a town's code is all of its villages."""
    villages = {c: n for c, n in names.items() if len(c) == Level.VILLAGE}
    if text.isascii() and text.isdigit() and len(text) >= Level.TOWN:
        return [code for code in villages if code.startswith(text)]
    return [code for code, name in villages.items() if name and text in name]


def _of_area(reader: Reader, code: str) -> list[Row]:
    """Return the households of a village that lies in the reader's area."""
    if not code.startswith(reader.acting.area):
        return []
    return reader.households(area=code)
