"""The register of layers: which count on a day, and what is said of each.

Nothing is erased: a change is a new version, and a past day sees what was on record
and in force then.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from desk.acting import reading
from desk.layer_findings import SHARING, Message, kept_findings
from desk.workspace import Workspace
from geo.feature_files import read_features
from geo.layer_quality import covered_ratio
from ledger.register import layer_versions
from ledger.register import layers as registered
from ledger.roles import Acting
from rules.editions import (
    State,
    begins_on,
    in_force,
    replaced_by,
    series_of,
    states,
)
from rules.errors import LayerError
from rules.language import N_
from rules.parameters import load_parameters

Row = dict[str, Any]

STATE_WORDS = {
    State.IN_FORCE: N_("in force"),
    State.NOT_YET: N_("not yet in force"),
    State.ENDED: N_("ended"),
    State.REPLACED: N_("replaced by a newer edition"),
}
WHO_AND_WHEN = ("recorded_on", "recorded_at", "recorded_by", "changed_at", "changed_by")


def layers_in_force(
    workspace: Workspace, kind: str = "", on: date | None = None
) -> list[Row]:
    """Return the layers that count on a day, the oldest first.

    Parameters
    ----------
    kind : str
        One of :data:`rules.vocabulary.LAYER_KINDS`; without it, all.
    on : date, optional
        A day: the register as it stood then, and what was in force then; today
        without it.

    Returns
    -------
    list of dict
        As from :func:`ledger.register.layers`.
    """
    rows = in_force(registered(workspace.ledger, on), on or date.today())
    return [dict(row) for row in rows if not kind or row["kind"] == kind]


def register(workspace: Workspace, acting: Acting, on: date | None = None) -> list[Row]:
    """Return every layer on record on a day, as somebody may read it, oldest first.

    Returns
    -------
    list of dict
        What the role reads of the register; ``version``; ``begins_on``, the first
        day in force; ``state``, a :class:`rules.editions.State`; ``replaced_by``, the
        id of the layer that counts in its place, or ``""``; who recorded it and
        when, and who changed it last.
    """
    day = on or date.today()
    rows = registered(workspace.ledger, on)
    state = states(rows, day)
    seen = {r["layer_id"]: r for r in reading(workspace, acting).listed("layer", on=on)}
    found = []
    for row in rows:
        own = state[row["layer_id"]]
        told = {name: row[name] for name in WHO_AND_WHEN}
        told |= {"state": own, "begins_on": begins_on(row), "replaced_by": ""}
        if own is State.REPLACED:
            newer = replaced_by(rows, row["layer_id"], day)
            told["replaced_by"] = newer["layer_id"]
        found.append(seen[row["layer_id"]] | told)
    return found


def layer_of(workspace: Workspace, layer_id: str) -> Row:
    """Return a layer as it is on record now.

    Raises
    ------
    LayerError
        If there is none.
    """
    known = {row["layer_id"]: row for row in registered(workspace.ledger)}
    if layer_id not in known:
        raise LayerError(
            N_("no layer {id}; layers are: {known}"),
            id=layer_id,
            known=", ".join(known) or "-",
        )
    return known[layer_id]


def require_period(valid_from: date | None, valid_to: date | None) -> None:
    """Refuse a layer that would end before it begins.

    Raises
    ------
    LayerError
        If it would.
    """
    if valid_from and valid_to and valid_to < valid_from:
        raise LayerError(
            N_("a layer in force from {begin} cannot end on {end}"),
            begin=valid_from.isoformat(),
            end=valid_to.isoformat(),
        )


def layer_history(workspace: Workspace, acting: Acting, layer_id: str) -> list[Row]:
    """Return every version of a layer, oldest first, as somebody may read it.

    Returns
    -------
    list of dict
        ``version, at, actor, role, verb, note``, ``file``, and ``changes``: of each
        field that changed what it was and what it became.

    Raises
    ------
    LayerError
        If there is no such layer.
    """
    layer_of(workspace, layer_id)
    (seen,) = (
        row
        for row in reading(workspace, acting).listed("layer")
        if row["layer_id"] == layer_id
    )
    found, before = [], {}
    for row in layer_versions(workspace.ledger, layer_id):
        names = [n for n in seen if n not in ("layer_id", "version")]
        changes = {n: (before.get(n), row[n]) for n in names if before.get(n) != row[n]}
        head = {n: row[n] for n in ("at", "actor", "role", "verb", "note", "file")}
        told = {"version": row["entry_seq"], "changes": changes if before else {}}
        found.append(head | told)
        before = row
    return found


def findings_of(workspace: Workspace, row: Row) -> dict[str, Any] | None:
    """Return what was found when a layer was taken in, ``None`` if nobody looked."""
    return kept_findings(workspace.folder("layers") / row["file"])


def told_of_arrival(workspace: Workspace, layer_id: str) -> list[Message]:
    """Say what a new layer does to those that counted before it came."""
    rows, day = registered(workspace.ledger), date.today()
    (own,) = (row for row in rows if row["layer_id"] == layer_id)
    state = states(rows, day)[layer_id]
    if state is not State.IN_FORCE:
        return [_why_not(rows, own, state, day)]
    others = [row for row in rows if row["layer_id"] != layer_id]
    now = in_force(rows, day)
    left = [row for row in in_force(others, day) if row not in now]
    return [*_replaced(workspace, own, left), *_alike(own, now)]


def told_of_change(before: Iterable[Row], after: Iterable[Row]) -> list[Message]:
    """Say which layers came to count and which do not any more."""
    was = {row["layer_id"]: row for row in before}
    now = {row["layer_id"]: row for row in after}
    gone = [_named(was[id_]) for id_ in was if id_ not in now]
    come = [_named(now[id_]) for id_ in now if id_ not in was]
    return [
        *((N_("{title} ({id}) does not count any more"), named) for named in gone),
        *((N_("{title} ({id}) counts now"), named) for named in come),
    ]


def _why_not(rows: list[Row], own: Row, state: State, day: date) -> Message:
    if state is State.NOT_YET:
        return N_("counts from {day} on; until then nothing changes"), {
            "day": own["valid_from"].isoformat()
        }
    if state is State.ENDED:
        return N_("does not count: it ended on {day}"), {
            "day": own["valid_to"].isoformat()
        }
    newer = replaced_by(rows, own["layer_id"], day)
    return N_(
        "does not count: {title} ({id}), in force since {day}, is newer; "
        "if it is not, say since when each is in force"
    ), _named(newer)


def _replaced(workspace: Workspace, own: Row, left: Iterable[Row]) -> Iterator[Message]:
    for row in left:
        yield (
            N_("replaces {title} ({id}), in force since {day}; it stays on record"),
            _named(row),
        )
        share = _covered(workspace, own, row)
        least = load_parameters("layer_quality")["replacing"]["least_covered_ratio"]
        if share < least:
            yield (
                N_(
                    "covers only {share} of the ground of {title} ({id}), which it "
                    "replaces; files that are parts of one edition need the same "
                    "edition"
                ),
                _named(row) | {"share": f"{share:.0%}"},
            )


def _covered(workspace: Workspace, own: Row, other: Row) -> float:
    if own["kind"] not in SHARING:
        return 1.0
    folder = workspace.folder("layers")
    new, old = (read_features(folder / row["file"]) for row in (own, other))
    return covered_ratio(new, old)


def _alike(own: Row, now: Iterable[Row]) -> Iterator[Message]:
    """Name layers that look like an older copy of a new one, and count beside it."""
    for row in now:
        same = own["title"] == row["title"] or own["source"] == row["source"]
        if same and row["kind"] == own["kind"] and series_of(row) != series_of(own):
            yield (
                N_(
                    "{title} ({id}) counts as well; if this file takes its place, "
                    "end it, or give both the same series"
                ),
                _named(row),
            )


def _named(row: Row) -> dict[str, Any]:
    since = begins_on(row).isoformat()
    return {"title": row["title"], "id": row["layer_id"], "day": since}
