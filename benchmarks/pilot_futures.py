"""Our plan against two plain rules, over simulated futures.

``python -m benchmarks.pilot_futures [workspace] [--futures 200] [--seed 1]``.  Without
a workspace the demonstration county is made.  For the same money and the same number of
villages, our plan, "most C/D first" and "nearest the fault first" choose houses; then
the earth shakes in futures that each hold an event of VII or more, and people kept from
heavily damaged houses are counted.  The truth is a damage model that the choice did not
know: HAZUS, or a member of the ensemble that all three had to do without.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

from benchmarks.damage_truths import MEMBERS, TRUTHS
from benchmarks.pilot_choices import Choice, choices
from benchmarks.pilot_outcomes import Houses, Outcomes, outcomes
from benchmarks.seismic_futures import (
    Event,
    Future,
    Ground,
    assumed,
    draw_futures,
    ground_of,
    sources_of,
)
from desk.assessment import Assessed, assess
from desk.demo import make_demo
from desk.judging import judged
from desk.layer_store import hazard_layers
from desk.workspace import Workspace, workspace_at
from geo.attenuation import region_at
from geo.distances import nearest_distance_m
from geo.exposure import Exposure
from geo.hazard_curve import exceedance_rate_yearly, pga_of_intensity, slopes

BUDGET_CNY, MOST_VILLAGES = 3_000_000, 10
MORE_DEGREE = 0.1  # that a difference of mean intensity is worth a word
_KM = 1000.0
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def title(truth: str, limit: int | None) -> str:
    known = "; the plans do without it" if truth in MEMBERS else ""
    villages = "any number of" if limit is None else f"at most {limit}"
    return f"truth {truth}{known}; {villages} villages"


@contextmanager
def workspace(path: Path | None) -> Iterator[Workspace]:
    """Open a workspace, or make the demonstration county for a while."""
    if path is not None:
        with workspace_at(path) as opened:
            yield opened
        return
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "demo")
        with workspace_at(Path(folder) / "demo") as opened:
            yield opened


def _village_medians(exposure: Exposure, values: np.ndarray) -> np.ndarray:
    """Return the median over each village's houses, ``NaN`` where none is known."""
    medians = np.full(len(exposure.village_codes), np.nan)
    for village in range(len(medians)):
        own = values[(exposure.village == village) & np.isfinite(values)]
        if len(own):
            medians[village] = np.median(own)
    return medians


def told_of_choice(choice: Choice) -> str:
    return (
        f"  {choice.name}: {len(choice.house)} houses in {choice.villages} villages, "
        f"{choice.cost_cny:,} yuan; by the ranking's own models it keeps "
        f"{choice.gain:.2f} people in 30 years"
    )


def told_of_kept(made: Sequence[Choice], found: Outcomes) -> Iterator[str]:
    """Say how many people each choice kept, and how often ours kept more."""
    yield f"  people struck, mean of the futures: {found.struck.mean():,.0f}"
    for choice, kept in zip(made, found.kept, strict=True):
        low, high = np.quantile(kept, (0.05, 0.95))
        yield (
            f"  {choice.name}: {kept.mean():.1f} people kept "
            f"(90 % of the futures {low:.0f} to {high:.0f})"
        )
    for row in (1, 2):
        yield f"  ours against {made[row].name}: {_shares(found.kept, row)}"
        yield f"    before luck: {_shares(found.expected, row)}"
    best = np.stack([found.kept[0], found.kept[1:].max(axis=0)])
    yield f"  ours against the better of both: {_shares(best, 1)}"


def _shares(kept: np.ndarray, row: int) -> str:
    ours, other = kept[0], kept[row]
    more, less = (ours > other).mean(), (ours < other).mean()
    same, none = (ours == other).mean(), ((ours == 0) & (other == 0)).mean()
    decided = f"{more / (more + less):.0%}" if more + less else "none"
    wins = binomtest(int((ours > other).sum()), len(ours))
    low, high = wins.proportion_ci(0.9, method="wilson")
    return (
        f"more in {more:.1%} ({low:.0%} to {high:.0%} but for chance), as many in "
        f"{same:.1%} (nobody kept by either in {none:.1%}), "
        f"fewer in {less:.1%}; {decided} of those decided"
    )


