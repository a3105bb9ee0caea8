"""What commands say: a table for people, JSON for machines, one line for errors."""

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from desk.shown_words import figure
from rules.errors import PlanningError
from rules.remarks import Remark

DIGITS = 6  # a place to ten metres
ACTOR = "command line"
PRINTED_WIDTH = 160  # where no terminal says how wide it is

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

_out = Console(highlight=False, width=None if sys.stdout.isatty() else PRINTED_WIDTH)


def show_json(content: object) -> None:
    """Print as JSON; what is unknown becomes ``null``."""
    sys.stdout.write(json.dumps(_plain(content), ensure_ascii=False) + "\n")


def show_table(
    title: str, headings: Sequence[str], rows: Iterator[Sequence[object]]
) -> None:
    """Print rows as a table; what is unknown becomes ``?``."""
    table = Table(
        title=Text(title), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for heading in headings:
        table.add_column(heading.replace("_", " "), no_wrap=True)
    for row in rows:
        table.add_row(*[Text(_cell(value)) for value in row])
    _out.print(table)


def show(line: str) -> None:
    """Print one line."""
    _out.print(line, markup=False, soft_wrap=True)


def day_of(text: str) -> date:
    """Read a day typed as ``2026-11-22``.

    Raises
    ------
    PlanningError
        If it is no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlanningError(
            "{text!r} is not a day; write it as 2026-11-22", text=text
        ) from None


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[str, float], None]]:
    """Show long work on the error stream: ``tell(step, share done)``."""
    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as p:
        task = p.add_task(what, total=1.0)
        yield lambda step, done: p.update(
            task, description=f"{what}: {step}", completed=done
        )


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "?"
    return figure(value, DIGITS) if isinstance(value, float) else str(value)


def _plain(content: object) -> object:
    if isinstance(content, Mapping):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, Remark):
        return str(content)
    if hasattr(content, "item"):
        content = content.item()
    if isinstance(content, float) and math.isnan(content):
        return None
    return content.isoformat() if isinstance(content, date | datetime) else content
