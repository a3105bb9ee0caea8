"""Small forms: a few fields, one button, one act; what came of it is told above.

A form acts on what was seen when it was shown: the act is bound then, and the ledger
refuses it if somebody else has changed the thing since.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from desk import field_words
from desk.acting import both_versions
from desk.field_words import CODE_WORDS, FIELD_WORDS
from desk.workspace import Workspace
from rules.errors import PlanningError, StaleEditError
from rules.language import N_
from rules.reasons import Reason
from views import choice
from views.words import _, error_text, plain

LEVEL_WORDS = {
    "village": N_("village"),
    "town": N_("town"),
    "county": N_("county housing bureau"),
    "finance": N_("finance"),
    "third_party": N_("third party"),
}
MOST_MEGABYTES = 64
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)  # of a calendar
UPLOAD_KINDS = ("jpg", "jpeg", "png", "webp", "pdf")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    kind : {"day", "any_day", "one", "text", "money", "whole", "size", "yes", "file"}
        ``"one"`` offers ``options``; ``"yes"`` is yes, no or not known; a day may be
        empty unless its ``value`` is ``"today"``; any day may also be one to come.
    above : str
        Markdown that stands in the place of the label of a text; the label, plain
        words, is then for screen readers only.
    show : callable
        Says an option in the reader's words.
    """

    name: str
    label: str
    kind: str
    options: Sequence[str] = ()
    value: Any = None
    show: Callable[[str], str] = str
    first: date | None = None
    above: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of an act: what was done and what it warns of, or why not."""

    done: str = ""
    warnings: tuple[Reason, ...] = ()
    error: PlanningError | None = None


def show_form(
    key: str,
    fields: Sequence[Field],
    act: Callable[[dict[str, Any]], Outcome],
    *,
    button: str,
) -> None:
    """Show a form; its act runs before the page does again."""
    with st.form(key, border=False, enter_to_submit=False):  # Enter ends a word too
        for row in range(0, len(fields), 2):
            for column, field in zip(
                st.columns(2), fields[row : row + 2], strict=False
            ):
                with column:
                    _ask(field, choice.form_key(key, field.name))
        names = [field.name for field in fields]

        def run() -> None:
            try:
                told = act(choice.form_values(key, names))
            except PlanningError as error:
                told = Outcome(error=error)
            choice.keep("outcome", told)

        st.form_submit_button(button, on_click=run, type="primary")


def show_outcome(workspace: Workspace) -> None:
    """Tell what came of the last act, once."""
    told = choice.kept("outcome")
    choice.keep("outcome", None)
    place = st.container()  # always there, so that nothing below folds shut
    with place:
        if isinstance(told, Outcome):
            _tell(workspace, told)


def _tell(workspace: Workspace, told: Outcome) -> None:
    if told.error is not None:
        reasons = getattr(told.error, "reasons", ())
        said = "\n\n".join(map(reason_text, reasons)) or error_text(told.error)
        st.error(said, icon=":material/block:")
        st.toast(said, icon=":material/block:")  # seen wherever the form stands
        if isinstance(told.error, StaleEditError):
            _show_both(workspace, told.error)
        return
    st.success(told.done, icon=":material/check:")
    st.toast(told.done, icon=":material/check:")
    show_reasons(told.warnings)


def show_reasons(reasons: Sequence[Reason]) -> None:
    """List reasons or warnings, each with its clause."""
    for reason in reasons:
        st.markdown(f"- {reason_text(reason)}")


def reason_text(reason: Reason) -> str:
    """Say a reason, its clause, and who supplies what is missing."""
    said = plain(_(reason.message, **{k: _word(v) for k, v in reason.values.items()}))
    clause = f" :gray[{plain(reason.clause)}]" if reason.clause else ""
    if reason.basis == "office":
        clause += f" :gray-badge[{_('office reading')}]"
    who = ", ".join(level_word(name) for name in reason.who)
    return f"{said}{clause}" + (f" · {_('supplied by')}: {who}" if who else "")


def _word(value: object) -> object:
    """Say a code word in the reader's words; anything else is what it is."""
    known = isinstance(value, str) and value in CODE_WORDS
    return _(CODE_WORDS[value]) if known else value


def level_word(name: str) -> str:
    """Say a level of the office, or a department, in the reader's words."""
    return plain(_(LEVEL_WORDS[name])) if name in LEVEL_WORDS else plain(name)


def _show_both(workspace: Workspace, error: StaleEditError) -> None:
    policy = workspace.policy
    named = {row.id: row.name for row in (*policy.steps, *policy.documents)}
    rows = [
        {
            _("Field"): _(FIELD_WORDS.get(row["field"], row["field"])),
            _("As you saw it"): _told(row["base"], named),
            _("As it is now"): _told(row["theirs"], named),
            _("As you want it"): _told(row["mine"], named),
        }
        for row in both_versions(workspace, choice.acting(), error)
    ]
    st.dataframe(rows, hide_index=True)


def _told(value: Any, named: Mapping[str, str]) -> str:
    """Say a value in words; of several things, each by what is known of it."""
    if isinstance(value, Mapping):
        known = [part for part in value.values() if part is not None]
        return " ".join(_told(part, named) for part in known)
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(_told(part, named) for part in value) or "—"
    return named[value] if value in named else field_words.told(value, _)


def _ask(field: Field, key: str) -> None:
    if field.kind in ("day", "any_day"):
        past = field.kind == "day"
        st.date_input(
            field.label,
            value=field.value,
            min_value=field.first if past else FIRST_DAY,
            max_value=date.today() if past else LAST_DAY,
            key=key,
        )
    elif field.kind in ("one", "yes"):
        _ask_one(field, key)
    elif field.kind == "money":
        st.number_input(field.label, value=field.value, step=100, key=key, min_value=0)
    elif field.kind == "whole":
        st.number_input(field.label, value=field.value, step=1, key=key, min_value=0)
    elif field.kind == "size":
        st.number_input(
            field.label, value=field.value, step=1.0, key=key, min_value=0.0
        )
    elif field.kind == "file":
        st.file_uploader(
            field.label,
            key=key,
            type=list(UPLOAD_KINDS),
            max_upload_size=MOST_MEGABYTES,
        )
    else:
        if field.above:
            st.markdown(field.above)
        seen = "collapsed" if field.above else "visible"
        st.text_input(
            field.label, value=field.value or "", key=key, label_visibility=seen
        )


def _ask_one(field: Field, key: str) -> None:
    yes_no = {"yes": _("yes"), "no": _("no"), "": _("not known")}
    options = [*yes_no] if field.kind == "yes" else [*field.options]
    show = yes_no.__getitem__ if field.kind == "yes" else field.show
    told = {True: "yes", False: "no", None: ""}.get(field.value, field.value)
    at = options.index(told) if told in options else 0
    st.selectbox(field.label, options, index=at, format_func=show, key=key)
