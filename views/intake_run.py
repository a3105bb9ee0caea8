"""Preview and import: in a process of their own, with progress, and a way to stop."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from desk.field_words import FIELD_WORDS, told
from desk.incoming import forget
from desk.intake_plan import Plan
from desk.intake_seen import Seen
from desk.intake_words import MORE_FIELDS
from desk.jobs import Job, start
from desk.workspace import Workspace
from rules.errors import PlanningError
from rules.language import N_
from views import choice
from views.intake_drop import DONE, clear_drop
from views.panels import table_height
from views.words import _, error_text, plain

JOB = "intake-job"
TABLE_HEIGHT = 320
STEPS = {
    "reading": N_("reading the file"),
    "checked": N_("every row checked"),
    "comparing": N_("comparing with what is on record"),
    "writing": N_("recording"),
    "snapshot": N_("preparing the map"),
}
SECONDS = 0.7  # between two looks at a job


def offer_run(
    workspace: Workspace,
    seen: Seen,
    plan: Plan,
    typed: Callable[[], dict[str, str]],
) -> None:
    """Offer to see what an import would do, and to do it."""
    if choice.kept(JOB) is not None:
        return
    acting = choice.acting()
    arguments = {
        "path": str(seen.path),
        "plan": plan.to_dict(),
        "acting": {"name": acting.name, "role": acting.role.value},
        "quarantine": seen.quarantine,
    }
    look, take, _rest = st.columns([1, 1, 2])

    def run(verb: str) -> None:
        choice.keep(DONE, None)
        arguments["plan"] |= typed()
        try:
            choice.keep(JOB, (verb, start(workspace.root, verb, arguments), seen.path))
        except PlanningError as error:
            choice.keep(DONE, (verb, error))

    if plan.target == "households" and not seen.quarantine:
        look.button(
            _("Show what it would do"),
            on_click=run,
            args=("preview",),
            icon=":material/preview:",
            width="stretch",
        )
    take.button(
        _("Take it in"),
        on_click=run,
        args=("take",),
        type="primary",
        icon=":material/download_done:",
        width="stretch",
    )


def show_run(*, with_result: bool) -> None:
    """Show what is under way, or what came of it."""
    if choice.kept(JOB) is not None:
        _watch()
        return
    done = choice.kept(DONE)
    if done is None or not with_result:
        return
    verb, result = done
    if isinstance(result, PlanningError):
        st.error(error_text(result), icon=":material/block:")
    elif verb == "preview":
        _show_preview(result)
    else:
        _show_taken(result)


@st.fragment(run_every=SECONDS)
def _watch() -> None:
    verb, job, path = choice.kept(JOB)
    if job.is_running:
        step, share, _message = job.progress()
        said = _(STEPS.get(step, N_("at work")))
        bar, stop = st.columns([4, 1])
        bar.progress(min(max(share, 0.0), 1.0), f"{said} · {share:.0%}")
        if stop.button(_("Stop"), icon=":material/stop:", width="stretch"):
            stopped = PlanningError(N_("Stopped: nothing was recorded."))
            _finish(verb, stopped if job.cancel() else _result(job))
        return
    result = _result(job)
    if verb == "take" and not isinstance(result, PlanningError):
        forget(path)
        clear_drop()
        result |= {"file": path.name}
    _finish(verb, result)


def _finish(verb: str, result: Any) -> None:
    choice.keep(JOB, None)
    choice.keep(DONE, (verb, result))
    st.rerun()


def _result(job: Job) -> Any:
    try:
        return job.result()
    except PlanningError as error:
        return error


def _show_preview(result: dict[str, Any]) -> None:
    st.subheader(_("What it would do"))
    names = {
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("As on record"),
        "rejected": _("Set aside"),
        "converted": _("Coordinates converted"),
    }
    _metrics(names, result)
    if result["examples"]:
        with st.expander(_("What would change, for example")):
            st.dataframe(_changes(result["examples"]), hide_index=True)
    _rows(_("Rows that would be set aside"), result["rows"], result["rejected"])
    _noted(result)
    st.caption(_("Nothing is recorded yet."))


def _show_taken(result: dict[str, Any]) -> None:
    names = {
        "imported": _("Taken in: new or changed"),
        "unchanged": _("As on record"),
        "rejected": _("Set aside"),
        "converted": _("Coordinates converted"),
        "repaired": _("Polygons repaired"),
        "left": _("Left the list"),
    }
    said = f"{plain(result.get('file', ''))} · {_('Recorded.')}"
    st.success(said, icon=":material/check:")
    _metrics(names, result)
    for message, values in result.get("quality", ()):
        st.warning(plain(_(message, **values)))
    if result.get("again"):
        st.info(_("This very file was taken in before: its rows are not set aside "
                  "a second time."))  # fmt: skip
    aside = result["target"] == "households" and not result.get("again")
    title = _("Rows set aside") if aside else _("Rows that were not taken")
    _rows(title, result["rows"], result["rejected"])
    if result["rejected"] and result["target"] != "households":
        st.caption(_("Correct them in the file and drop it in again."))
    if result["rejected"] and aside:
        st.button(
            _("Correct the rows set aside"),
            on_click=choice.show_view,
            args=("intake-view", "aside"),
            icon=":material/edit_note:",
        )
    _noted(result)


def _metrics(names: dict[str, str], result: dict[str, Any]) -> None:
    shown = {n: w for n, w in names.items() if result.get(n) is not None}
    for column, (name, said) in zip(st.columns(len(shown)), shown.items(), strict=True):
        column.metric(said, f"{result[name]:,}")


def _rows(title: str, rows: list[dict[str, Any]], count: int) -> None:
    if not rows:
        return
    st.markdown(f"**{title}** · {count:,}")
    table = reject_table(rows)
    height = table_height(table, TABLE_HEIGHT)
    st.dataframe(table, hide_index=True, height=height, key=f"rows-{title}")


def _noted(result: dict[str, Any]) -> None:
    if not result.get("notes"):
        return
    count = result.get("noted", len(result["notes"]))
    with st.expander(f"{_('Taken otherwise than it stood')} · {count:,}"):
        st.dataframe(reject_table(result["notes"]), hide_index=True)


def reject_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows that were refused or noted, in the reader's words."""
    return pd.DataFrame(
        {
            _("Row"): [row["row"] for row in rows],
            _("Column"): [field_word(row["field"]) for row in rows],
            _("Value"): [str(row["value"]) for row in rows],
            _("Reason"): [_reason(row) for row in rows],
            _("Suggestion"): [row.get("suggestion", "") for row in rows],
        }
    )


def _reason(row: dict[str, Any]) -> str:
    if "message" not in row:
        return str(row["reason"])
    return _(row["message"], **row.get("values", {}))


def field_word(name: str) -> str:
    """Say the name of a field."""
    return _(MORE_FIELDS.get(name) or FIELD_WORDS.get(name, name)) if name else "—"


def _changes(examples: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Household"): [row["household_id"] for row in examples],
            _("Column"): [field_word(row["field"]) for row in examples],
            _("As on record"): [told(row["was"], _) for row in examples],
            _("As in the file"): [told(row["becomes"], _) for row in examples],
        }
    )
