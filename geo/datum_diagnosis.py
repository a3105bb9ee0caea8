"""The datum doctor: which reading of a batch puts its rows where they belong."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.datum_evidence import Bounds, Ground, Reference, Seen
from geo.datum_readings import Reading, convert, frame_boxes, in_box
from geo.datum_result import (
    ASK_OLD_DATUM,
    MISFIT,
    MIXED,
    MOVED,
    NAMED,
    NAMED_ALONE,
    NAMED_GROSS,
    NOT_FINE,
    NOWHERE,
    TOO_FEW,
    UNDECIDED,
    Candidate,
    Diagnosis,
)
from geo.datum_shift import unshifted
from geo.datum_verdict import Duel, better_moved, duels
from rules.parameters import load_parameters


class Batch(NamedTuple):
    """Distinct rows that can be judged, and the ground to judge them by."""

    x: np.ndarray
    y: np.ndarray
    ground: Ground
    bounds: Bounds


def diagnose(
    x: np.ndarray, y: np.ndarray, codes: Sequence[str], reference: Reference
) -> Diagnosis:
    """Find the reading of a batch of coordinates, or abstain.

    Parameters
    ----------
    x, y : array of float
        Numbers as given; ``NaN`` where there is none.
    codes : sequence of str
        Code of the village stated in each row; ``""`` where there is none.
    reference : Reference
        What is known of the county.

    Raises
    ------
    CRSError
        If nothing is known of the county.
    """
    batch = _batch(x, y, codes, reference)
    least = load_parameters("datum")["decision"]["least_rows"]
    if len(batch.x) < least:
        told = TOO_FEW, {"judged": len(batch.x), "least": least}
        return Diagnosis(told=told, judged=len(batch.x), level=batch.ground.level)
    readings, seen = looked_at(batch)
    if not readings:
        told = NOWHERE, {}
        return Diagnosis(told=told, judged=len(batch.x), level=batch.ground.level)
    order = np.argsort([-one.village.sum() for one in seen], kind="stable")
    readings, seen = [readings[at] for at in order], [seen[at] for at in order]
    if batch.ground.level in ("village", "houses"):
        return _fine(readings, seen, batch)
    return _gross(readings, seen, batch)


def looked_at(batch: Batch) -> tuple[list[Reading], list[Seen]]:
    """Place a batch by every reading that brings some of it near the county."""
    least = load_parameters("datum")["evidence"]["least_frame_ratio"]
    readings, seen = [], []
    for plain, box in frame_boxes(batch.bounds):
        if in_box(batch.x, batch.y, box).mean() < least:
            continue
        lon, lat = convert(batch.x, batch.y, str(plain))
        for shift in plain.frame.shifts:
            readings.append(plain._replace(shift=shift))
            seen.append(batch.ground.seen(*unshifted(lon, lat, shift)))
    return readings, seen


def _batch(
    x: np.ndarray, y: np.ndarray, codes: Sequence[str], reference: Reference
) -> Batch:
    """Take distinct rows: neither their order nor how often each stands matters."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    rows = _sampled(x, y)
    stated = pd.Series(np.asarray(codes, object)[rows]).fillna("").astype(str)
    table = pd.DataFrame({"x": x[rows], "y": y[rows], "code": stated.to_numpy()})
    table = table.drop_duplicates()
    ground = Ground.of(reference, table["code"].tolist())
    known = np.arange(len(table))[ground.known]
    mixed_up = np.lexsort((table["code"].iloc[known], _scattered(table.iloc[known])))
    taken = known[mixed_up][: load_parameters("datum")["evidence"]["sample_rows"]]
    x, y = table["x"].to_numpy()[taken], table["y"].to_numpy()[taken]
    return Batch(x, y, ground.only(taken), reference.bounds())


