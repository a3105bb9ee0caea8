"""The clock on the wall: one legal time in the whole country."""

import os
import time
from datetime import datetime, timedelta, timezone

CHINA_TIME = timezone(timedelta(hours=8))


def keep_china_time() -> None:
    """Let this process, and those it starts, go by the clock on the wall in China.

    A server's own clock may run by UTC, whose day is another one until 8 in the
    morning: "today", and with it every deadline, would be a day behind.  Windows keeps
    the zone of its own settings, since it cannot change that of one process.
    """
    if hasattr(time, "tzset"):
        os.environ["TZ"] = "CST-8"  # POSIX writes the sign the other way round
        time.tzset()


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


def instant(text: str | None) -> datetime | None:
    """Return the moment that a text tells, ``None`` if it tells none.

    Parameters
    ----------
    text : str or None
        ISO 8601; without offset, and of a day alone, by the clock on the wall in China.

    Examples
    --------
    >>> instant("2026-11-22T10:46:41Z") == instant("2026-11-22T18:46:41")
    True
    >>> instant("2026-11-22").isoformat(), instant("later"), instant(None)
    ('2026-11-22T00:00:00+08:00', None, None)
    """
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA_TIME)
