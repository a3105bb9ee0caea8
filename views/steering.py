"""Choices that a map, a line of days or a clock makes as well as a box.

With :mod:`views.choice` the only module that touches ``st.session_state``.  What is
chosen is kept by name as a word, and the address carries it: codes and days, which
mean the same in every language.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from views import choice

_HELD = "steered"


def chosen(name: str, usual: str = "") -> str:
    """Return what is chosen; what the address says where nobody has chosen yet."""
    held = st.session_state.setdefault(_HELD, {})
    if name not in held:
        held[name] = st.query_params.get(name, usual)
    return held[name]


def choose(values: dict[str, str]) -> None:
    """Choose, from a button; the page runs again by itself."""
    st.session_state.setdefault(_HELD, {}).update(values)


def go(values: dict[str, str]) -> None:
    """Choose, and run the page again."""
    choose(values)
    st.rerun()


def write_address(usual: dict[str, str]) -> None:
    """Write what is chosen into the address, but for what is usual."""
    for name, value in usual.items():
        word = chosen(name, value)
        if word != value:
            st.query_params[name] = word
        elif name in st.query_params:
            del st.query_params[name]


def ask_one(
    label: str,
    options: Sequence[str],
    name: str,
    show: Callable[[str], str],
    clears: Sequence[str] = (),
) -> str:
    """Ask for one of several, the first is the usual; choosing ends other choices."""
    now = chosen(name, options[0])
    now = now if now in options else options[0]
    key = f"box-{name}-{choice.language()}"
    st.session_state[key] = now
    st.selectbox(
        label,
        list(options),
        format_func=show,
        key=key,
        on_change=_take,
        args=(dict.fromkeys(clears, ""), name, key),
    )
    return now


def ask_switch(label: str, name: str, hint: str | None = None) -> bool:
    """Ask yes or no."""
    key = f"switch-{name}"
    st.session_state[key] = chosen(name) == "1"
    st.toggle(label, key=key, help=hint, on_change=_take, args=({}, name, key))
    return bool(st.session_state[key])


def day(name: str, first: date, last: date) -> date:
    """Return a chosen day between two; the last by default."""
    try:
        wanted = date.fromisoformat(chosen(name, ""))
    except ValueError:
        return last
    return min(max(wanted, first), last)


def ask_day(label: str, name: str, first: date, last: date) -> date:
    """Ask for a day by its date."""
    key = f"date-{name}-{choice.language()}"
    st.session_state[key] = day(name, first, last)
    st.date_input(
        label,
        min_value=first,
        max_value=last,
        key=key,
        on_change=_take,
        args=({}, name, key),
    )
    return day(name, first, last)


def ask_day_on_line(label: str, name: str, first: date, last: date) -> date:
    """Ask for a day on a line of days."""
    key = f"line-{name}"
    st.session_state[key] = day(name, first, last)
    st.slider(
        label,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        key=key,
        on_change=_take,
        args=({}, name, key),
    )
    return day(name, first, last)


def tick(seconds: float, act: Callable[[], None]) -> None:
    """Do something again and again, the first time after so many seconds."""
    st.session_state["just-shown"] = True

    def on_time() -> None:
        if not st.session_state.pop("just-shown", False):
            act()

    st.fragment(on_time, run_every=seconds)()


def _take(others: dict[str, str], name: str, key: str) -> None:
    value = st.session_state[key]
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, bool):
        value = "1" if value else ""
    choose(others | {name: value})
