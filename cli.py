"""Command line: ``python cli.py --help``.  Joins the parts; decides nothing."""

import sys

import typer

from commands import events, files, planning, workspace
from rules.errors import PlanningError

app = typer.Typer(no_args_is_help=True, add_completion=False)
for part in (workspace, files, planning, events):
    app.add_typer(part.app)


def main() -> None:
    """Run a verb; bad input is one line on the error stream and exit code 2."""
    try:
        app()
    except PlanningError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
