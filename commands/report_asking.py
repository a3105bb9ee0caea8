"""What every ``report`` is asked: the month, the day, the file."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import day_of, show
from geo.whole_files import written_whole
from rules.errors import FileError, PlanningError
from rules.forms import last_day
from rules.language import LANGUAGES

Month = Annotated[str, typer.Option(help="As 2026-10; else the last whole month.")]
Out = Annotated[Path | None, typer.Option(help="File to write.")]
Paper = Annotated[Path, typer.Option("--out", help="File to write, .docx or .xlsx.")]
AreaCode = Annotated[str, typer.Option("--area", help="Code of a town or village.")]
OnDay = Annotated[str, typer.Option("--on", help="A day, as 2026-11-22; else today.")]
Language = Annotated[str, typer.Option("--lang", help="zh_CN or en.")]
CHINESE = LANGUAGES[0]


def month_of(text: str) -> date:
    """Return the first day of a month typed as ``2026-10``; the last whole one if "".

    Raises
    ------
    PlanningError
        If it is no such month, or one that has not begun.
    """
    if not text:
        first = date.today().replace(day=1)
        return (first - timedelta(days=1)).replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise PlanningError(
            "{text!r} is not a month; write it as 2026-10", text=text
        ) from None
    if first > date.today():
        raise PlanningError("{month} has not begun yet", month=text)
    return first


def day_asked(month: str, on: str = "") -> date:
    """Return the day that was typed; else a month's last one, not after today.

    Raises
    ------
    PlanningError
        If both are given, or one of them is none.
    """
    if month and on:
        raise PlanningError(
            "give --month {month} or --on {on}, not both", month=month, on=on
        )
    if on:
        return day_of(on)
    if not month:
        return date.today()
    return min(last_day(month_of(month)), date.today())


def ending_of(out: Path | None, endings: Sequence[str]) -> str:
    """Return the ending of a file's name; the first one offered without a name.

    Raises
    ------
    FileError
        If it is none of those offered.
    """
    ending = out.suffix.lower() if out is not None else endings[0]
    if ending not in endings:
        raise FileError(
            "{file}: this report is written as {known}",
            file=out.name,
            known=", ".join(endings),
        )
    return ending


def write_out(
    out: Path, content: bytes, endings: Sequence[str], *, quiet: bool = False
) -> None:
    """Write a file whole or not at all, and say so; ``quiet`` where JSON is printed.

    Raises
    ------
    FileError
        If its ending is none of those offered.
    """
    ending_of(out, endings)
    with written_whole(out) as unfinished:
        unfinished.write_bytes(content)
    if not quiet:
        show(f"{out}: {len(content):,} bytes")


def require_language(lang: str) -> str:
    """Return a language that there is.

    Raises
    ------
    PlanningError
        If there is none of that name.
    """
    if lang not in LANGUAGES:
        raise PlanningError(
            "no language {lang!r}; languages are: {known}",
            lang=lang,
            known=", ".join(LANGUAGES),
        )
    return lang
