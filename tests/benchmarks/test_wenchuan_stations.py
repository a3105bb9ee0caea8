"""What could be wrong in guessing the stations of 2008, and what it must show."""

import numpy as np
import pytest

from benchmarks.wenchuan_stations import KINDS, Score, World, score, scores, world


@pytest.fixture(scope="module")
def here() -> World:
    return world()


def test_the_stations_near_the_rupture_are_all_there_by_kind(here):
    counts = [here.stations.kind.count(kind) for kind in KINDS]
    assert (len(here.stations), counts) == (156, [26, 5, 125])


def test_no_station_is_guessed_from_itself_its_spot_or_its_own_record(here):
    assert here.gone.diagonal().all() and (here.gone == here.gone.T).all()
    names = list(here.stations.name)
    mianyang = [i for i, name in enumerate(names) if name.startswith("Mianyang")]
    assert here.gone[np.ix_(mianyang, mianyang)].all()  # seen and felt on one spot
    bajiao = names.index("051SFB"), names.index("12")  # one record in two networks
    assert here.gone[bajiao]


def test_a_score_is_what_it_is_called():
    told = score(np.array([7.0, 5.0]), np.array([6.0, 6.0]), np.array([0.7, 0.5]))
    assert told == Score(bias=0.0, rmse=1.0, covered=0.5)


def require_better(found):
    for name, told in found.items():
        blend = told["blend"]
        assert blend.rmse < told["ellipse"].rmse, name
        assert blend.rmse < told["nearest"].rmse, name
        assert abs(blend.bias) < 0.4, name
        assert blend.covered >= 0.8, name


def test_the_blend_beats_the_ellipse_and_the_nearest_station_in_every_kind(here):
    kind = np.array(here.stations.kind)
    few = np.flatnonzero(kind == "instrumental")[::5]
    require_better(scores(here, np.append(np.flatnonzero(kind != KINDS[2]), few)))


@pytest.mark.slow
def test_it_does_so_at_all_stations(here):
    require_better(scores(here))
