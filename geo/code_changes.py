"""What may have become of places: two editions of names and outlines compared."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan

import geopandas as gpd
import shapely

from geo.crs import metric_crs
from geo.known_places import KnownPlaces
from geo.place_words import short_village
from rules.adcode import Level
from rules.language import N_
from rules.parameters import load_parameters

SAME_GROUND = N_("its ground is that of this village")
PART_OF_GROUND = N_("its ground lies in this village; perhaps merged")
NAME_AND_GROUND = N_("same name and same ground")
POINT_APART = N_("its name and its ground point to different villages")
WHOLE_TOWN = N_("every village of this town keeps its last digits there")
OTHER_PLACE = N_("the code now stands for another village; look at both")

Names = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What an old code may have become; ``new_code`` is ``""`` if nobody can say.

    Attributes
    ----------
    reason : str
        Message id.
    overlap_ratio : float
        Share of the old outline that lies in the new one; ``NaN`` without outlines.
    """

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    reason: str
    overlap_ratio: float = nan


def suggest_changes(
    old: Names,
    new: Names,
    *,
    old_outlines: gpd.GeoDataFrame | None = None,
    new_outlines: gpd.GeoDataFrame | None = None,
) -> list[Proposal]:
    """Compare two editions of the places of a county.

    Parameters
    ----------
    old, new : mapping of str to str
        Names of towns and villages by code.
    old_outlines, new_outlines : geopandas.GeoDataFrame, optional
        ``code`` and the outline of villages, EPSG:4490.

    Returns
    -------
    list of Proposal
        For each village of ``old`` that is none of ``new``, or stands for another
        place there; a town that moved as a whole is told once.  By old code.
    """
    places = KnownPlaces(new, {}, complete=True)
    overlaps = _overlaps(old_outlines, new_outlines)
    villages = [code for code in sorted(old) if len(code) == Level.VILLAGE]
    gone = [code for code in villages if code not in new]
    found = [_proposal(code, old, places, overlaps) for code in gone]
    towns = dict(_moved_towns(found, villages, new))
    told = [_town(code, moved, old, new) for code, moved in towns.items()]
    told += [p for p in found if p.old_code[: Level.TOWN] not in towns]
    told += _reused(villages, old, new)
    return sorted(told, key=lambda proposal: proposal.old_code)


@dataclass(frozen=True)
class _Overlap:
    """The new outline that holds most of an old one."""

    code: str
    of_old_ratio: float
    of_new_ratio: float


def _proposal(
    code: str, old: Names, places: KnownPlaces, overlaps: Mapping[str, _Overlap]
) -> Proposal:
    town = old.get(code[: Level.TOWN]) or ""
    named, why = places.likely(code, old[code], town)
    ground = overlaps.get(code)
    least = load_parameters("codes")["suggestion"]["least_overlap_ratio"]
    if ground is not None and ground.of_old_ratio >= least:
        whole = ground.of_new_ratio >= least
        named, why = _agreed(named, why, ground.code, whole)
    return Proposal(
        old_code=code,
        old_name=old[code],
        new_code=named,
        new_name=places.names.get(named, ""),
        reason=why,
        overlap_ratio=nan if ground is None else ground.of_old_ratio,
    )


def _agreed(named: str, why: str, there: str, whole: bool) -> tuple[str, str]:
    if named == there:
        return there, NAME_AND_GROUND if whole else why
    if named and whole:
        return "", POINT_APART
    return there, SAME_GROUND if whole else PART_OF_GROUND


def _moved_towns(
    found: list[Proposal], villages: list[str], new: Names
) -> Iterator[tuple[str, str]]:
    """Find the towns all of whose villages are in one new town, with their digits."""
    targets: dict[str, set[str]] = defaultdict(set)
    for one in found:
        same = one.old_code[Level.TOWN :] == one.new_code[Level.TOWN :]
        targets[one.old_code[: Level.TOWN]].add(
            one.new_code[: Level.TOWN] if same else ""
        )
    for town, to in targets.items():
        own = [code for code in villages if code.startswith(town)]
        moved = to != {""} and len(to) == 1 and not any(code in new for code in own)
        if moved and len(own) > 1:
            yield town, *to


def _town(code: str, moved: str, old: Names, new: Names) -> Proposal:
    return Proposal(
        old_code=code,
        old_name=old.get(code) or "",
        new_code=moved,
        new_name=new.get(moved) or "",
        reason=WHOLE_TOWN,
    )


def _reused(villages: list[str], old: Names, new: Names) -> Iterator[Proposal]:
    """Find codes that were given to another place, while their own has a new one."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in new.items():
        if len(code) == Level.VILLAGE:
            named[code[: Level.TOWN], short_village(name)].append(code)
    for code in villages:
        name = short_village(old[code])
        if code in new and name and new[code] and name != short_village(new[code]):
            elsewhere = named[code[: Level.TOWN], name]
            if elsewhere:
                yield Proposal(
                    old_code=code,
                    old_name=old[code],
                    new_code="",
                    new_name=new[code],
                    reason=OTHER_PLACE,
                )


def _overlaps(
    old: gpd.GeoDataFrame | None, new: gpd.GeoDataFrame | None
) -> dict[str, _Overlap]:
    if old is None or new is None or old.empty or new.empty:
        return {}
    crs = metric_crs(float(new.total_bounds[0]))
    before, after = (one.dissolve("code").to_crs(crs).geometry for one in (old, new))
    tree = shapely.STRtree(after.to_numpy())
    found = {}
    for code, outline in before.items():
        near = tree.query(outline, predicate="intersects")
        shared = shapely.area(shapely.intersection(after.to_numpy()[near], outline))
        if shared.sum() > 0:
            best = near[shared.argmax()]
            found[code] = _Overlap(
                code=after.index[best],
                of_old_ratio=float(shared.max() / outline.area),
                of_new_ratio=float(shared.max() / after.iloc[best].area),
            )
    return found
