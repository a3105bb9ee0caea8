"""People in danger behind the doors nobody opened yet, village by village."""

from dataclasses import dataclass

import numpy as np

from geo.damage import HEAVY
from geo.exposure import Exposure
from geo.house_groups import HouseGroups, house_groups
from geo.houses import rounded_sigma, table
from geo.learning_doors import Tags
from geo.learning_prior import TYPE_COUNT, Prior
from geo.occupants import occupants_of
from geo.shaking import Shaking
from rules.parameters import load_parameters

_LEAST_PEOPLE = 1e-9  # of which a logarithm is still taken


@dataclass(frozen=True, kw_only=True)
class VillageDanger:
    """Expected people in danger by village, at any latent numbers.

    Attributes
    ----------
    groups : HouseGroups
        Its cells are those of ``prior``.
    people : float64 array (groups)
        Behind doors that were not visited.
    prior : Prior
    sigma_degree : float
        Uncertainty over which damage is averaged.
    """

    groups: HouseGroups
    people: np.ndarray
    prior: Prior
    sigma_degree: float

    def at(self, model: str, mean: np.ndarray, shift: np.ndarray) -> np.ndarray:
        """Return people in danger by place, all shaken by a shift more.

        Parameters
        ----------
        mean : float64 array
            Latent numbers.
        shift : float64 array (places)
        """
        total = self._by_cell(model, mean, shift).sum(axis=1)
        return np.maximum(total, _LEAST_PEOPLE)

    def _by_cell(self, model: str, mean: np.ndarray, shift: np.ndarray) -> np.ndarray:
        """Return people in danger by place and structure."""
        places = self.prior.places
        place, kind = np.divmod(self.groups.cell, TYPE_COUNT)
        heavy = table(self.sigma_degree, model)[..., HEAVY].sum(axis=-1)
        degrees = mean[place] + mean[places + kind] + shift[place]
        read = self.groups.read(heavy, degrees) * self.people
        cells = np.bincount(
            self.groups.cell, weights=read, minlength=places * TYPE_COUNT
        )
        return cells.reshape(places, TYPE_COUNT)

    def gradient(self, model: str, mean: np.ndarray) -> np.ndarray:
        """Return how much the logarithm rises per degree of each structure.

        Returns
        -------
        float64 array (places, types)
            On the steeper side; a row's sum is the rise per degree of the village.
        """
        reach = load_parameters("learning")["guard"]["slope_reach_degree"]
        step = np.full(self.prior.places, reach)
        low, middle, high = (
            self._by_cell(model, mean, sign * step) for sign in (-1.0, 0.0, 1.0)
        )
        rises = [_log_rise(low, middle), _log_rise(middle, high)]
        steeper = rises[0].sum(axis=1) > rises[1].sum(axis=1)
        return np.where(steeper[:, None], *rises) / reach

    def prior_sd(self, model: str) -> np.ndarray:
        """Return the standard deviation of people in danger before any visit."""
        sd = np.sqrt(np.diag(self.prior.covariance)[: self.prior.places])
        low, high = (self.at(model, self.prior.mean, sign * sd) for sign in (-1.0, 1.0))
        return (high - low) / 2.0


def village_danger(
    exposure: Exposure, shaking: Shaking, prior: Prior, tags: Tags
) -> VillageDanger:
    """Count who is behind the doors that were not visited."""
    people, _counted = occupants_of(exposure)
    people[tags.position] = 0.0
    groups = house_groups(exposure, shaking.intensity_degree, prior.cell)
    village_sd = load_parameters("learning")["guard"]["village_sd_degree"]
    return VillageDanger(
        groups=groups,
        people=groups.summed(people),
        prior=prior,
        sigma_degree=rounded_sigma(float(np.hypot(prior.house_sd_degree, village_sd))),
    )


def _log_rise(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Divide the rise of a row's logarithm among its cells, by what each adds."""
    totals = [np.maximum(cells.sum(axis=1), _LEAST_PEOPLE) for cells in (low, high)]
    added = np.maximum(high - low, 0.0)
    whole = added.sum(axis=1)
    share = added / np.where(whole > 0, whole, 1.0)[:, None]
    return share * np.log(totals[1] / totals[0])[:, None]
