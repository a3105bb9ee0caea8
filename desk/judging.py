"""Households with their hazards, and what the law says of each."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from desk.layer_store import hazard_layers
from desk.snapshot import exposure_of, hazards_of
from desk.workspace import Workspace
from geo.eligibility import Answer, Verdict, policy_columns
from geo.entitlement import judge_tasks
from geo.exposure import Exposure

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
