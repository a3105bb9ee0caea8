"""Command line: ``python cli.py --help``.  Joins the parts; decides nothing."""

import os
import sys
from importlib import import_module

import typer

from rules.errors import PlanningError
from rules.times import keep_china_time

# Our matrices are small: threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Which file has which verbs: a verb loads its own file only, and starts the sooner.
PARTS = {
    "workspace": ("init", "demo"),
    "files": ("import", "template"),
    "exports": ("export",),
    "planning": ("rank", "plan", "why"),
    "progress": ("progress",),
    "casework": ("case",),
    "eligibility": ("eligibility",),
    "events": ("event",),
    "triage": ("triage",),
    "difference": ("diff",),
    "drill": ("drill",),
    "keeping": ("verify", "backup", "restore"),
    "matching": ("match",),
    "codes": ("codes",),
    "findings": ("findings",),
    "funds": ("fund",),
    "sweep": ("sweep",),
    "report": ("report",),
    "layers": ("layer",),
}


def command_line(verb: str) -> typer.Typer:
    """Return the verbs of the file that has ``verb``; all of them if none has."""
    app = typer.Typer(no_args_is_help=True, add_completion=False)
    named = [part for part, verbs in PARTS.items() if verb in verbs]
    for part in named or PARTS:
        app.add_typer(import_module(f"commands.{part}").app)
    return app


def main() -> None:
    """Run a verb; bad input is one line on the error stream and exit code 2."""
    keep_china_time()
    try:
        command_line(sys.argv[1] if len(sys.argv) > 1 else "")()
    except (PlanningError, OSError) as error:  # a folder that is missing or read-only
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
