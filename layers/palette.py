"""The colours of the map: ordered, and told apart by colour-blind readers.

The scales are samples of Crameri's scientific colour maps (doi
10.5281/zenodo.1243862), from the light end to the dark; the unordered set is
Okabe and Ito's.
"""

from layers.base import Scale

RISK = ("#fdf3ab", "#f1c75e", "#e79e54", "#df764f", "#984240", "#512d1e")  # lajolla
PROGRESS = ("#efefc6", "#b4d882", "#72b26c", "#449180", "#2b758e", "#10517f")  # navia
DEPTH = ("#d5d1f6", "#a9a9ec", "#6a86d6", "#3a6cb2", "#27497c")  # devon
MEASURES = ("#fdb7ba", "#d6934a", "#577647", "#0e365e")  # batlow
SHAKING = ("#ebd7eb", "#dea5c5", "#ca7199", "#92648f", "#605b86", "#3b2b5b")  # acton
KINDS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#000000",
)
UNKNOWN = "#9a9fa5"

_TONES = {"risk": RISK, "progress": PROGRESS, "kind": KINDS}


def class_colours(scale: Scale, count: int) -> list[str]:
    """Return a colour for each of ``count`` classes of a scale, in class order.

    Few classes are spread over the whole scale; there are never two of one colour.

    Raises
    ------
    ValueError
        If the scale has fewer colours than classes.

    Examples
    --------
    >>> class_colours(Scale(title="", tone="risk"), 2)
    ['#fdf3ab', '#512d1e']
    """
    colours = _TONES[scale.tone]
    if count > len(colours):
        raise ValueError(f"{count} classes, but {len(colours)} colours of {scale.tone}")
    if scale.tone == "kind" or count < 2:
        return list(colours[:count])
    step = (len(colours) - 1) / (count - 1)
    return [colours[round(i * step)] for i in range(count)]


def house_colours(scale: Scale) -> list[str]:
    """Return the colour of each class of houses, and that of unknown as the last."""
    return [*class_colours(scale, len(scale.labels)), UNKNOWN]
