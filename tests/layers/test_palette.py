from itertools import pairwise

import numpy as np
import pytest
from cmcrameri import cm

from layers.base import Scale
from layers.palette import (
    DEPTH,
    KINDS,
    MEASURES,
    PROGRESS,
    RISK,
    SHAKING,
    class_colours,
)


def luminance(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(
        channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("scale", [RISK, PROGRESS, DEPTH, SHAKING, MEASURES])
def test_ordered_scales_darken_at_each_step_so_that_no_hue_is_needed(scale):
    lights = [luminance(colour) for colour in scale]
    assert all(a > 1.15 * b for a, b in pairwise(lights))


@pytest.mark.parametrize(
    ("scale", "name"),
    [
        (RISK, "lajolla"),
        (PROGRESS, "navia"),
        (DEPTH, "devon"),
        (SHAKING, "acton"),
        (MEASURES, "batlow"),
    ],
)
def test_ordered_scales_are_samples_of_the_published_maps(scale, name):
    published = np.array(getattr(cm, name)(np.linspace(0, 1, 512)))[:, :3] * 255
    for colour in scale:
        rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
        assert np.abs(published - rgb).max(axis=1).min() <= 4


def test_classes_never_share_a_colour():
    for tone, most in (("risk", 6), ("progress", 6), ("kind", 8)):
        for count in range(1, most + 1):
            colours = class_colours(Scale(title="", tone=tone), count)
            assert len(set(colours)) == count
    assert len(KINDS) == 8


def test_more_classes_than_colours_are_refused():
    with pytest.raises(ValueError, match="9 classes, but 8 colours of kind"):
        class_colours(Scale(title="", tone="kind"), 9)
