"""The tables of the ledger: who, in which house, under which case, and what was done.

Each table holds versions (:mod:`ledger.versions`): the present is the newest version
of each key, a past day the newest up to that day's last entry.  Money is in whole
yuan, places in degrees of CGCS2000 (EPSG:4490).
"""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from ledger.intake_schema import code_change as code_change
from ledger.intake_schema import finding as finding
from ledger.intake_schema import intake as intake
from ledger.intake_schema import placement as placement
from ledger.intake_schema import quarantined_row as quarantined_row
from ledger.intake_schema import source_mapping as source_mapping
from ledger.office_schema import form_filing as form_filing
from ledger.office_schema import meeting_agenda as meeting_agenda
from ledger.office_schema import notice_sent as notice_sent
from ledger.office_schema import secured_fund as secured_fund
from ledger.plan_schema import fortification as fortification
from ledger.plan_schema import planned_house as planned_house
from ledger.plan_schema import scenario as scenario
from ledger.response_schema import event_report as event_report
from ledger.response_schema import mission as mission
from ledger.response_schema import mission_stop as mission_stop
from ledger.response_schema import mission_team as mission_team
from ledger.response_schema import visit_first as visit_first
from ledger.versions import id_index, key, personal
from ledger.versions import versions as _versions

place = _versions("place", key("code", 12), Column("name", String(80)))

household = _versions(
    "household",
    key("household_id", 64),
    personal("head_name", String(80)),
    personal("id_number", String(18)),
    id_index(),
    personal("phone", String(20)),
    personal("account", String(40)),  # 一卡通, rule M2
    Column("village_code", String(12), nullable=False, index=True),
    Column("occupants", Integer),
    Column("dependents", Integer),
    Column("other_safe_home", Boolean),  # rule H2
    Column("no_house", Boolean),  # rule H1: 无房户
    Column("disaster_rebuild_aid", Boolean),  # rule H3
    Column("housing_aid_before", Boolean),  # rule G1, last group
    Column("good_samaritan", Boolean),  # rule G3: 见义勇为
)

dwelling = _versions(
    "dwelling",
    key("household_id", 64),
    Column("lon", Float),
    Column("lat", Float),
    Column("structure", String(20)),
    Column("storeys", Integer),
    Column("year_built", Integer),
    Column("grade", String(1)),
    Column("area_m2", Float),
    Column("meets_seismic_standard", Boolean),  # rule H5
    Column("retrofitted_on", Date),  # rule H4
)

membership = _versions(
    "membership",
    key("household_id", 64),
    key("group_name", 40),
    Column("certified_by", String(40)),
    Column("certified_on", Date),
)

