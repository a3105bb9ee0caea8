"""Rank pilot villages, and say of one household what the law says."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from desk.layer_store import hazard_layers
from desk.snapshot import exposure_of, hazards_of
from desk.workspace import Workspace
from geo.damage import HEAVY
from geo.eligibility import Answer, Verdict, policy_columns
from geo.entitlement import judge_tasks
from geo.exposure import Exposure
from geo.houses import grade_probabilities
from geo.priority import rank_villages
from rules.errors import LayerError
from rules.scoring import scoring

TASKS = ("seismic_retrofit", "dangerous_house_retrofit")


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Households with their hazards and the verdict on each task.

    A task that the policy does not have is open to nobody, by no rule.
    """

    exposure: Exposure
    hazards: dict[str, np.ndarray]
    verdicts: dict[str, Verdict]


def judged(workspace: Workspace, on: date | None = None) -> Judged:
    """Judge every household under the rules of a day (today's by default)."""
    exposure = exposure_of(workspace)
    hazards = hazards_of(workspace, exposure, hazard_layers(workspace))
    policy, day = workspace.policy, on or date.today()
    columns = policy_columns(exposure, hazards["design_intensity_degree"], policy)
    found = judge_tasks(columns, policy, day)
    nobody = Verdict(np.full(len(exposure), Answer.NO, dtype=np.int8), {})
    verdicts = {task: found.verdicts.get(task, nobody) for task in TASKS}
    return Judged(exposure=exposure, hazards=hazards, verdicts=verdicts)


def pilot_villages(workspace: Workspace, on: date | None = None) -> pd.DataFrame:
    """Rank the villages for seismic retrofit pilots (rule H5).

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.priority.rank_villages`, with ``village_code``,
        ``village_name`` and ``town_name``.

    Raises
    ------
    LayerError
        If the workspace has no seismic zones: then H5 cannot be answered.
    """
    found = judged(workspace, on)
    known = np.isfinite(found.hazards["design_intensity_degree"])
    if not known.any():
        raise LayerError(
            "no house lies in a seismic zone; import one: "
            "import layer {workspace} FILE --kind seismic_zone",
            workspace=workspace.root,
        )
    return rank(found)


def rank(found: Judged) -> pd.DataFrame:
    """Rank villages from households already judged."""
    exposure, parameters = found.exposure, scoring()
    design = found.hazards["design_intensity_degree"]
    rare = (design + parameters.above_design_degree).astype(np.float32)
    heavy = grade_probabilities(exposure, rare, 0.0)[:, HEAVY].sum(axis=1)
    table = rank_villages(
        exposure,
        found.verdicts["seismic_retrofit"].eligible,
        design,
        heavy,
        parameters,
    )
    names = {
        name: pd.Series([words[i] for i in table.index], table.index, dtype="str")
        for name, words in (
            ("village_name", exposure.village_names),
            ("town_name", exposure.town_names),
        )
    }
    return table.assign(**names)


def parts_of(row: pd.Series) -> list[dict[str, object]]:
    """Break a village's score into its parts, as they are shown."""
    return [
        {
            "id": part.id,
            "title": part.title,
            "unit": part.unit,
            "weight": part.weight,
            "value": None if pd.isna(row[part.id]) else float(row[part.id]),
            "points": None
            if pd.isna(row[f"{part.id}_points"])
            else float(row[f"{part.id}_points"]),
        }
        for part in scoring().parts
    ]
