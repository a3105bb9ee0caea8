"""The clock on the wall: one legal time in the whole country."""

from datetime import datetime, timedelta, timezone

CHINA_TIME = timezone(timedelta(hours=8))


def local_time(text: str) -> str:
    """Say an instant of the history as the clock on the wall showed it in China.

    Parameters
    ----------
    text : str
        ISO 8601 with offset; what is none, such as a day, is said as it stands.

    Examples
    --------
    >>> local_time("2026-11-22T10:46:41+00:00"), local_time("?")
    ('2026-11-22 18:46', '?')
    >>> local_time("2026-11-22")
    '2026-11-22'
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return text
    if instant.tzinfo is None:
        return text
    return f"{instant.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}"