def told_of_losses(
    exposure: Exposure,
    made: Sequence[Choice],
    found: Outcomes,
    futures: Sequence[Future],
    most: int,
) -> Iterator[str]:
    """Say of the futures in which a rule kept more people what happened there."""
    for row in (1, 2):
        lost = np.flatnonzero(found.kept[row] > found.kept[0])
        luck = found.expected[0, lost] >= found.expected[row, lost]
        yield (
            f"  lost to {made[row].name}: {len(lost)}; in {luck.sum()} ours was the "
            f"better bet and had bad luck, in {(~luck).sum()} the rule's was"
        )
        by_loss = np.argsort(found.kept[0, lost] - found.kept[row, lost], kind="stable")
        for at in lost[by_loss][:most]:
            yield "    " + _loss(exposure, found, futures[at], row, int(at))
        if 0 < most < len(lost):
            yield f"    and {len(lost) - most} more, by smaller margins"


def _loss(
    exposure: Exposure, found: Outcomes, future: Future, row: int, at: int
) -> str:
    ours, other = found.kept[0, at], found.kept[row, at]
    bet, bet_other = found.expected[0, at], found.expected[row, at]
    more = f" (+{len(future.events) - 1})" if len(future.events) > 1 else ""
    return (
        f"#{at} {_place(exposure, future.events[0])}{more}: at most "
        f"{future.village_degree.max():.1f} in a village, {found.struck[at]:,.0f} "
        f"people struck ({found.struck_town[at]}; {found.struck_structure[at]}); kept "
        f"{ours:.0f} against {other:.0f}, to be expected {bet:.1f} against "
        f"{bet_other:.1f}; shaken {found.degree[0, at]:.1f} against "
        f"{found.degree[row, at]:.1f}: " + _why(found, row, at)
    )


def _why(found: Outcomes, row: int, at: int) -> str:
    """Say what the rule had that ours had not."""
    if found.expected[0, at] >= found.expected[row, at]:
        return "bad luck"
    if found.degree[row, at] - found.degree[0, at] >= MORE_DEGREE:
        return "shaken more where the rule's houses stand"
    return "shaken alike, but the rule's houses are more, or gain more by this truth"


def _place(exposure: Exposure, event: Event) -> str:
    """Say how strong an event was and where it began, from the nearest house."""
    east_m = event.epicentre.easting_m - exposure.easting_m
    north_m = event.epicentre.northing_m - exposure.northing_m
    nearest = int(np.nanargmin(np.hypot(east_m, north_m)))
    away_km = np.hypot(east_m[nearest], north_m[nearest]) / _KM
    turn = np.degrees(np.arctan2(east_m[nearest], north_m[nearest])) % 360.0
    point = _COMPASS[round(turn / 45.0) % 8]
    town = exposure.town_names[exposure.village[nearest]]
    kind = "on a fault" if event.on_fault else "off the faults"
    where = f"in {town}" if away_km < 2.0 else f"{away_km:.0f} km {point} of {town}"
    return f"M {event.epicentre.magnitude:.1f} {kind}, {where}"


def told_of_futures(futures: Sequence[Future], drawn: int) -> str:
    """Describe the futures: how strong, where, how often."""
    from_degree = assumed()["condition"]["village_from_degree"]
    degree = np.stack([future.village_degree for future in futures])
    first = [future.events[0] for future in futures]
    size = np.array([event.epicentre.magnitude for event in first])
    return (
        f"{len(futures)} futures, {len(futures) / drawn:.0%} of all those drawn, hold "
        f"an event of VII or more\n"
        f"strongest event: M {_three(size)}, "
        f"{np.mean([event.on_fault for event in first]):.0%} on a fault\n"
        f"greatest intensity of a village: {_three(degree.max(axis=1))}\n"
        f"villages at VII or more: "
        f"{_three(100 * (degree >= from_degree).mean(axis=1))} %\n"
        "(each: 5 % below, half below, 5 % above)"
    )


