"""Which columns each role may read, table by table; what is not named is not read.

A column that is added to the schema reaches nobody before it is named here.  Of each
table two lists are given: what is shown as it is, and what is shown masked
(:mod:`ledger.masking`).  The blind index, salts, seals and digests are for nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledger.roles import Role


@dataclass(frozen=True)
class Columns:
    """The columns of one table that a role reads: clear, and masked."""

    clear: tuple[str, ...]
    masked: tuple[str, ...] = ()


Grant = Mapping[str, Columns]


def _columns(clear: str, masked: str = "") -> Columns:
    return Columns(tuple(clear.split()), tuple(masked.split()))


_PUBLIC = {
    "place": _columns("code name"),
    "hazard_event": _columns(
        "event_id hazard form title happened_at magnitude lon lat depth_km file sha256"
    ),
    "visit_first": _columns("kind place note"),
    "code_change": _columns("old_code new_code changed_on source"),
    "fortification": _columns(
        "place_code pga_g design_intensity_degree spectrum_period_s source valid_from"
    ),
    "layer": _columns(
        "layer_id kind title source file sha256 features repaired area_change_ratio "
        "overlap_m2 gap_m2 series edition scale valid_from valid_to crs reading"
    ),
}

_HOME = "household_id village_code occupants dependents"
_FACTS = f"{_HOME} other_safe_home no_house disaster_rebuild_aid housing_aid_before"
_DWELLING = _columns(
    "household_id lon lat structure storeys year_built grade area_m2 "
    "meets_seismic_standard retrofitted_on"
)
_MEMBERSHIP = _columns("household_id group_name certified_by certified_on")
_APPRAISAL = _columns(
    "appraisal_id household_id appraised_on grade appraiser third_party disputed "
    "meets_seismic_standard posted_on reason"
)
_CASE = _columns(
    "case_id household_id task opened_on applied_by way year beyond_task builder "
    "area_m2 real_cost_cny seismic_strengthening structural_design energy_retrofit "
    "accessibility decoration_only moved_in_on"
)
_STEP = _columns(
    "case_id step household_id on_date actor passed posted_on clause reason"
)
_DOCUMENT = _columns("document_id case_id household_id kind dated file sha256")
_PAID = "payment_id case_id household_id source amount_cny kind payee paid_on"
_ALLOTMENT = _columns("allotment_id source task amount_cny allotted_on")
_SECURED = _columns("fund_id level task amount_cny secured_on document")
_FILED = _columns(
    "filing_id form month number position made_at figures sha256 reasons note"
)
_MEETING = {"meeting_agenda": _columns("agenda_id title made_at views")}
_SENT = _columns("notice_id kind month sent_at sha256 note")
# What goes to a meeting or upward: sums of the county, and nothing of a household.
_OFFICE = {
    "allotment": _ALLOTMENT,
    "secured_fund": _SECURED,
    "form_filing": _FILED,
    "notice_sent": _SENT,
}
_VISITED = "visit_id household_id kind sweep_id event_id visited_on visitor suspected"
_VISIT = _columns(f"{_VISITED} seen defects lon lat", "heard")
_PHOTOGRAPH = _columns(
    "photograph_id sha256 household_id visit_id vacated_id finding_id part taken_at "
    "lon lat width height"
)
_VACATED = _columns(
    "vacated_id household_id why moved_to vacated_on threatens_neighbours "
    "demolished_on water_off power_off cleared locked checked_on"
)
_SWEEP = _columns("sweep_id season event_id area_code begun_on ended_on reported_on")
_FOUND = (
    "finding_id event_id household_id tag damage_grade reason visited_at team "
    "occupied received_at"
)
_FINDING = _columns(f"{_FOUND} note lon lat")
_REPORTED = (
    "report_id event_id number form title happened_at magnitude lon lat depth_km "
    "duration_h file sha256 received_at withdrawn"
)
# Whoever has the link of a team acts as the team: its hash is for nobody.
_MISSIONS = {
    "event_report": _columns(f"{_REPORTED} text"),
    "mission": _columns(
        "mission_id event_id season title made_at teams base_lon base_lat settings "
        "state"
    ),
    "mission_team": _columns("mission_id team name doors length_m minutes"),
    "mission_stop": _columns("mission_id household_id team place arrive_min walk_m"),
}
_LISTED = "list_id row_id department group_name certified_on village_code grade"
_LIST_ROW = _columns(_LISTED, "name id_number phone")
_INTAKE = _columns(
    "intake_id file sha256 target format part encoding crs reading mapping rows "
    "imported unchanged rejected"
)
_MAPPING = _columns("headings target title mapping")
_SET_ASIDE = _columns("intake_id row state fields", "cells problems")
_PLACEMENT = _columns("household_id intake_id x y reading lon lat")
_MATCH = _columns("list_id row_id household_id person_id state weight probability")

# What came of a plan is told; what was asked names villages and households.
_TOLD = (
    "scenario_id name year state budget_cny summary made_on frozen_on policy position"
)
_SCENARIO = _columns(f"{_TOLD} settings")
_PLANNED = _columns(
    "plan_id household_id village_code task measure way cost_cny budget "
    "place_in_village reason"
)

_FIELDWORK = {
    "dwelling": _DWELLING,
    "membership": _MEMBERSHIP,
    "appraisal": _APPRAISAL,
    "retrofit_case": _CASE,
    "case_step": _STEP,
    "document": _DOCUMENT,
    "visit": _VISIT,
    "photograph": _PHOTOGRAPH,
    "vacated_house": _VACATED,
    "sweep": _SWEEP,
    "finding": _FINDING,
}

_TOWN = {
    **_FIELDWORK,
    "household": _columns(
        f"{_FACTS} good_samaritan", "head_name id_number phone account"
    ),
    "person": _columns(
        "person_id household_id sex relation disabled", "name id_number birth_date"
    ),
    "payment": _columns(_PAID, "account"),
}

_GRANTS: dict[Role, Grant] = {
    Role.VILLAGE_REPORTER: {
        **_PUBLIC,
        **_FIELDWORK,
        "household": _columns(f"{_FACTS} good_samaritan", "head_name id_number phone"),
        "person": _columns("person_id household_id relation", "name id_number"),
        "payment": _columns(_PAID),  # posted in the village anyway, rule A2
    },
    Role.TOWN_OFFICER: {
        **_PUBLIC,
        **_TOWN,
        **_MISSIONS,
        "planned_house": _PLANNED,
    },
    Role.PLANNER: {
        **_PUBLIC,
        **_TOWN,
        **_MISSIONS,
        **_OFFICE,
        **_MEETING,
        "list_row": _LIST_ROW,
        "match": _MATCH,
        "intake": _INTAKE,
        "quarantined_row": _SET_ASIDE,
        "placement": _PLACEMENT,
        "source_mapping": _MAPPING,
        "scenario": _SCENARIO,
        "planned_house": _PLANNED,
    },
    Role.RESPONDER: {
        **_PUBLIC,
        **_MISSIONS,
        "household": _columns(_HOME, "head_name phone"),
        "dwelling": _DWELLING,
        "visit": _columns(f"{_VISITED} seen defects lon lat"),
        "photograph": _PHOTOGRAPH,
        "sweep": _SWEEP,
        "finding": _FINDING,
    },
    Role.FINANCE: {
        **_PUBLIC,
        "household": _columns("household_id village_code", "head_name account"),
        "retrofit_case": _columns(
            "case_id household_id task opened_on way year beyond_task builder area_m2 "
            "real_cost_cny seismic_strengthening"
        ),
        "case_step": _STEP,
        "document": _DOCUMENT,
        "payment": _columns(_PAID, "account"),
        **_OFFICE,
    },
    Role.LEADER: _PUBLIC | _OFFICE | _MEETING | {"scenario": _columns(_TOLD)},
    Role.AUDITOR: _PUBLIC,
    Role.ADMINISTRATOR: _PUBLIC,
}
GRANTS: Mapping[Role, Grant] = MappingProxyType(_GRANTS)

# What the log shows of a change, from what to what (rule A2): every table, but health
# and what was seen and said in a home only as having changed.
LOGGED: Grant = MappingProxyType(
    {
        **_PUBLIC,
        **_FIELDWORK,
        "household": _columns(
            f"{_FACTS} good_samaritan", "head_name id_number phone account"
        ),
        "person": _columns(
            "person_id household_id relation",
            "name id_number birth_date sex disabled",
        ),
        "payment": _columns(_PAID, "account"),
        "visit": _columns(_VISITED, "seen heard defects lon lat"),
        "finding": _columns(_FOUND, "note lon lat"),
        "event_report": _columns(_REPORTED, "text"),
        **{name: _MISSIONS[name] for name in _MISSIONS if name != "event_report"},
        "photograph": _columns(
            "photograph_id household_id visit_id vacated_id finding_id sha256"
        ),
        **_OFFICE,
        **_MEETING,
        "list_row": _LIST_ROW,
        "match": _MATCH,
        "erasure": _columns("table_name thing basis"),
        "intake": _INTAKE,
        "quarantined_row": _SET_ASIDE,
        "placement": _PLACEMENT,
        "scenario": _SCENARIO,
        "planned_house": _PLANNED,
    }
)

# Single values that may be unmasked, on record: table and column.
_OF_A_FAMILY = frozenset(
    {
        ("household", "head_name"),
        ("household", "id_number"),
        ("household", "phone"),
        ("person", "name"),
        ("person", "id_number"),
        ("person", "birth_date"),
        ("visit", "heard"),
    }
)
UNMASKS: Mapping[Role, frozenset[tuple[str, str]]] = MappingProxyType(
    {
        Role.TOWN_OFFICER: _OF_A_FAMILY,
        Role.PLANNER: _OF_A_FAMILY
        | {("list_row", name) for name in ("name", "id_number", "phone")},
        Role.FINANCE: frozenset({("household", "account"), ("payment", "account")}),
        Role.RESPONDER: frozenset({("household", "phone")}),
    }
)

# Identity numbers are shown to these with their ends only (one character each).
SEES_LESS = frozenset({Role.VILLAGE_REPORTER, Role.RESPONDER, Role.AUDITOR})

READS_LOG = frozenset({Role.AUDITOR, Role.PLANNER})
FINDS_PEOPLE = frozenset({Role.VILLAGE_REPORTER, Role.TOWN_OFFICER, Role.PLANNER})


def entitled(asked: Iterable[Role]) -> str:
    """Name roles, for an error that says whom to ask.

    Examples
    --------
    >>> entitled({Role.PLANNER, Role.AUDITOR})
    'auditor, planner'
    """
    return ", ".join(sorted(role.value for role in asked)) or "-"


def readers_of(table: str) -> str:
    """Name the roles that read a table.

    Examples
    --------
    >>> readers_of("list_row"), readers_of("no such table")
    ('planner', '-')
    """
    return entitled(role for role, grant in GRANTS.items() if table in grant)
