"""How many of a household are at home at the hour of an event."""

from datetime import datetime

from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import CHINA_TIME


def inside_ratio(happened_at: str | None) -> float:
    """Return the share of the persons of a household who are inside at an hour.

    Parameters
    ----------
    happened_at : str or None
        ISO 8601; without a zone it is the clock on the wall in China.

    Returns
    -------
    float
        0 to 1; 1 where nobody told the hour, so that nobody is left out.

    Raises
    ------
    EventError
        If it is no time at all.

    Examples
    --------
    >>> inside_ratio("2023-12-18T23:59:30+08:00"), inside_ratio("2023-12-18")
    (0.95, 1.0)
    """
    if not happened_at or len(happened_at) <= len("2023-12-18"):
        return 1.0
    try:
        moment = datetime.fromisoformat(happened_at)
    except ValueError as error:
        message = N_("{value!r} is no time; write it like 2023-12-18 23:59")
        raise EventError(message, value=happened_at) from error
    local = moment if moment.tzinfo is None else moment.astimezone(CHINA_TIME)
    return float(load_parameters("triage")["inside"]["by_hour"][local.hour])
