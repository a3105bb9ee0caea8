"""What the person chose: asked in one place, shared by every page.

The only module that touches ``st.session_state``.  The address bar carries the
choices, so a link opens the same view.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from rules.language import LANGUAGES

_NAMES = {"zh_CN": "中文", "en": "English"}


def language() -> str:
    """Return the language of the pages: chosen, or else the browser's."""
    asked = st.session_state.get("lang") or st.query_params.get("lang")
    named = {name: code for code, name in _NAMES.items()}  # as the address says it
    asked = named.get(asked, asked)
    if asked in LANGUAGES:
        return asked
    preferred = st.context.locale or ""
    return "en" if preferred.startswith("en") else LANGUAGES[0]


def ask_language() -> None:
    """Offer the languages, in their own words."""
    st.segmented_control(
        "语言 Language",
        LANGUAGES,
        label_visibility="collapsed",
        default=language(),
        format_func=_NAMES.__getitem__,
        key="lang",
        bind="query-params",
        required=True,
    )


def ask_day(label: str, first: date, last: date) -> date:
    """Ask for a day of the recorded past; the last by default."""
    return st.date_input(
        label,
        value=last,
        min_value=first,
        max_value=last,
        key="day",
        bind="query-params",
    )


def ask_one(
    label: str,
    options: Sequence[str],
    key: str,
    show: Callable[[str], str],
) -> str:
    """Ask for one of several; the first option is the default.

    Each language has its own box, since a box keeps the words it was made with; what
    was chosen in one is chosen in the other.
    """
    own = f"{key}-{language()}"
    arriving = st.session_state.pop(f"arriving-{key}", None)
    if own not in st.session_state and arriving is None:
        arriving = st.session_state.get(f"chosen-{key}")
    if arriving in options:
        st.session_state[own] = arriving
    chosen = st.selectbox(
        label, list(options), format_func=show, key=own, bind="query-params"
    )
    st.session_state[f"chosen-{key}"] = chosen
    return chosen


def ask_switch(label: str, key: str) -> bool:
    """Ask yes or no."""
    return st.toggle(label, key=key, bind="query-params")


def latest(key: str, value: object) -> object:
    """Keep a value that comes once, such as a click, until the next one comes."""
    if value is not None:
        st.session_state[f"latest-{key}"] = value
    return st.session_state.get(f"latest-{key}")


def newest(key: str, clicked: object, picked: object) -> object:
    """Return the newer of a click and a picked row.

    A click comes once, a picked row stays picked; ``None`` is neither.
    """
    shown, last_pick = st.session_state.get(f"newest-{key}", (None, None))
    if picked != last_pick and (picked is not None or shown == last_pick):
        shown = picked
    if clicked is not None:
        shown = clicked
    st.session_state[f"newest-{key}"] = (shown, picked)
    return shown


def arrive_at(key: str, value: str) -> None:
    """Run the page again with a choice already made."""
    st.session_state[f"arriving-{key}"] = value
    st.rerun()