def _sampled(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    most = 4 * load_parameters("datum")["evidence"]["sample_rows"]
    if len(placed) <= most:
        return placed
    scattered = _scattered(pd.DataFrame({"x": x[placed], "y": y[placed]}))
    return placed[scattered <= np.partition(scattered, most)[most]]


def _scattered(places: pd.DataFrame) -> np.ndarray:
    """Give each place a number that has nothing to do with where it is."""
    return pd.util.hash_pandas_object(places[["x", "y"]], index=False).to_numpy()


def _candidates(
    readings: list[Reading], seen: list[Seen], fine: bool
) -> tuple[Candidate, ...]:
    outside = [np.count_nonzero(~one.village) for one in seen]
    return tuple(
        Candidate(
            str(reading),
            len(one.village),
            float(one.village.mean()) if fine else float("nan"),
            float(one.county.mean()),
            float(max(out, 1) / max(outside[0], 1)),
        )
        for reading, one, out in zip(readings, seen, outside, strict=True)
    )


def _fine(readings: list[Reading], seen: list[Seen], batch: Batch) -> Diagnosis:
    """Decide between all readings, by villages."""
    made = load_parameters("datum")["decision"]
    rows, fights = len(batch.x), duels(seen, batch.ground)
    still = [at for at, fight in enumerate(fights, 1) if not fight.won]
    mixed = [at for at in still if fights[at - 1].mixed]
    second = next(iter(mixed or still or range(1, len(seen))), 0)
    counts = [int(np.count_nonzero(one.village)) for one in seen]
    good = counts[0] >= made["least_inside_ratio"] * rows
    named = good and not still
    move = better_moved(seen[0], batch.ground) if named else None
    message = NAMED if second else NAMED_ALONE
    if not named:
        message = MIXED if mixed else UNDECIDED if good else MISFIT
    values = {"inside": counts[0], "judged": rows, "second_inside": counts[second]}
    values |= {"best": str(readings[0]), "second": str(readings[second])}
    if move:
        message = MOVED
        values |= {"second_inside": move.inside, "metres": round(move.metres)}
    return Diagnosis(
        told=(message, values),
        reading=str(readings[0]) if named and not move else None,
        possible=tuple(str(readings[at]) for at in (0, *still)),
        candidates=_candidates(readings, seen, fine=True),
        margin=_margin(fights, rows),
        judged=rows,
        level=batch.ground.level,
        ask=_question(readings[0]),
        mixed=bool(mixed),
    )


def _margin(fights: list[Duel], rows: int) -> float:
    return min((f.speak_for - f.against for f in fights), default=rows) / rows


def _gross(readings: list[Reading], seen: list[Seen], batch: Batch) -> Diagnosis:
    """Decide what the county alone can tell: the axes, not a shift."""
    least = load_parameters("datum")["decision"]["gross_ratio"]
    rows, counts = len(batch.x), [int(np.count_nonzero(one.village)) for one in seen]
    fits = [at for at, count in enumerate(counts) if count >= least * rows]
    plain = [at for at in fits if not readings[at].shift]
    zones = [at for at in plain if readings[at].frame.kind.startswith("gauss")]
    degrees = any(readings[at].frame.kind == "degrees" for at in plain)
    best = zones[0] if len(zones) == 1 and not degrees else None
    order = sorted(range(len(seen)), key=lambda at: at != best)
    message = NAMED_GROSS if best is not None else NOT_FINE if fits else NOWHERE
    values = {"inside": counts[order[0]], "judged": rows}
    return Diagnosis(
        told=(message, values if fits else {}),
        reading=None if best is None else str(readings[best]),
        possible=tuple(str(readings[at]) for at in order if at in fits),
        candidates=_candidates(
            [readings[at] for at in order], [seen[at] for at in order], fine=False
        ),
        judged=rows,
        level=batch.ground.level,
        ask=_question(readings[order[0]]),
    )


def _question(reading: Reading) -> str | None:
    return ASK_OLD_DATUM if reading.frame.kind.startswith("gauss") else None
