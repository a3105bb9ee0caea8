"""What is asked of a plan, and what a plan is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Money of one source (rule M3).

    Attributes
    ----------
    amount_cny : int
        Whole yuan.
    tasks : frozenset of int
        Positions in :data:`rules.vocabulary.TASKS` of the tasks it may pay for.
    """

    name: str
    amount_cny: int
    tasks: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a plan must hold to.  Towns, villages and houses are numbers of Options.

    Attributes
    ----------
    budgets : tuple of Budget
        Several may share the cost of one house.
    floors : mapping of town to households
        At least so many are in the plan.
    capacity : mapping of town, or ``None`` for the whole county, to households
        At most so many can be built.
    min_cluster : int
        Households in a village, if there is any.
    most_villages : int or None
        Villages that may be opened; ``None`` is no limit.
    keep, drop : frozenset of villages
        Must have a cluster; must have none.
    keep_houses, drop_houses : frozenset of houses
    town_names : mapping of town to str
        For what is said to people only.
    """

    budgets: tuple[Budget, ...]
    floors: Mapping[int, int] = field(default_factory=dict)
    capacity: Mapping[int | None, int] = field(default_factory=dict)
    min_cluster: int = 1
    most_villages: int | None = None
    keep: frozenset[int] = frozenset()
    drop: frozenset[int] = frozenset()
    keep_houses: frozenset[int] = frozenset()
    drop_houses: frozenset[int] = frozenset()
    town_names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which houses get which measure.

    Attributes
    ----------
    rows : int64 array
        Positions in the options, ascending; at most one for a house.
    villages : int32 array
        Those with a house in the plan, ascending.
    gain : float
        People kept from heavily damaged houses, on the grid of ``GAIN_STEP``.
    cost_cny : int
    by_budget : dict of str to int
        What each budget pays, in whole yuan.
    status : str
        ``"optimal"``: no other plan removes a ``GAIN_STEP`` more; ``"stopped"``: time
        ran out, and ``gap`` says how much more there may be.
    seconds : float
    gap : float
        Share of the gain; 0 if optimal.
    proof : str
        ``"settled"``: by exact integers; ``"branched"``: by HiGHS, to its tolerances.
    watched : frozenset of (str, int or None), or None
        Limits by kind and town; the plan is the best even if all others are dropped,
        so they cost nothing.  ``None`` if that is not known.
    """

    rows: np.ndarray
    villages: np.ndarray
    gain: float
    cost_cny: int
    by_budget: dict[str, int]
    status: str
    seconds: float
    gap: float
    proof: str
    watched: frozenset[tuple[str, int | None]] | None