def told_of_zones(
    exposure: Exposure, pga_g: np.ndarray, futures: Sequence[Future], drawn: int
) -> Iterator[str]:
    """Hold the simulated shaking against the zonation, for the same villages."""
    from_degree = assumed()["condition"]["village_from_degree"]
    years, middle = assumed()["seismicity"]["years"], slopes()[len(slopes()) // 2]
    shaken = np.stack([f.village_degree for f in futures]) >= from_degree
    simulated = shaken.sum(axis=0) / drawn
    design = _village_medians(exposure, pga_g)
    for zone in np.unique(design[np.isfinite(design)]):
        own = design == zone
        least = pga_of_intensity(np.array(from_degree))
        rate = exceedance_rate_yearly(least, zone, middle)
        yield (
            f"{own.sum()} villages of {zone:.2f} g: at VII or more within "
            f"{years:.0f} years {simulated[own].mean():.0%} as simulated, "
            f"{-np.expm1(-years * rate):.0%} by the zonation"
        )


def _three(values: np.ndarray) -> str:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return f"{low:.1f}, {middle:.1f}, {high:.1f}"


def compare(
    assessed: Assessed,
    ground: Ground,
    futures: Sequence[Future],
    fault_m: np.ndarray,
    asked: argparse.Namespace,
) -> None:
    """Print every truth, with as many villages as asked and as the rules open."""
    houses, summary = Houses(assessed, ground), []
    for truth in asked.truth or TRUTHS:
        without = truth if truth in MEMBERS else ""
        most = 0 if without else asked.losing
        free = choices(assessed, fault_m, asked.budget, None, without)
        opened = sorted({MOST_VILLAGES, *(choice.villages for choice in free[1:])})
        for limit in (*opened, None):
            made = choices(assessed, fault_m, asked.budget, limit, without)
            found = outcomes(houses, futures, made, truth, asked.seed)
            print("", title(truth, limit), *map(told_of_choice, made), sep="\n")
            print(*told_of_kept(made, found), sep="\n")
            losses = told_of_losses(assessed.exposure, made, found, futures, most)
            print(*losses, sep="\n")
            more = (found.kept[0] > found.kept[1:]).mean(axis=1)
            summary.append(f"{more[0]:.1%} and {more[1]:.1%}: {title(truth, limit)}")
    print("\nOurs keeps more than most C/D, and than nearest the fault:")
    print(*summary, sep="\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--futures", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=BUDGET_CNY, help="yuan")
    parser.add_argument("--losing", type=int, default=10, help="how many to tell of")
    parser.add_argument("--truth", choices=TRUTHS, action="append", help="all of them")
    usual = assumed()["seismicity"]["fault_share"]
    parser.add_argument("--fault-share", type=float, default=usual, help="of events")
    return parser.parse_args()


def main() -> None:
    """Choose, simulate and print."""
    asked = _asked()
    with workspace(asked.workspace) as opened:
        assessed = assess(opened, judged(opened))
        exposure = assessed.exposure
        faults = hazard_layers(opened).faults.to_crs(exposure.metric_crs)
    house_m = nearest_distance_m(exposure.easting_m, exposure.northing_m, faults)
    region = region_at(float(np.nanmean(exposure.lon)), float(np.nanmean(exposure.lat)))
    sources = sources_of(exposure, list(faults.geometry), region)
    ground = ground_of(exposure)
    futures, drawn = draw_futures(
        asked.seed, asked.futures, sources, ground, asked.fault_share
    )
    pga_g = assessed.found.hazards["pga_g"]
    print(told_of_futures(futures, drawn))
    print(*told_of_zones(exposure, pga_g, futures, drawn), sep="\n")
    compare(assessed, ground, futures, _village_medians(exposure, house_m), asked)


if __name__ == "__main__":
    main()
