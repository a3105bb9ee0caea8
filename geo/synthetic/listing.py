"""The departments' lists, badly written as lists are, and who was found (rule G6)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from geo.synthetic import raw
from geo.synthetic.county import SyntheticCounty
from geo.synthetic.dossiers import Dated, Row, made


def list_rows(county: SyntheticCounty) -> Iterator[Dated]:
    """Tell the rows of the lists, and which of them were found in a household.

    Instead of ``row_id`` each row has ``identity``, the words from which it follows.
    """
    dice = Random(f"{county.seed} lists")
    days = [county.until - timedelta(days=ago) for ago in made("lists")["days_ago"]]
    seen: set[tuple] = set()
    for listed in _listed(county, days[-1], dice):
        day = _came_in(listed["certified_on"], days)
        if day is None:
            continue
        row = _written(listed, dice)
        if _is_first(row, seen):
            yield from _told(row, day, listed)
        if dice.random() < made("lists")["strangers"]:
            stranger = _stranger(row, dice)
            if _is_first(stranger, seen):
                yield Dated(day, "list_row", stranger)


def _told(row: Row, day: date, listed: Row) -> Iterator[Dated]:
    """Yield a row, and the match where the family was certified through it."""
    person_id = row.pop("person_id")
    exact = row.pop("exact")
    yield Dated(day, "list_row", row)
    if listed["certified_by"] is not None:
        found = {name: row[name] for name in ("list_id", "identity")}
        found |= {"household_id": listed["household_id"], "person_id": person_id}
        sure = {} if exact else made("lists")["confirmed"]
        found |= {"state": "exact" if exact else "confirmed", **sure}
        yield Dated(day, "match", found)


def _is_first(row: Row, seen: set[tuple]) -> bool:
    who = row["id_number"], row["name"], row["village_code"], row["phone"]
    row["identity"] = who[:1] if row["id_number"] else tuple(w or "" for w in who[1:])
    key = row["list_id"], row["identity"]
    if key in seen:
        return False
    seen.add(key)
    return True


def _came_in(certified: date | None, days: list[date]) -> date | None:
    """Return the day of the first list that could know of a certificate."""
    return next((day for day in days if certified is None or day >= certified), None)


def _listed(county: SyntheticCounty, newest: date, dice: Random) -> Iterator[Row]:
    """Yield each membership that is on a list, with the people of the family."""
    homes = county.households.set_index("household_id")
    phones = county.contacts.set_index("household_id")["phone"]
    table = county.memberships.join(homes[["village_code", "grade"]], on="household_id")
    table = table.join(phones, on="household_id")
    table = table.assign(certified_on=table["certified_on"].dt.date).astype(object)
    people, offices, new = _people(county), _offices(), made("new_list")
    for row in table.where(table.notna(), None).to_dict("records"):
        row |= {"people": people[row["household_id"]]}
        if row["certified_by"] is not None:
            yield row | {"office": row["certified_by"]}
        elif row["group"] == new["group"]:
            ago = timedelta(days=dice.randint(*new["certified_days_ago"]))
            yield row | {"office": new["department"], "certified_on": newest - ago}
        elif dice.random() < made("lists")["uncertified_listed"]:
            yield row | {"office": offices[row["group"]]}


def _offices() -> dict[str, str]:
    return {
        group: office
        for told in raw.table("mix")["list"]
        for group, office in zip(told["groups"], told["certified_by"], strict=True)
    }


def _people(county: SyntheticCounty) -> dict[str, list[tuple[str, str, str]]]:
    """Return ``person_id, name, id_number`` of the grown members of listed families."""
    listed = set(county.memberships["household_id"])
    names = ["household_id", "person_id", "name", "id_number"]
    wanted = county.people["household_id"].isin(listed)
    wanted &= county.people["relation"].isin(["户主", "配偶"])
    found: dict[str, list] = {}
    for home, *person in county.people.loc[wanted, names].itertuples(index=False):
        found.setdefault(home, []).append(tuple(person))
    return found


def _written(listed: Row, dice: Random) -> Row:
    """Write a row of a list, as far as its writer knew or cared.

    ``exact``: its number is that of a person on record, and so is its name.
    """
    lists, people = made("lists"), listed["people"]
    person_id, name, number = people[0 if dice.random() < lists["head"] else -1]
    misspelt = dice.random() < lists["misspelt"]
    nameless = dice.random() < lists["no_number"]
    waits = listed["group"] == made("new_list")["group"]
    if listed["certified_by"] is None and not waits:
        misspelt = nameless = True  # nobody could yet say that it is this family
    return {
        "list_id": f"{listed['office']}-{listed['group']}",
        "department": listed["office"],
        "group_name": listed["group"],
        "certified_on": listed["certified_on"],
        "name": _misspelt(name) if misspelt else name,
        "id_number": None if nameless else number,
        "phone": _phone(listed["phone"], dice),
        "village_code": listed["village_code"],
        "grade": _grade(listed["grade"], dice),
        "person_id": person_id,
        "exact": not (misspelt or nameless),
    }


def _misspelt(name: str) -> str:
    """Take a character that sounds alike, or swap the given names, or lose one."""
    for pair in made("lists")["homophones"]:
        for right, wrong in (pair, pair[::-1]):
            if right in name[1:]:
                return name[0] + name[1:].replace(right, wrong, 1)
    return (
        name[0] + name[:0:-1] if len(name) > 2 and name[1] != name[2] else name + "儿"
    )


def _phone(phone: str | None, dice: Random) -> str | None:
    lists = made("lists")
    if phone is None or dice.random() < lists["no_phone"]:
        return None
    if dice.random() < lists["other_phone"]:
        return phone[:-1] + str((int(phone[-1]) + 3) % 10)
    return phone


def _grade(grade: str | None, dice: Random) -> str | None:
    lists = made("lists")
    if grade is None or dice.random() >= lists["graded"]:
        return None
    return dice.choice("BCD") if dice.random() < lists["other_grade"] else grade


def _stranger(row: Row, dice: Random) -> Row:
    """Return somebody of the same village who lives in no surveyed house."""
    names = raw.table("names")["people"]
    given = dice.choice(names["male"]) + dice.choice(names["female"])
    own = {"name": dice.choice(names["surnames"]) + given}
    kept = ("list_id", "department", "group_name", "certified_on", "village_code")
    blank = dict.fromkeys(("id_number", "phone", "grade"))
    return {name: row[name] for name in kept} | own | blank
