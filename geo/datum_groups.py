"""Coordinates of several datums in one column, taken apart."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.datum_diagnosis import diagnose
from geo.datum_evidence import TOWN_DIGITS, Reference
from geo.datum_readings import frame_boxes, in_box
from geo.datum_result import NOWHERE, Diagnosis
from rules.parameters import load_parameters

Group = tuple[np.ndarray, Diagnosis]


def diagnose_groups(
    x: np.ndarray,
    y: np.ndarray,
    codes: Sequence[str],
    reference: Reference,
    *,
    forms: np.ndarray | None = None,
) -> list[Group]:
    """Diagnose rows of each form apart, and a mixture by town and village.

    Parameters
    ----------
    x, y, codes, reference
        As for :func:`geo.datum_diagnosis.diagnose`.
    forms : array of int, optional
        How each row is written (:class:`geo.coordinate_texts.Coordinates`): degrees and
        minutes come from another hand than decimals do.

    Returns
    -------
    list of (array of bool, Diagnosis)
        The largest group first; every row with numbers is in one group.  The last may
        be of rows that no frame brings near the county.

    Raises
    ------
    CRSError
        If nothing is known of the county.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    codes = np.asarray(codes, object)
    frame = _frames(x, y, reference)
    kind = (
        frame if forms is None else frame * (int(np.max(forms, initial=0)) + 1) + forms
    )
    groups: list[Group] = []
    near = frame >= 0
    sizes = pd.Series(kind[near]).value_counts(sort=False).sort_index()
    for name in sizes.sort_values(ascending=False, kind="stable").index:
        groups += _taken_apart(near & (kind == name), x, y, codes, reference)
    far = ~near & np.isfinite(x) & np.isfinite(y)
    if far.any():
        judged = int(far.sum())
        groups.append((far, Diagnosis(told=(NOWHERE, {}), judged=judged)))
    return groups


def _frames(x: np.ndarray, y: np.ndarray, reference: Reference) -> np.ndarray:
    """Give each row the number of its frame: of those it fits, that of most rows.

    -1 is none.
    """
    boxes = [in_box(x, y, box) for _, box in frame_boxes(reference.bounds())]
    frame = np.full(x.shape, -1)
    for at in sorted(range(len(boxes)), key=lambda at: boxes[at].sum()):
        frame[boxes[at]] = at
    return frame


def _taken_apart(
    rows: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    codes: np.ndarray,
    reference: Reference,
) -> list[Group]:
    """Diagnose a group; if it is a mixture, find the readings of its parts."""

    def judged(mask: np.ndarray) -> Diagnosis:
        return diagnose(x[mask], y[mask], codes[mask], reference)

    whole = judged(rows)
    if not whole.mixed:
        return [(rows, whole)]
    found, left = {}, rows.copy()
    for part in _parts(rows, codes):
        part = part & left
        reading = judged(part).reading if part.any() else None
        if reading:
            found[reading] = found.get(reading, False) | part
            left &= ~part
    groups = [(mask, judged(mask)) for mask in found.values()]
    if left.any():
        groups.append((left, replace(whole, judged=int(left.sum()))))
    return sorted(groups, key=lambda group: -group[0].sum())


def _parts(rows: np.ndarray, codes: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of each town, then of each village, the largest first."""
    made = load_parameters("datum")["decision"]
    at = np.flatnonzero(rows)
    stated = pd.Series(codes[at]).fillna("").astype(str)
    for digits in (TOWN_DIGITS, None):
        names = stated.str[:digits]
        sizes = names[names != ""].value_counts()
        for name in sizes[sizes >= made["least_rows"]].index[: made["most_parts"]]:
            part = np.zeros(len(rows), bool)
            part[at[(names == name).to_numpy()]] = True
            yield part
