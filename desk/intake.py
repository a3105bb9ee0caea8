"""Take in any file an office has: one door, whatever it brings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.case_hand import Hand
from desk.codes import import_codes
from desk.events import add_event_file
from desk.findings import import_findings
from desk.intake_coordinates import needs_word
from desk.intake_households import take_households
from desk.intake_plan import Plan
from desk.intake_points import points_file
from desk.intake_record import Intake, intake_of
from desk.intake_seen import Seen
from desk.layer_store import import_layer
from desk.list_import import import_list
from geo.headings import fingerprint
from geo.mapping import ColumnMapping, propose
from geo.sheets import Sheet
from geo.sight import look, read_sheet
from ledger.intakes import remember_mapping
from ledger.roles import require_may_act
from rules.errors import CRSError, PlanningError
from rules.language import N_
from rules.vocabulary import LAYER_KINDS

FINDS = frozenset({"household_id", "tag"})  # without which nothing was found

Tell = Callable[[str, float], None]
Told = dict[str, Any]


def nothing_told(_step: str, _done: float) -> None:
    """Show no progress."""


def take(hand: Hand, path: Path, plan: Plan, tell: Tell = nothing_told) -> Told:
    """Take a file in as planned, in one transaction.

    Returns
    -------
    dict
        ``target``, ``imported``, ``unchanged``, ``rejected``, ``rows`` and ``notes``
        (dicts of ``row, field, value, reason``), and what the target adds;
        ``intake_id`` where rows may have been set aside.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If the file as a whole cannot be taken in so; then nothing is.
    """
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    sight = look(path, part=plan.part)
    who = (hand.acting.name, hand.acting.role.value)
    taken = intake_of(hand.workspace, path, sight, plan, who)
    told = _TAKERS[plan.target](hand, path, plan, taken, tell)
    if plan.mapping and not taken.before:
        _remember(hand, path, plan)
    return {"target": plan.target, "intake_id": taken.intake_id} | told


def _households(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    return take_households(hand.workspace, path, plan, taken, tell)


def _list(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    sheet = read_sheet(path, part=plan.part)
    mapping = ColumnMapping.from_json(plan.mapping, sheet) if plan.mapping else None
    return import_list(
        hand,
        sheet,
        plan.department,
        group=plan.group or None,
        mapping=mapping,
    )


def _findings(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    sheet, mapping = _told_columns(path, plan)
    if mapping is None and plan.mapping and len(taken.sight.parts) < 2:
        proposed = ColumnMapping.from_json(plan.mapping, sheet)
        mapping = proposed if proposed.columns.keys() >= FINDS else None
    return import_findings(hand, plan.event_id, sheet if mapping else path, mapping)


def _codes(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    return import_codes(hand, *_told_columns(path, plan))


def _told_columns(path: Path, plan: Plan) -> tuple[Sheet, ColumnMapping | None]:
    """Return the table, and which column is which if a person has said otherwise.

    What the headings themselves say is left to the reader of the form: it knows forms
    of several sheets, and of questions in groups.
    """
    sheet = read_sheet(path, part=plan.part)
    if not plan.mapping:
        return sheet, None
    mapping = ColumnMapping.from_json(plan.mapping, sheet)
    proposed = propose(sheet, plan.target).mapping
    return sheet, None if mapping.columns == proposed.columns else mapping


def _layer(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    with points_file(path, plan, taken.sight) as file:
        return import_layer(
            hand.workspace,
            file,
            plan.kind,
            hand.acting.name,
            role=hand.acting.role.value,
            part="" if file != path else plan.part,
            crs=plan.crs,
            reading=plan.reading if file == path else "",
            converted="" if file == path else plan.reading,
            sha256="" if file == path else taken.sha256,
            series=plan.series,
            edition=plan.edition,
            scale=plan.scale,
            title=path.stem,
            source=path.name,
            valid_from=plan.since,
        )


def _event(hand: Hand, path: Path, plan: Plan, taken: Intake, tell: Tell) -> Told:
    event_id = add_event_file(
        hand.workspace, path, hand.acting.name, hazard=plan.hazard or None
    )
    nothing = {"unchanged": 0, "rejected": 0, "rows": [], "notes": []}
    return {"event_id": event_id, "imported": 1} | nothing


_TAKERS = {
    "households": _households,
    "list": _list,
    "findings": _findings,
    "codes": _codes,
    "layer": _layer,
    "event": _event,
}


def _remember(hand: Hand, path: Path, plan: Plan) -> None:
    """Keep how the columns were read, for the next file of this form."""
    mapping = ColumnMapping.from_json(plan.mapping)
    ledger = hand.workspace.ledger
    with ledger.transaction() as transaction:
        remember_mapping(
            ledger,
            lambda: hand.entry(transaction, "remember columns", scope="lists"),
            headings=fingerprint(mapping.headings),
            target=plan.target,
            title=path.name,
            told=plan.mapping,
        )


def planned(seen: Seen, **asked: Any) -> Plan:
    """Return the plan for a file that nobody is asked about.

    Raises
    ------
    PlanningError
        If the file does not say what it brings, or its coordinates have to be
        converted and nobody has said so: nothing is converted in silence.
    """
    wanted = {name: value for name, value in asked.items() if value}
    if seen.plan is None and not wanted.keys() & {"kind", "target"}:
        kinds = [guess.kind for guess in seen.guesses] or [*LAYER_KINDS]
        raise PlanningError(
            N_("{file}: does not say what it shows; say which: {kinds}"),
            file=seen.sight.file,
            kinds=" ".join(kinds),
        )
    base = seen.plan.to_dict() if seen.plan else {"part": seen.sight.part}
    if "kind" in wanted:
        wanted.setdefault("target", "layer")
    plan = Plan.from_dict(base | wanted)
    left = needs_word(seen.groups, plan.readings)
    if plan.target == "households" and left:
        message, values = left[0].diagnosis.told
        raise CRSError(
            N_(
                "the coordinates are not taken as they are: {told}; say how to read "
                "them, e.g. {reading}, or lonlat to take them as they stand"
            ),
            told=message.format(**values),
            reading=left[0].diagnosis.reading,
        )
    return plan