person = _versions(
    "person",
    key("person_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    personal("name", String(80)),
    personal("id_number", String(18)),
    id_index(),
    personal("birth_date", Date),
    Column("sex", String(1)),
    Column("relation", String(20)),
    Column("disabled", Boolean),
)

appraisal = _versions(
    "appraisal",
    key("appraisal_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("appraised_on", Date, nullable=False),
    Column("grade", String(1), nullable=False),
    Column("appraiser", String(80)),
    Column("third_party", Boolean),  # rule W7
    Column("disputed", Boolean),  # rule W7
    Column("meets_seismic_standard", Boolean),
    Column("posted_on", Date),  # rule H11: 挂牌公示
    Column("reason", String(200)),  # rule H7: why anew
)

retrofit_case = _versions(
    "retrofit_case",
    key("case_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("task", String(40), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("applied_by", String(20)),  # household or village, rule W2
    Column("way", String(20)),  # rule W14
    Column("year", Integer),  # of the programme it counts under
    Column("beyond_task", Boolean),  # rule W15: 县级先行垫付
    Column("builder", String(20)),  # self, organised, government; rule M2
    Column("area_m2", Float),  # rule M4, without sheds
    Column("real_cost_cny", Integer),
    Column("seismic_strengthening", Boolean),  # rules H12, M1
    Column("structural_design", Boolean),  # rule H12
    Column("energy_retrofit", Boolean),  # rule H10
    Column("accessibility", Boolean),  # rule H10: 适老化, 无障碍
    Column("decoration_only", Boolean),  # rule W11: painting is no retrofit
    Column("moved_in_on", Date),  # rule W8
)

case_step = _versions(
    "case_step",
    key("case_id", 64),
    key("step", 20),
    Column("household_id", String(64), nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("actor", String(40)),
    Column("passed", Boolean),  # rule W11: of an acceptance
    Column("posted_on", Date),  # rule W3: first day of publicity
    Column("clause", String(200)),  # what the step rested on when it was taken
    Column("reason", String(200)),  # why it was undone
)

document = _versions(
    "document",
    key("document_id", 64),
    Column("case_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("kind", String(40), nullable=False),  # rule W12
    Column("dated", Date),
    Column("file", String(120)),
    Column("sha256", String(64)),
)

payment = _versions(
    "payment",
    key("payment_id", 64),
    Column("case_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("source", String(20), nullable=False),  # rule M3
    Column("amount_cny", Integer, nullable=False),
    Column("kind", String(20), nullable=False),  # advance, balance, whole, refund
    Column("payee", String(20), nullable=False),  # household, builder, town
    personal("account", String(40)),
    Column("paid_on", Date, nullable=False),
)

allotment = _versions(
    "allotment",
    key("allotment_id", 64),
    Column("source", String(20), nullable=False),  # rule M3
    Column("task", String(40)),
    Column("amount_cny", Integer, nullable=False),
    Column("allotted_on", Date, nullable=False),
)

visit = _versions(
    "visit",
    key("visit_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # patrol, verification, sweep, watch
    Column("sweep_id", String(64), index=True),
    Column("event_id", String(64), index=True),
    Column("visited_on", Date, nullable=False),
    Column("visitor", String(80)),
    Column("seen", String(400)),  # rule W10: 看
    personal("heard", String(400)),  # 听: the owner's words
    Column("defects", String(400)),  # 记
    Column("suspected", Boolean),
    Column("lon", Float),
    Column("lat", Float),
)

photograph = _versions(
    "photograph",
    key("photograph_id", 64),
    Column("sha256", String(64), nullable=False),  # of the picture as it is kept
    Column("household_id", String(64), nullable=False, index=True),
    Column("visit_id", String(64), index=True),
    Column("vacated_id", String(64), index=True),
    Column("part", String(80)),  # rule W10: which part of the house
    Column("taken_at", String(32)),
    Column("lon", Float),
    Column("lat", Float),
    Column("width", Integer),
    Column("height", Integer),
    Column("finding_id", String(64), index=True),
)

vacated_house = _versions(
    "vacated_house",
    key("vacated_id", 64),
    Column("household_id", String(64), nullable=False, index=True),
    Column("why", String(20), nullable=False),  # moved or rebuilt (rule H8)
    Column("moved_to", String(20)),  # rule W14
    Column("vacated_on", Date),
    Column("threatens_neighbours", Boolean),
    Column("demolished_on", Date),
    Column("water_off", Boolean),  # rule W9: 两断一清一锁
    Column("power_off", Boolean),
    Column("cleared", Boolean),
    Column("locked", Boolean),
    Column("checked_on", Date),
)

sweep = _versions(
    "sweep",
    key("sweep_id", 64),
    Column("season", String(20), nullable=False),  # after_rain, after_thaw, disaster
    Column("event_id", String(64)),
    Column("area_code", String(12), nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("reported_on", Date),
)

list_row = _versions(
    "list_row",
    key("list_id", 64),
    key("row_id", 16),
    Column("department", String(40), nullable=False),  # rule G5
    Column("group_name", String(40), nullable=False),
    Column("certified_on", Date),
    personal("name", String(80)),
    personal("id_number", String(18)),
    id_index(),
    personal("phone", String(20)),
    Column("village_code", String(12)),
    Column("grade", String(1)),  # as that department has it
)

match = _versions(
    "match",
    key("list_id", 64),
    key("row_id", 16),
    Column("household_id", String(64), index=True),
    Column("person_id", String(64)),
    Column("state", String(20), nullable=False),  # exact, proposed, confirmed, refused
    Column("weight", Float),
    Column("probability", Float),
)

erasure = _versions(
    "erasure",
    key("table_name", 40),
    key("thing", 140),  # key of the thing whose personal columns were emptied
    Column("basis", String(200), nullable=False),
)

hazard_event = _versions(
    "hazard_event",
    key("event_id", 64),
    Column("hazard", String(20), nullable=False),  # earthquake or flood
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

layer = _versions(
    "layer",
    key("layer_id", 64),
    Column("kind", String(30), nullable=False),
    Column("title", String(120), nullable=False),
    Column("source", String(400), nullable=False),
    Column("file", String(120), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("features", Integer),
    Column("repaired", Integer),
    Column("area_change_ratio", Float),  # what the repair did to the area
    Column("overlap_m2", Float),  # between polygons of one layer
    Column("gap_m2", Float),  # of the county, that no polygon covers
    Column("series", String(120)),  # of one series the newest edition in force counts
    Column("edition", String(40)),
    Column("scale", String(40)),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("crs", String(200)),  # as the file says
    Column("reading", String(40)),  # of its coordinates: geo.datum
)
