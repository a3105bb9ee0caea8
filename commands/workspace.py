"""``init`` and ``demo``: make a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, progress_bar, show, show_json
from desk.demo import DEMO_COUNTY, DEMO_SEED, make_demo
from desk.workspace import create_workspace
from rules.policy import county_policy

app = typer.Typer()


@app.command()
def init(
    workspace: Path,
    county: Annotated[str, typer.Option(help="County code, 6 digits.")] = DEMO_COUNTY,
    name: Annotated[str, typer.Option(help="County name.")] = "",
    policy: Annotated[str, typer.Option(help="Code of the policy.")] = DEMO_COUNTY,
    as_json: AsJson = False,
) -> None:
    """Make a new, empty workspace."""
    made = create_workspace(
        workspace,
        county_code=county,
        county_name=name or county,
        policy_code=policy,
    )
    made.ledger.close()
    document = county_policy(policy).document
    if as_json:
        show_json({"workspace": str(workspace), "policy": policy, "document": document})
    else:
        show(f"{workspace}: new workspace for county {county}, under {document}")


@app.command()
def demo(
    workspace: Path,
    households: Annotated[int, typer.Option(min=500, max=5_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = DEMO_SEED,
    as_json: AsJson = False,
) -> None:
    """Make a workspace with the demonstration county."""
    with progress_bar("demonstration county") as tell:
        counts = make_demo(workspace, households=households, seed=seed, tell=tell)
    if as_json:
        show_json(counts)
    else:
        made = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        show(f"{workspace}: {made}")
