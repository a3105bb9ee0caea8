"""Draws of what may be true of a county, for intervals of its totals.

One averaged damage model is too sure of itself: its interval leaves the truth out.
Here each model is taken for true in turn, with what it learnt, and its villages are
drawn together, so that neighbours turn out badly together.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.damage import HEAVY
from geo.exposure import Exposure
from geo.house_groups import HouseGroups, house_groups
from geo.houses import rounded_sigma, table
from geo.learning import Learned
from geo.learning_prior import TYPE_COUNT
from geo.shaking import Shaking
from rules.parameters import load_parameters


@dataclass(frozen=True)
class DrawnDamage:
    """Sums of chances of heavy damage, as each model draws them.

    See :class:`geo.damage.Spread`.
    """

    exposure: Exposure
    shaking: Shaking
    learned: Learned

    @property
    def model_weight(self) -> np.ndarray:
        """Return how well each model did, in the order of the draws."""
        return np.array(list(self.learned.model_weight.values()))

    @cached_property
    def _groups(self) -> HouseGroups:
        cell = self.learned.prior.cell
        return house_groups(self.exposure, self.shaking.intensity_degree, cell)

    def sums(self, weights: np.ndarray, place: np.ndarray, places: int) -> np.ndarray:
        """Draw weighted sums; ``place`` is the village plus one, 0 without one."""
        learned = self.learned
        drawn = [self._of_model(model, weights) for model in learned.by_model]
        by_village = np.stack(drawn)  # households without a village are the last
        return np.roll(by_village, 1, axis=-1)

    def _of_model(self, model: str, weights: np.ndarray) -> np.ndarray:
        learned = self.learned
        cells = learned.prior.places * TYPE_COUNT
        shifts = self._shifts[model]
        curves = self._curves(model, weights, cells)
        grid = _grid()
        position = np.clip(
            (shifts - grid[0]) / (grid[1] - grid[0]), 0, len(grid) - 1.001
        )
        low = position.astype(np.int64)
        share = position - low
        which = np.arange(cells)
        drawn = curves[low, which] * (1.0 - share) + curves[low + 1, which] * share
        return drawn.reshape(len(shifts), -1, TYPE_COUNT).sum(axis=-1)

    @cached_property
    def _shifts(self) -> dict[str, np.ndarray]:
        """Return the draws of each model; houses and people are summed over them."""
        return {model: self._drawn(model) for model in self.learned.by_model}

    def _drawn(self, model: str) -> np.ndarray:
        """Draw how much worse each cell is shaken than expected, in degrees."""
        law = load_parameters("learning")["totals"]
        fit, places = self.learned.by_model[model], self.learned.prior.places
        random = np.random.default_rng(law["seed"])
        normal = random.standard_normal((law["draws"] // 2, len(fit.mean) + 1))
        normal = np.concatenate([normal, -normal])
        root = np.linalg.cholesky(fit.doubted)
        latent = fit.mean + normal[:, 1:] @ root.T
        common = law["model_sd_degree"] * normal[:, :1, None]
        cells = latent[:, :places, None] + latent[:, None, places:] + common
        return cells.reshape(len(latent), -1)

    def _curves(self, model: str, weights: np.ndarray, cells: int) -> np.ndarray:
        """Return the weighted sum of every cell at every tabulated shift."""
        groups = self._groups
        sigma = rounded_sigma(self.learned.prior.house_sd_degree)
        heavy = table(sigma, model)[..., HEAVY].sum(axis=-1)
        weight = groups.summed(weights)
        return np.stack(
            [
                np.bincount(
                    groups.cell,
                    weights=groups.read(heavy, shift) * weight,
                    minlength=cells,
                )
                for shift in _grid()
            ]
        )


def _grid() -> np.ndarray:
    law = load_parameters("learning")["totals"]
    reach, step = law["reach_degree"], law["step_degree"]
    return np.arange(-reach, reach + step / 2, step)
