"""Numbers of areas as classes: limits, colours, words; no data is a class apart."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from layers.base import Choice, Entry, Legend, Scale, Shelf
from layers.disclosed import disclosed_entries
from layers.palette import class_colours
from rules.language import N_

CLASSES = 5
NO_DATA = -1
BOUNDARIES = {"town": "town_boundary", "village": "village_boundary"}
NO_DATA_LABEL = N_("no data")


def is_measured(choice: Choice) -> bool:
    """Tell whether there can be numbers: after a disaster not without an event."""
    return choice.get("page") != "responder" or bool(choice.get("event"))


class Classified(NamedTuple):
    """Areas by class; ``limits`` are the inner ones, ``low`` and ``high`` the ends."""

    classes: pd.Series  # int, index of the measures; -1 no data
    limits: tuple[float, ...]
    low: float
    high: float


def level_of(choice: Choice) -> str:
    """Return which areas a page measures: towns for leaders, villages otherwise."""
    usual = "town" if choice.get("page") == "leader" else "village"
    return choice.get("level") or usual


def classify(values: pd.Series, limits: tuple[float, ...]) -> Classified:
    """Sort values into classes.

    Parameters
    ----------
    values : pandas.Series of float
        ``NaN`` no data.
    limits : tuple of float
        Inner limits, rising; empty for quantiles.  A value on a limit belongs to
        the class above it.

    Examples
    --------
    >>> classify(pd.Series([0.0, 5, 10, np.nan]), (5.0,)).classes.tolist()
    [0, 1, 1, -1]
    """
    numbers = values.to_numpy(float)
    known = numbers[np.isfinite(numbers)]
    inner = limits or quantiles(known)
    classes = np.digitize(numbers, inner)
    classes[~np.isfinite(numbers)] = NO_DATA
    ends = (float(known.min()), float(known.max())) if len(known) else (np.nan, np.nan)
    return Classified(pd.Series(classes, values.index), tuple(inner), *ends)


def quantiles(known: np.ndarray) -> tuple[float, ...]:
    """Return limits that cut finite values into classes of about one size."""
    if not len(known):
        return ()
    shares = np.arange(1, CLASSES) / CLASSES
    limits = {_short(limit) for limit in np.quantile(known, shares)}
    return tuple(sorted(limit for limit in limits if limit > known.min()))


def _short(number: float) -> float:
    """Round to two figures, so that the printed limit is the limit."""
    return float(f"{number:.2g}")


def class_labels(classified: Classified, unit: str) -> list[str]:
    """Print the classes with their limits; the outer ones without end.

    Parameters
    ----------
    unit : str
        Ratios are printed in per cent where this is ``"%"``.

    Examples
    --------
    >>> class_labels(classify(pd.Series([1.0, 30.0]), (10.0, 20.0)), "cases")
    ['< 10', '10 – 20', '≥ 20']
    """
    times = 100 if unit == "%" else 1
    limits = [f"{limit * times:,.10g}" for limit in classified.limits]
    if not limits:
        return [f"{classified.low * times:,.10g} – {classified.high * times:,.10g}"]
    inner = [f"{low} – {high}" for low, high in pairwise(limits)]
    return [f"< {limits[0]}", *inner, f"≥ {limits[-1]}"]


def classified_areas(shelf: Shelf, level: str, choice: Choice) -> Classified:
    """Classify the measure of a choice over towns or villages."""
    values = told_values(shelf.area_measures(level, choice))
    return classify(values, limits_of(shelf, level, choice))


def told_values(measures: pd.DataFrame) -> pd.Series:
    """Return values by which to colour: those told by the same words are the same.

    Examples
    --------
    >>> words = ["≈ 40 %", "≈ 40 %", "<5"]
    >>> told_values(pd.DataFrame({"value": [0.5, 0.25, np.nan], "shown": words}))
    0    0.375
    1    0.375
    2      NaN
    Name: value, dtype: float64
    """
    values = measures["value"]
    if "shown" not in measures:
        return values
    return values.groupby(measures["shown"]).transform("mean").where(values.notna())


def limits_of(shelf: Shelf, level: str, choice: Choice) -> tuple[float, ...]:
    """Return the limits of a choice: the measure's own, or of another day's values.

    So the colours of two days mean the same.  Empty: quantiles of the day itself.
    """
    day = choice.get("limits")
    if not day:
        return shelf.area_scale(level, choice).limits
    values = told_values(shelf.area_measures(level, {**choice, "day": day}))
    return quantiles(values[np.isfinite(values)].to_numpy(float))


def colours_of(scale: Scale, classified: Classified) -> list[str]:
    """Return the colour of each class."""
    return class_colours(scale, len(classified.limits) + 1)


def area_legend(shelf: Shelf, level: str, choice: Choice, sign: str) -> Legend:
    """Tell the classes, and the hatch apart if any area has no data."""
    scale = shelf.area_scale(level, choice)
    classified = classified_areas(shelf, level, choice)
    labels = class_labels(classified, scale.unit) if np.isfinite(classified.low) else []
    entries = [
        Entry(colour, label, sign)
        for colour, label in zip(colours_of(scale, classified), labels, strict=False)
    ]
    if "state" in shelf.area_measures(level, choice):
        entries += disclosed_entries(colours_of(scale, classified))
    entries.append(Entry("", NO_DATA_LABEL))
    return Legend(
        entries=tuple(entries), title=scale.title, unit=scale.unit, source=scale.source
    )
