"""What is told of a clicked house or place, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from desk.fortification import table_of
from desk.measures import area_scale, measure_in
from desk.progress_measures import PROGRESS_MEASURES
from desk.shown_words import figure, word
from desk.visit_why import visit_rows
from geo.eligibility import Answer
from geo.exposure import Exposure
from geo.fortification import BASES, degree_of_place
from layers.base import Choice, Description
from rules.language import LANGUAGES, N_, translator
from rules.times import CHINA_TIME
from rules.vocabulary import GRADES, STRUCTURES, groups_in

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

Say = Callable[[str], str]

ANSWERS = {
    Answer.YES: N_("yes"),
    Answer.NO: N_("no"),
    Answer.UNKNOWN: N_("not known yet"),
}
TASK_NAMES = {
    "seismic_retrofit": N_("Seismic retrofit"),
    "dangerous_house_retrofit": N_("Dangerous house retrofit"),
}
NOT_APPRAISED_SINCE = N_("retrofitted, not appraised since")
# What a rule looks at, said so that "yes" speaks for the household.
RULE_COLUMNS = {
    "certified_group": N_("Group certified"),
    "grade": N_("Appraised grade"),
    "structure": N_("Structure"),
    "other_safe_home": N_("No other safe home"),
    "no_house": N_("Whether there is a house"),
    "disaster_rebuild_aid": N_("No rebuilding aid after a disaster"),
    "housing_aid_before": N_("No earlier help with housing"),
    "meets_seismic_standard": N_("Below the seismic standard"),
    "seismic_standard_known": N_("Not found to meet the seismic standard"),
    "unseen_since_retrofit": N_("Not retrofitted since its appraisal"),
    "design_intensity_degree": N_("Design intensity"),
}


BASIS_WORDS = {
    "town": N_("by the table of towns"),
    "village": N_("by the table of villages"),
}
OTHER_DEGREES = {
    "near_boundary": N_("near a boundary: {degree} on its other side"),
    "mixed_town": N_("{degree} elsewhere in this town"),
}


def event_words(event: Mapping[str, Any]) -> str:
    """Name an event: how strong, what, and when in China's time.

    Examples
    --------
    >>> at = "2008-05-12T06:28:04+00:00"
    >>> event_words({"magnitude": 7.9, "title": "Wenchuan", "happened_at": at})
    'M7.9 Wenchuan 2008-05-12 14:28'
    """
    magnitude = f"M{event['magnitude']:.1f}" if event["magnitude"] else ""
    when = _when(event["happened_at"]) if event["happened_at"] else ""
    return " ".join(filter(None, [magnitude, event["title"], when]))


def _when(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at.astimezone(CHINA_TIME) if at.tzinfo else at:%Y-%m-%d %H:%M}"


def describe_house(shelf: "CountyShelf", position: int, choice: Choice) -> Description:
    """Describe the household at a position of the exposure; no personal names."""
    say = translator(choice.get("lang") or LANGUAGES[0])
    exposure, village = shelf.exposure(), int(shelf.exposure().village[position])
    household_id = exposure.household_id[position].as_py()
    rows = [
        (say("Village"), exposure.village_names[village] if village >= 0 else "?"),
        *_event_rows(shelf, position, choice, say),
        *_house_rows(shelf, position, say),
        *_verdict_rows(shelf, position, say),
    ]
    return Description("house", household_id, household_id, tuple(rows))


def describe_place(
    shelf: "CountyShelf", lon: float, lat: float, choice: Choice
) -> Description | None:
    """Describe the village and the hazards at a place; ``None`` outside the county."""
    say = translator(choice.get("lang") or LANGUAGES[0])
    level = choice.get("level") or "village"
    areas = _at(shelf.vector(f"{level}_boundary"), lon, lat)
    zones = _at(shelf.vector("seismic_zone"), lon, lat)
    if areas is None or not len(areas):
        return None
    code, name = str(areas["code"].iloc[0]), str(areas["name"].iloc[0])
    rows = [(say("Code"), code), *_measure_rows(shelf, level, code, choice, say)]
    degree = degree_of_place(code, table_of(shelf.workspace))
    if np.isnan(degree) and zones is not None and len(zones):
        degree = zones["design_intensity_degree"].max()
    if np.isfinite(degree):
        rows.append((say("Design intensity"), f"{degree:.0f} {say('degrees')}"))
    if (flooded := _at(shelf.vector("flood_extent"), lon, lat)) is not None:
        rows.append(
            (say("Inside flood extent"), say("yes") if len(flooded) else say("no"))
        )
    return Description(level, code, name, tuple(rows))


def _measure_rows(
    shelf: "CountyShelf", level: str, code: str, choice: Choice, say: Say
) -> list[tuple[str, str]]:
    if choice.get("page") == "leader":
        return _published_rows(shelf, level, code, choice, say)
    scale = area_scale(shelf, choice)
    table = shelf.area_measures(level, choice)
    if code not in table.index or np.isnan(table.at[code, "value"]):
        return [(say(scale.title), say("no data"))]
    row = table.loc[code]
    value = f"{row['value']:.1%}" if scale.unit == "%" else figure(row["value"])
    if scale.unit == "%":
        value += f" ({figure(row['numerator'])} / {figure(row['denominator'])})"
    return [(say(scale.title), value)]


def _published_rows(
    shelf: "CountyShelf", level: str, code: str, choice: Choice, say: Say
) -> list[tuple[str, str]]:
    """Tell all published measures of an area, the chosen one first."""
    chosen, rows = measure_in(choice), []
    for measure in sorted(PROGRESS_MEASURES, key=lambda id_: id_ != chosen):
        table = shelf.area_measures(level, {**choice, "measure": measure})
        told = table["shown"].get(code)
        title = say(PROGRESS_MEASURES[measure].title)
        rows.append((title, told if isinstance(told, str) else say("no data")))
    return rows


def _house_rows(shelf: "CountyShelf", position: int, say: Say) -> list[tuple[str, str]]:
    exposure, hazards = shelf.exposure(), shelf.judged().hazards
    unknown = say("unknown")

    def coded(code: int, words: tuple[str, ...]) -> str:
        return word(words[code], say) if code >= 0 else unknown

    def number(value: float, unit: str) -> str:
        missing = np.isnan(value) or value < 0
        return unknown if missing else f"{figure(value, 4)} {unit}".strip()

    groups = groups_in(int(exposure.groups[position]))
    return [
        (say("Structure"), coded(exposure.structure[position], STRUCTURES)),
        (say("Storeys"), number(exposure.storeys[position], "")),
        (say("Appraised grade"), _grade(exposure, position, say)),
        (say("People"), number(exposure.occupants[position], "")),
        (say("Groups"), "; ".join(word(g, say) for g in groups) or say("none listed")),
        (say("Design intensity"), _design(hazards, position, say)),
        (say("Flood depth"), number(hazards["flood_depth_m"][position], "m")),
        (
            say("Nearest geohazard"),
            number(hazards["geohazard_distance_m"][position], "m"),
        ),
    ]


def _design(hazards: Mapping[str, np.ndarray], position: int, say: Say) -> str:
    """Say what a house is to be built for, and how sure that is (rule H5)."""
    degree = hazards["design_intensity_degree"][position]
    if np.isnan(degree):
        return say("unknown")
    told = [f"{figure(degree, 4)} {say('degrees')}"]
    basis = BASES[hazards["fortification_basis"][position]]
    if basis in BASIS_WORDS:
        told.append(say(BASIS_WORDS[basis]))
    for column, message in OTHER_DEGREES.items():
        if hazards[column][position] == 1:
            other = figure(hazards["other_degree"][position], 4)
            told.append(say(message).format(degree=other))
    return " · ".join(told)


def _grade(exposure: Exposure, position: int, say: Say) -> str:
    """Say the grade, and whether it is from before the works (rule H4)."""
    code = exposure.grade_on_record[position]
    if code < 0:
        return say("unknown")
    if exposure.grade[position] >= 0:
        return GRADES[code]
    return f"{GRADES[code]} · {say(NOT_APPRAISED_SINCE)}"


def _verdict_rows(
    shelf: "CountyShelf", position: int, say: Say
) -> list[tuple[str, str]]:
    verdicts = shelf.judged().verdicts
    return [
        (say(TASK_NAMES[task]), say(ANSWERS[Answer(verdict.eligible[position])]))
        for task, verdict in verdicts.items()
    ]


def _event_rows(
    shelf: "CountyShelf", position: int, choice: Choice, say: Say
) -> list[tuple[str, str]]:
    if choice.get("page") != "responder" or not choice.get("event"):
        return []
    found, slides = shelf.triaged(choice["event"]), shelf.slides(choice["event"])
    return visit_rows(found, position, say, slides)


def _at(
    table: gpd.GeoDataFrame | None, lon: float, lat: float
) -> gpd.GeoDataFrame | None:
    if table is None:
        return None
    return table[shapely.intersects_xy(table.geometry.to_numpy(), lon, lat)]
