"""Which houses of a county should move, by the rules of the office in force."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from desk.layer_register import layers_in_force
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.veto import Vetoes, judge_vetoes


def vetoes_of(
    workspace: Workspace,
    exposure: Exposure,
    hazards: Mapping[str, np.ndarray],
    on: date | None = None,
) -> Vetoes:
    """Judge the households by the rules of avoidance of a day; today's by default.

    Parameters
    ----------
    hazards : mapping of str to ndarray
        As from :func:`desk.snapshot.hazards_of`.

    Returns
    -------
    Vetoes
        See :func:`geo.veto.judge_vetoes`; a rule is judged if a layer of its kind is
        in force.
    """
    kinds = {row["kind"] for row in layers_in_force(workspace, on=on)}
    day = on or date.today()
    return judge_vetoes(exposure, hazards, workspace.policy, day, kinds=kinds)
