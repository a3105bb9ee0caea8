"""Command line: ``python cli.py --help``.  Joins the parts; decides nothing."""

import sys

import typer

from commands import events, files, planning, workspace
from rules.errors import PlanningError

app = typer.Typer(no_args_is_help=True, add_completion=False)
for part in (workspace, files, planning, events):
    app.add_typer(part.app)

if __name__ == "__main__":
    try:
        app()
    except PlanningError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)
