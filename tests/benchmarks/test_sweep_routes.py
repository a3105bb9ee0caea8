"""What the measurement of routes promises, on few counties; on twenty when asked."""

import pytest

from benchmarks.sweep_routes import measure


@pytest.mark.parametrize("seed", [0, 1])
def test_a_small_day_is_fair_dry_and_short(seed):
    found = measure(seed, 4, 20, seconds=0.5)
    assert found.doors == 80
    assert round(found.unfair_ratio, 6) <= 0.08  # 6 of 75 doors
    assert found.without_bridge == 0
    assert found.longer_ratio <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_whole_day_is_fair_dry_and_short(seed):
    found = measure(seed, 20, 75, seconds=60)
    assert round(found.unfair_ratio, 6) <= 0.08  # 6 of 75 doors
    assert found.without_bridge == 0
    assert found.longer_ratio <= 0.05
    assert found.seconds <= 8  # of processor; 4 on a quiet machine
