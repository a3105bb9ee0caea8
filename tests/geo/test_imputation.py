from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.fragility import structure_mix
from geo.imputation import impute
from rules.vocabulary import STRUCTURES
from tests.geo.worlds import county

ADOBE, BRICK = STRUCTURES.index("土坯"), STRUCTURES.index("砖木")


def test_a_village_without_known_houses_takes_the_mix_of_its_town():
    # villages 0 and 1 share a town, village 2 is in another one
    found = impute(county(structure=["土坯"] * 900 + [None], village=[0] * 900 + [1]))
    # county (900 + 40) / 1000 = .94; unlike it, so that it weighs least in the town:
    # (900 + 3 * .94) / 903
    assert found.shares[1, ADOBE] == pytest.approx(0.9998, abs=1e-4)
    assert found.shares[2, ADOBE] == pytest.approx(0.94)
    assert found.shares[-1, ADOBE] == pytest.approx(0.94)


def test_where_nothing_is_known_the_country_speaks():
    found = impute(county(structure=[None, None], village=[0, -1]))
    assert found.shares == pytest.approx(np.tile(structure_mix(), (4, 1)))
    assert found.likely.tolist() == [ADOBE, ADOBE]
    assert found.confidence == pytest.approx([0.40, 0.40])


def test_what_is_on_record_is_not_guessed():
    found = impute(county(structure=["框架", None], village=[0, 0]))
    assert found.likely[0] == STRUCTURES.index("框架")
    assert found.confidence[0] == 1.0
    assert found.confidence[1] < 0.5


def test_a_village_speaks_the_louder_the_more_of_it_is_known():
    shares = []
    for known in (0, 5, 50, 500):
        structure = ["土坯"] * 300 + ["砖木"] * known + [None]
        village = [0] * 300 + [1] * (known + 1)
        shares.append(impute(county(structure=structure, village=village)).shares)
    of_brick = [share[1, BRICK] for share in shares]
    assert of_brick == sorted(of_brick)
    assert of_brick[0] < 0.1
    assert of_brick[-1] > 0.95


def shares_of_adobe(*adobe_of_ten):
    """Twenty villages of one town in turn, each of ten known houses."""
    codes = tuple(f"990001001{number:03d}" for number in range(20))
    adobe = [adobe_of_ten[v % len(adobe_of_ten)] for v in range(20)]
    structure = [word for n in adobe for word in ["土坯"] * n + ["砖木"] * (10 - n)]
    exposure = county(structure=structure, village=np.repeat(np.arange(20), 10))
    return impute(replace(exposure, village_codes=codes)).shares[:20, ADOBE]


def test_villages_that_differ_keep_their_mixes_and_villages_alike_share_one():
    unlike = shares_of_adobe(0, 10)
    assert unlike[0] < 0.2
    assert unlike[1] > 0.8
    alike = shares_of_adobe(4, 6)
    assert np.ptp(alike) < 0.01


def test_the_confidence_is_how_often_the_likely_structure_is_right():
    rng = np.random.default_rng(0)
    mixes = rng.dirichlet(np.ones(8) * 0.7, size=3)
    village = rng.integers(0, 3, 6000)
    true = np.array([rng.choice(8, p=mixes[v]) for v in village])
    hidden = rng.random(6000) < 0.3
    structure = np.where(hidden, -1, true)
    exposure = county(6000, village=village)
    exposure.structure[:] = structure
    found = impute(exposure)
    right = (found.likely == true)[hidden].mean()
    assert right == pytest.approx(found.confidence[hidden].mean(), abs=0.03)


@given(
    st.lists(
        st.tuples(st.sampled_from([*STRUCTURES, None]), st.integers(-1, 2)),
        min_size=1,
        max_size=30,
    )
)
def test_every_mix_is_a_distribution(houses):
    structure, village = zip(*houses, strict=True)
    found = impute(county(structure=structure, village=village))
    assert found.shares.shape == (4, len(STRUCTURES))
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    assert (found.shares >= 0).all()
    assert ((found.confidence > 0) & (found.confidence <= 1)).all()
    assert (found.likely >= 0).all()
