"""What a file is, as far as can be seen: told and proposed before anything is done."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desk.intake_coordinates import PlaceGroup, judged_coordinates
from desk.intake_plan import Plan
from desk.intake_record import digest_of_file
from desk.layer_store import county_bounds
from desk.workspace import Workspace
from geo.datum import likely_crs
from geo.headings import fingerprint
from geo.layer_guess import EVENT, LayerGuess, guess_layer, guess_raster
from geo.layer_schema import POINTS
from geo.mapping import ColumnMapping, Proposal, propose
from geo.sheets import Sheet
from geo.sight import Sight, look, read_sheet
from ledger.intakes import mask, remembered_mapping, taken_before
from reports.quarantine_workbook import MARK
from rules.errors import PlanningError

TABLE, FEATURES, RASTER, SHAKEMAP = "table", "features", "raster", "shakemap"
HOUSEHOLDS = "households"
_SURE = 0.5  # of the fields a target needs, so many were found
_SHOWN = 12  # rows of which first values are shown


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of a file.

    Attributes
    ----------
    plan : Plan or None
        What is proposed; ``None`` if somebody has to say what the file brings.
    guesses : tuple of LayerGuess
        What it may show, if it is a layer, the likeliest first.
    proposal : Proposal or None
        Of a table: which column is which, and why.
    remembered : bool
        Whether the columns are read as those of an earlier file of this form.
    groups : tuple of PlaceGroup
        What the datum doctor says of its coordinates, part by part.
    before : tuple of str
        Days on which a file with this content was taken in.
    quarantine : str
        The intake whose rows it brings back, corrected.
    """

    path: Path
    sight: Sight
    plan: Plan | None
    guesses: tuple[LayerGuess, ...] = ()
    proposal: Proposal | None = None
    remembered: bool = False
    groups: tuple[PlaceGroup, ...] = ()
    before: tuple[str, ...] = ()
    quarantine: str = ""


def see(workspace: Workspace, path: Path, *, part: str = "") -> Seen:
    """Look at a file and propose how to take it in.

    Raises
    ------
    FileError
        If it is no file that can be read, with the reason and the way out.
    """
    sight = look(path, part=part)
    known = taken_before(workspace.ledger, digest_of_file(path))
    before = tuple(row["file"] for row in known)
    if sight.family == SHAKEMAP:
        return Seen(path=path, sight=sight, plan=Plan(target=EVENT), before=before)
    if sight.family == RASTER:
        guesses = guess_raster([path.stem, sight.part, *sight.columns])
        plan = _layer_plan(guesses, sight)
        told = {"guesses": tuple(guesses), "before": before}
        return Seen(path=path, sight=sight, plan=plan, **told)
    return _seen_table(workspace, path, sight, before)


def _seen_table(
    workspace: Workspace, path: Path, sight: Sight, before: tuple[str, ...]
) -> Seen:
    features = sight.family == FEATURES
    if features and not {*sight.shapes} & POINTS:
        return _seen_features(path, sight, before)
    sheet = read_sheet(path, part=sight.part)
    proposal, remembered = _proposed(workspace, sheet)
    target, share = max(proposal.scores.items(), key=lambda item: item[1])
    if features and (share < _SURE or target == "layer"):
        return _seen_features(path, sight, before)
    plan = None
    if share >= _SURE and target != "layer":
        mapping = proposal.mapping
        plan = Plan(target=target, part=sight.part, mapping=mapping.to_json())
    groups = judged_coordinates(workspace, sheet, proposal.mapping)
    return Seen(
        path=path,
        sight=sight,
        plan=plan,
        guesses=tuple(guess_layer([path.stem], sight.columns, ["Point"])),
        proposal=proposal,
        remembered=remembered,
        groups=groups if target == HOUSEHOLDS else (),
        before=before,
        quarantine=_quarantine_of(sheet),
    )


def _seen_features(path: Path, sight: Sight, before: tuple[str, ...]) -> Seen:
    guesses = guess_layer([path.stem, sight.part], sight.columns, sight.shapes)
    plan = _layer_plan(guesses, sight)
    told = {"guesses": tuple(guesses), "before": before}
    return Seen(path=path, sight=sight, plan=plan, **told)


def _layer_plan(guesses: list[LayerGuess], sight: Sight) -> Plan | None:
    """Propose the likeliest kind, if nothing else is as likely."""
    first, second = [*guesses, None, None][:2]
    if first is None or first.points < 1 or (second and second.points == first.points):
        return None
    if first.kind == EVENT:
        return Plan(target=EVENT, part=sight.part)
    return Plan(target="layer", kind=first.kind, part=sight.part)


def _proposed(workspace: Workspace, sheet: Sheet) -> tuple[Proposal, bool]:
    """Propose the columns, as they were read the last time if they were."""
    proposal = propose(sheet)
    headings = fingerprint(proposal.mapping.headings)
    known = remembered_mapping(workspace.ledger, headings)
    if known is None:
        return proposal, False
    try:
        mapping = ColumnMapping.from_json(known["mapping"], sheet)
    except PlanningError:  # the same headings in another place
        return proposal, False
    return proposal._replace(mapping=mapping), True


def _quarantine_of(sheet: Sheet) -> str:
    for at in islice(range(len(sheet.rows)), 3):
        for cell in sheet.line(at)[:2]:
            if cell and cell.startswith(MARK):
                return cell.removeprefix(MARK).strip()
    return ""


def columns_of(
    path: Path, part: str, target: str
) -> tuple[tuple[str, ...], list[str], Proposal]:
    """Return the headings of a table, first values of each column, and a proposal.

    Values that tell who somebody is are masked.
    """
    sheet = read_sheet(path, part=part)
    proposal = propose(sheet, target)
    headings = proposal.mapping.headings
    firsts = [
        [v for v in sheet.column(at).slice(headings.body, _SHOWN).to_pylist() if v]
        for at in range(len(headings.names))
    ]
    fields = {at: name for name, at in proposal.mapping.columns.items()}
    examples = [
        "; ".join(mask(fields.get(at, ""), value) for value in values[:3])
        for at, values in enumerate(firsts)
    ]
    return headings.names, examples, proposal


def likely_systems(workspace: Workspace, bounds: tuple[float, ...] | None) -> list[str]:
    """Return the systems in which bounds without one would lie in the county."""
    county = county_bounds(workspace)
    if bounds is None or county is None:
        return []
    return likely_crs(bounds, county)
