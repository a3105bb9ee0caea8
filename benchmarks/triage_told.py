"""What the simulated visits came to, as tables and against what was asked for."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.triage_truths import assumed
from benchmarks.triage_visits import MOMENTS, ORDERS, Outcome
from geo.fragility import MODELS


class Record(NamedTuple):
    """One event under one variant."""

    variant: str
    truth: str
    magnitude: float
    draw: int
    came: Outcome


def row_of(one: Record) -> dict[str, float | str]:
    """Return a record as a flat row."""
    row: dict[str, float | str] = dict(zip(Record._fields[:-1], one, strict=False))
    row |= {f"recall_{name}": value for name, value in one.came.recall.items()}
    for moment, total in one.came.totals.items():
        row |= {f"{moment} {part}": value for part, value in total._asdict().items()}
    return row | {"heavy": one.came.heavy}


def recalls(records: Sequence[Record]) -> np.ndarray:
    """Return recall by event and order, as in ``ORDERS``."""
    return np.array([[one.came.recall[name] for name in ORDERS] for one in records])


def efficiency(records: Sequence[Record], order: str) -> np.ndarray:
    """Return the oracle-efficiency of an order, one per event."""
    ours, distance, oracle = (
        recalls(records)[:, ORDERS.index(name)]
        for name in (order, "distance", "oracle")
    )
    return (ours - distance) / (oracle - distance)


def pooled(records: Sequence[Record], order: str) -> float:
    """Return the efficiency of mean recalls: easy events weigh less."""
    mean = dict(zip(ORDERS, recalls(records).mean(axis=0), strict=True))
    return float((mean[order] - mean["distance"]) / (mean["oracle"] - mean["distance"]))


def totals(records: Sequence[Record], moment: str) -> tuple[np.ndarray, ...]:
    """Return whether the total covers; its width and middle in true values."""
    low, middle, high = np.array([one.came.totals[moment] for one in records]).T
    heavy = np.array([one.came.heavy for one in records], dtype=float)
    covers = (low <= heavy) & (heavy <= high)
    least_one = np.maximum(heavy, 1.0)  # a width over nothing is no number
    return covers, (high - low) / least_one, middle / least_one


def told(records: Sequence[Record]) -> list[str]:
    """Write every table."""
    lines = []
    for variant in dict.fromkeys(one.variant for one in records):
        chosen = [one for one in records if one.variant == variant]
        lines += ["", f"== {variant} ==", *_recall_table(chosen), *_total_table(chosen)]
    return [*lines, "", *judged(records)]


def _groups(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Group by truth and magnitude, by truth, and all."""
    groups: dict[str, list[Record]] = {}
    for one in records:
        groups.setdefault(f"{one.truth} {one.magnitude}", []).append(one)
    for one in records:
        groups.setdefault(one.truth, []).append(one)
    members = [one for one in records if one.truth in MODELS]
    return groups | ({"members": members} if members else {}) | {"all": list(records)}


def _recall_table(records: Sequence[Record]) -> list[str]:
    head = "| truth | events | " + " | ".join(ORDERS)
    head += " | eff. static | eff. adaptive | pooled | adaptive ≥ static"
    head += " | below distance: static, adaptive |"
    lines = [head, "|---" * (head.count("|") - 1) + "|"]
    for name, group in _groups(records).items():
        static, adaptive = (efficiency(group, o) for o in ("static", "adaptive"))
        recall = " | ".join(f"{mean:.2f}" for mean in recalls(group).mean(axis=0))
        lines.append(
            f"| {name} | {len(group)} | {recall} | {static.mean():.2f}"
            f" | {adaptive.mean():.2f}"
            f" | {pooled(group, 'static'):.2f} {pooled(group, 'adaptive'):.2f}"
            f" | {(adaptive >= static).mean():.0%}"
            f" | {(static < 0).mean():.0%} {(adaptive < 0).mean():.0%} |"
        )
    return lines


def _total_table(records: Sequence[Record]) -> list[str]:
    near = assumed()["asked_for"]["near"]
    head = "| truth | heavy | " + " | ".join(
        f"{moment}: covers, width (median, mean), within 25 %" for moment in MOMENTS
    )
    lines = ["", head + " |", "|---" * (2 + len(MOMENTS)) + "|"]
    for name, group in _groups(records).items():
        cells = []
        for moment in MOMENTS:
            covers, width, middle = totals(group, moment)
            cells.append(
                f"{covers.mean():.0%} {np.median(width):.2f} {width.mean():.2f}"
                f" {(np.abs(middle - 1.0) <= near).mean():.0%}"
            )
        heavy = np.median([one.came.heavy for one in group])
        lines.append(f"| {name} | {heavy:.0f} | " + " | ".join(cells) + " |")
    return lines


def judged(records: Sequence[Record]) -> list[str]:
    """Hold what came of the members as truths against what was asked for."""
    members = [one for one in records if one.truth in MODELS]
    chosen = [one for one in members if one.variant == "with"]
    if not chosen:
        return []
    lines = [*_judged_orders(chosen), *_judged_totals(chosen)]
    return [*lines, *_judged_loss(members, chosen)]


def _line(what: str, value: float, at_least: float, sign: int = 1) -> str:
    """Compare; a sign of -1 asks for at most."""
    verdict = "" if sign * value >= sign * at_least else "  MISSED"
    return f"{what}: {value:.3f} ({'≥' if sign > 0 else '≤'} {at_least}){verdict}"


def _judged_orders(chosen: list[Record]) -> list[str]:
    law = assumed()["asked_for"]
    lines = []
    for order in ("static", "adaptive"):
        own = efficiency(chosen, order)
        lines.append(_line(f"{order}, mean of all", own.mean(), law[f"{order}_mean"]))
        for truth in dict.fromkeys(one.truth for one in chosen):
            group = [one for one in chosen if one.truth == truth]
            value = efficiency(group, order).mean()
            lines.append(_line(f"{order}, {truth}", value, law[f"{order}_each"]))
        share = (own < 0).mean()
        limit = law["below_distance_ratio"]
        lines.append(_line(f"{order} below distance", share, limit, -1))
    better = efficiency(chosen, "adaptive") >= efficiency(chosen, "static")
    return [
        *lines,
        _line("adaptive ≥ static", better.mean(), law["not_worse_ratio"]),
    ]


def _judged_totals(chosen: list[Record]) -> list[str]:
    law = assumed()["asked_for"]
    lines = []
    for moment, width_limit in (("start", "width_start"), ("end", "width_end")):
        covers, width, _ = totals(chosen, moment)
        lines.append(_line(f"covers, {moment}", covers.mean(), law["cover_ratio"]))
        value = float(np.median(width))
        lines.append(_line(f"width, {moment}, median", value, law[width_limit], -1))
    near = np.abs(totals(chosen, MOMENTS[1])[2] - 1.0) <= law["near"]
    return [*lines, _line("near after 200 tags", near.mean(), law["near_ratio"])]


def _judged_loss(members: list[Record], chosen: list[Record]) -> list[str]:
    limit = assumed()["asked_for"]["lost"]
    lines = []
    for variant in dict.fromkeys(one.variant for one in members):
        group = [one for one in members if one.variant == variant]
        lost = efficiency(chosen, "adaptive") - efficiency(group, "adaptive")
        if variant.startswith(("wrong", "asked")):
            lines.append(_line(f"lost, {variant}", lost.mean(), limit, -1))
    return lines
