"""The part of the shelf that plans: ranks, plans, what they cost and bring."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from desk import plan_layers
from desk.assessment import Assessed
from desk.plan_limits import what_binds
from desk.plan_ranking import draw_ranks, rank
from desk.plan_settings import PlanSettings
from desk.planning import PlanFound, budget_frontier, demand_prices, make_plan
from desk.recent import Recent
from geo.rank_draws import Draws
from layers.base import Choice
from rules.errors import PlanningError
from rules.remarks import Remark


class PlanShelf:
    """Everything is made at most once for each choice, see :mod:`desk.shelf`."""

    _results: Recent
    _once: Callable[[Any, Callable[[], Any]], Any]
    assessed: Callable[..., Assessed]

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[str, PlanSettings] = {}

    def has_plan(self, settings: PlanSettings) -> bool:
        """Tell whether a plan is at hand, without making it."""
        return ("plan", settings.key()) in self._results

    def plan(self, settings: PlanSettings) -> PlanFound:
        """Return the plan that settings ask for, and remember them by their key.

        Raises
        ------
        PlanningError
            If the settings mean nothing, or no plan meets them.
        """
        key = settings.key()
        self._asked[key] = settings
        return self._once(("plan", key), lambda: make_plan(self.assessed(), settings))

    def ask_plan(self, settings: PlanSettings) -> str:
        """Remember settings, so that the map may ask for their plan by its key."""
        key = settings.key()
        self._asked[key] = settings
        return key

    def plan_at(self, key: str) -> PlanFound | None:
        """Return a plan by its key or its id on record; ``None`` if there is none."""
        if not key:
            return None
        try:
            settings = self._asked.get(key) or plan_layers.settings_named(self, key)
            return None if settings is None else self.plan(settings)
        except PlanningError:  # told where it was asked for
            return None

    def draws(self, settings: PlanSettings) -> Draws:
        """Return the ranks under other weights and data."""
        weighed = (settings.weighting, settings.weights, settings.pairwise)

        def made() -> Draws:
            return draw_ranks(
                self.assessed(), rank(self.assessed(), settings), settings
            )

        return self._once(("draws", weighed), made)

    def prices(self, settings: PlanSettings) -> pd.DataFrame:
        """Return what each demand on a plan costs, moved by one unit."""
        return self._once(
            ("prices", settings.key()), lambda: demand_prices(self.plan(settings))
        )

    def frontier(self, settings: PlanSettings) -> pd.DataFrame:
        """Return what less and more money would do."""
        return self._once(
            ("frontier", settings.key()), lambda: budget_frontier(self.plan(settings))
        )

    def binding(self, settings: PlanSettings) -> Remark | None:
        """Say what keeps money from being used; ``None`` if nothing does."""
        return self._once(
            ("binding", settings.key()), lambda: what_binds(self.plan(settings))
        )

    def plan_classes(self, choice: Choice) -> np.ndarray:
        """Return the class of each house in a plan, see :mod:`desk.plan_layers`."""
        return plan_layers.classes(self, self.plan_at(choice.get("plan", "")))

    def plan_villages(self, choice: Choice) -> pd.DataFrame:
        """Return the villages of a plan, and how they differ from another one."""
        found = self.plan_at(choice.get("plan", ""))
        if found is None:
            return plan_layers.villages(None, None)
        return plan_layers.villages(found, self.plan_at(choice.get("against", "")))

    def plan_title(self, choice: Choice) -> str:
        """Name a plan and its day."""
        return plan_layers.title(self, choice)
