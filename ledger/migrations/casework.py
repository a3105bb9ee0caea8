"""Schema 0002: casework, personal columns under seals, a chain of links."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
)

from ledger.migrations.building import (
    DIGEST,
    PERSONAL,
    SALT,
    entry_number,
    entry_table,
    guard,
    key,
    personal,
    removed,
    sealed_guards,
)

metadata = MetaData()


def _versions(name: str, *columns: Column) -> Table:
    sealed = any(column.info.get(PERSONAL) for column in columns)
    seals = [personal("salt", SALT), Column("seal", DIGEST)] if sealed else []
    table = Table(
        name,
        metadata,
        *columns,
        entry_number(index=True),
        removed(),
        *seals,
        Column("digest", DIGEST, nullable=False),
        sqlite_with_rowid=False,
    )
    guard(table, sealed_guards)
    return table


entry = entry_table(metadata, Column("role", String(20)))
guard(entry, sealed_guards)

link = Table(
    "link",
    metadata,
    Column("seq", ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("rows", Integer, nullable=False),
    Column("rows_digest", DIGEST, nullable=False),
    Column("previous", DIGEST, nullable=False),
    Column("hash", DIGEST, nullable=False),
)
guard(link, sealed_guards)

_versions("place", key("code", 12), Column("name", String(80)))
_versions(
    "household",
    key("household_id", 64),
    personal("head_name", String(80)),
    personal("id_number", String(18)),
    personal("id_index", String(64), index=True),
    personal("phone", String(20)),
    personal("account", String(40)),
    Column("village_code", String(12), nullable=False, index=True),
    Column("occupants", Integer),
    Column("dependents", Integer),
    Column("other_safe_home", Boolean),
    Column("no_house", Boolean),
    Column("disaster_rebuild_aid", Boolean),
    Column("housing_aid_before", Boolean),
    Column("good_samaritan", Boolean),
)
_versions(
    "dwelling",
    key("household_id", 64),
    Column("lon", Float),
    Column("lat", Float),
    Column("structure", String(20)),
    Column("storeys", Integer),
    Column("year_built", Integer),
    Column("grade", String(1)),
    Column("area_m2", Float),
    Column("meets_seismic_standard", Boolean),
    Column("retrofitted_on", Date),
)
_versions(
    "membership",
    key("household_id", 64),
    key("group_name", 40),
    Column("certified_by", String(40)),
    Column("certified_on", Date),
)
_versions(
    "person",
    key("person_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    personal("name", String(80)),
    personal("id_number", String(18)),
    personal("id_index", String(64), index=True),
    personal("birth_date", Date),
    Column("sex", String(1)),
    Column("relation", String(20)),
    Column("disabled", Boolean),
)
_versions(
    "appraisal",
    key("appraisal_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("appraised_on", Date, nullable=False),
    Column("grade", String(1), nullable=False),
    Column("appraiser", String(80)),
    Column("third_party", Boolean),
    Column("disputed", Boolean),
    Column("meets_seismic_standard", Boolean),
    Column("posted_on", Date),
    Column("reason", String(200)),
)
_versions(
    "retrofit_case",
    key("case_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("task", String(40), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("applied_by", String(20)),
    Column("way", String(20)),
    Column("year", Integer),
    Column("beyond_task", Boolean),
    Column("builder", String(20)),
    Column("area_m2", Float),
    Column("real_cost_cny", Integer),
    Column("seismic_strengthening", Boolean),
    Column("structural_design", Boolean),
    Column("energy_retrofit", Boolean),
    Column("accessibility", Boolean),
    Column("decoration_only", Boolean),
    Column("moved_in_on", Date),
)
_versions(
    "case_step",
    key("case_id", 64),
    key("step", 20),
    Column("household_id", String(64), nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("actor", String(40)),
    Column("passed", Boolean),
    Column("posted_on", Date),
    Column("clause", String(200)),
    Column("reason", String(200)),
)
_versions(
    "document",
    key("document_id", 64),
    Column("case_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("dated", Date),
    Column("file", String(120)),
    Column("sha256", String(64)),
)
_versions(
    "payment",
    key("payment_id", 64),
    Column("case_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("source", String(20), nullable=False),
    Column("amount_cny", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payee", String(20), nullable=False),
    personal("account", String(40)),
    Column("paid_on", Date, nullable=False),
)
_versions(
    "allotment",
    key("allotment_id", 64),
    Column("source", String(20), nullable=False),
    Column("task", String(40)),
    Column("amount_cny", Integer, nullable=False),
    Column("allotted_on", Date, nullable=False),
)
_versions(
    "visit",
    key("visit_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("sweep_id", String(64), index=True),
    Column("event_id", String(64), index=True),
    Column("visited_on", Date, nullable=False),
    Column("visitor", String(80)),
    Column("seen", String(400)),
    personal("heard", String(400)),
    Column("defects", String(400)),
    Column("suspected", Boolean),
    Column("lon", Float),
    Column("lat", Float),
)
_versions(
    "photograph",
    key("photograph_id", 64),
    Column("sha256", String(64), nullable=False),
    Column("household_id", String(64), nullable=False, index=True),
    Column("visit_id", String(64), index=True),
    Column("vacated_id", String(64), index=True),
    Column("part", String(80)),
    Column("taken_at", String(32)),
    Column("lon", Float),
    Column("lat", Float),
    Column("width", Integer),
    Column("height", Integer),
)
_versions(
    "vacated_house",
    key("vacated_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("why", String(20), nullable=False),
    Column("moved_to", String(20)),
    Column("vacated_on", Date),
    Column("threatens_neighbours", Boolean),
    Column("demolished_on", Date),
    Column("water_off", Boolean),
    Column("power_off", Boolean),
    Column("cleared", Boolean),
    Column("locked", Boolean),
    Column("checked_on", Date),
)
_versions(
    "sweep",
    key("sweep_id", 64),
    Column("season", String(20), nullable=False),
    Column("event_id", String(64)),
    Column("area_code", String(12), nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("reported_on", Date),
)
_versions(
    "list_row",
    key("list_id", 64),
    key("row_id", 16),
    Column("department", String(40), nullable=False),
    Column("group_name", String(40), nullable=False),
    Column("certified_on", Date),
    personal("name", String(80)),
    personal("id_number", String(18)),
    personal("id_index", String(64), index=True),
    personal("phone", String(20)),
    Column("village_code", String(12)),
    Column("grade", String(1)),
)
_versions(
    "match",
    key("list_id", 64),
    key("row_id", 16),
    Column("household_id", String(64), index=True),
    Column("person_id", String(64)),
    Column("state", String(20), nullable=False),
    Column("weight", Float),
    Column("probability", Float),
)
_versions(
    "erasure",
    key("table_name", 40),
    key("thing", 140),
    Column("basis", String(200), nullable=False),
)
_versions(
    "hazard_event",
    key("event_id", 64),
    Column("hazard", String(20), nullable=False),
    Column("form", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("happened_at", String(32)),
    Column("magnitude", Float),
    Column("lon", Float),
    Column("lat", Float),
    Column("depth_km", Float),
    Column("file", String(120)),
    Column("sha256", String(64)),
)
_versions(
    "layer",
    key("layer_id", 64),
    Column("kind", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("source", String(400), nullable=False),
    Column("file", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("features", Integer),
    Column("repaired", Integer),
)
