"""A ledger as the first release left it: its schema, no mark, rows in every table."""

from datetime import date
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import insert

from ledger.engine import engine_of, write_transaction
from ledger.migrations.foundation import metadata
from ledger.migrations.running import migrate

VILLAGE = "990001100200"
ID_NUMBER = "11010519491231002X"


def make_first_release(path: Path, *, households: int = 3) -> None:
    """Write the file of schema 0001 with its history, as its program would have."""
    engine = engine_of(path)
    with write_transaction(engine) as connection:
        migrate(connection, str, to="0001")
        MigrationContext.configure(connection)._version.drop(connection)
        for name, rows in history(households).items():
            connection.execute(insert(metadata.tables[name]), rows)
    engine.dispose()


def history(households: int) -> dict[str, list[dict]]:
    """Return the rows of each table: a survey, a correction, an end, an empty entry."""
    ids = [f"H{number:06}" for number in range(households)]
    first = {"entry_seq": 1, "removed": False}
    return {
        "entry": [_entry(1, "survey"), _entry(2, "edit"), _entry(3, "nothing")],
        "place": [{"code": VILLAGE, "name": "柳沟村"} | first],
        "household": [_household(id_) | first for id_ in ids]
        + [_household(ids[0], occupants=5) | {"entry_seq": 2, "removed": False}],
        "dwelling": [_dwelling(id_) | first for id_ in ids],
        "membership": [_membership(id_) | first for id_ in ids]
        + [_membership(ids[0]) | {"entry_seq": 2, "removed": True}],
        "person": [_person(id_) | first for id_ in ids],
        "case_step": [_step(id_) | first for id_ in ids],
        "hazard_event": [_event() | first],
        "layer": [_layer() | first],
    }


def _entry(seq: int, verb: str) -> dict:
    day = date(2026, 11, seq)
    at = f"{day}T08:00:00+08:00"
    head = {"seq": seq, "at": at, "day": day, "actor": "张干事"}
    return head | {"verb": verb, "scope": "exposure", "note": ""}


def _household(id_: str, occupants: int | None = None) -> dict:
    return {
        "household_id": id_,
        "head_name": "张三" if id_.endswith("0") else None,
        "id_number": ID_NUMBER if id_.endswith("0") else None,
        "village_code": VILLAGE,
        "occupants": occupants,
        "dependents": None,
        "other_safe_home": False,
    }


def _dwelling(id_: str) -> dict:
    place = {"lon": 104.25, "lat": -0.0, "structure": "土坯", "storeys": 1}
    return {"household_id": id_} | place | {"year_built": None, "grade": "C"}


def _membership(id_: str) -> dict:
    certified = {"certified_by": "民政", "certified_on": date(2026, 10, 1)}
    return {"household_id": id_, "group_name": "低保户"} | certified


def _person(id_: str) -> dict:
    own = {"person_id": f"{id_}-1", "household_id": id_, "name": "李四"}
    born = {"id_number": ID_NUMBER, "birth_date": date(1949, 12, 31), "sex": "男"}
    return own | born | {"relation": None, "disabled": None}


def _step(id_: str) -> dict:
    done = {"step": "application", "on_date": date(2026, 11, 1), "actor": None}
    return {"case_id": f"C-{id_}", "household_id": id_} | done


def _event() -> dict:
    told = {"event_id": "eq-001", "hazard": "earthquake", "form": "parameters"}
    place = {"magnitude": 6.5, "lon": 104.0, "lat": 31.0, "depth_km": 10.0}
    rest = {"title": "震", "happened_at": None, "file": None, "sha256": None}
    return told | place | rest


def _layer() -> dict:
    told = {"layer_id": "l-1", "kind": "fault", "title": "断层", "source": "测"}
    return told | {"file": "f", "sha256": "0" * 64, "features": 3, "repaired": None}
