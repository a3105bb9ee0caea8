"""Page: files in and out: bring one in, whatever it is; correct, undo, take away."""

import streamlit as st

from desk.current import current_shelf
from desk.intake_history import history
from rules.language import N_
from views import choice
from views.exports import show_exports
from views.forms import show_outcome
from views.intake_drop import brought
from views.intake_history import show_history
from views.intake_plan import ask_plan, show_seen
from views.intake_quarantine import show_quarantine
from views.intake_run import show_run
from views.words import _

VIEWS = {
    "file": N_("Bring a file"),
    "aside": N_("Set aside"),
    "taken": N_("Files taken in"),
    "out": N_("Take data away"),
}


def main() -> None:
    """Show one of the views; what is under way stays in sight in each."""
    workspace = current_shelf().workspace
    st.title(_("Files in and out"))
    show_outcome(workspace)
    rows = history(workspace, choice.acting())
    waiting = sum(row["waiting"] for row in rows)

    def named(view: str) -> str:
        count = {"aside": waiting, "taken": len(rows)}.get(view)
        return _(VIEWS[view]) + (f" · {count:,}" if count else "")

    view = choice.ask_view(_("Show"), list(VIEWS), "intake-view", named)
    if view == "file":
        path = brought(workspace)
        seen = show_seen(path) if path else None
        if seen is not None:
            ask_plan(workspace, seen)
    show_run(with_result=view == "file")
    if view == "aside":
        show_quarantine(workspace, rows)
    elif view == "taken":
        show_history(workspace, rows)
    elif view == "out":
        show_exports(workspace)


main()
