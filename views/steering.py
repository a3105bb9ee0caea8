"""Choices that a map, a line of days or a clock makes as well as a box.

With :mod:`views.choice` the only module that touches ``st.session_state``.  What is
chosen is kept by name as a word, and the address carries it: codes and days, which
mean the same in every language.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from views import address, choice

_HELD = "steered"
_WRITTEN = "address-written"  # what the address was last made to say
_CLICKED = "chosen-since"  # a choice was made after that
_AT, _ARRIVED = "page-shown", "page-arrived-at"
_DROPPED = "address-dropped"
WORD_SHOWN = 24  # characters of a word of the address that are shown again


def chosen(name: str, usual: str = "") -> str:
    """Return what is chosen; what the address says where nobody has chosen yet."""
    held = st.session_state.setdefault(_HELD, {})
    if name not in held:
        held[name] = st.query_params.get(name, usual)
    return held[name]


def choose(values: dict[str, str]) -> None:
    """Choose, from a button; the page runs again by itself."""
    settle(values)
    st.session_state[_CLICKED] = True


def settle(values: dict[str, str]) -> None:
    """Set right what is chosen, while the page is shown; nobody has clicked."""
    st.session_state.setdefault(_HELD, {}).update(values)


def come_to(page: str) -> None:
    """Note which page is shown now; its choices are kept while others are."""
    st.session_state[_ARRIVED] = page != st.session_state.get(_AT)
    st.session_state[_AT] = page


def listen(usual: dict[str, str]) -> None:
    """Take over what the address says, if it is not what the page wrote there.

    So the browser's way back leads back.  A choice just made comes first; who comes
    from another page to a bare address finds what was chosen before.  On the page
    itself a click may come with the address of a moment ago, before the browser had
    taken the newer one over; that says nothing.
    """
    state = st.session_state
    clicked, arrived = state.pop(_CLICKED, False), state.pop(_ARRIVED, False)
    bare = not any(name in st.query_params for name in usual)
    if clicked or _WRITTEN not in state or (arrived and bare):
        return
    if not arrived and not address.went_back():
        return
    said = _said(usual)
    if said != state[_WRITTEN]:
        settle(said)


def _said(usual: dict[str, str]) -> dict[str, str]:
    return {name: st.query_params.get(name) or word for name, word in usual.items()}


def dropped() -> str:
    """Return the words that were chosen and are not known, once; ``""`` none."""
    words = st.session_state.pop(_DROPPED, [])
    return ", ".join(word[:WORD_SHOWN] for word in words)


def drop(name: str, usual: str = "") -> None:
    """End a choice that is not known here, and remember that it was made."""
    st.session_state.setdefault(_DROPPED, []).append(chosen(name))
    settle({name: usual})


def go(values: dict[str, str]) -> None:
    """Choose, and run the page again."""
    choose(values)
    st.rerun()


def write_address(usual: dict[str, str]) -> None:
    """Write what is chosen into the address, but for what is usual."""
    words = {name: chosen(name, value) for name, value in usual.items()}
    if words != _said(usual):  # at once, so that one step back undoes one choice
        told = {n: word if word != usual[n] else [] for n, word in words.items()}
        st.query_params.update(told)
    st.session_state[_WRITTEN] = words
    st.session_state.pop(_CLICKED, None)


def ask_one(
    label: str,
    options: Sequence[str],
    name: str,
    show: Callable[[str], str],
    clears: Sequence[str] = (),
) -> str:
    """Ask for one of several, the first is the usual; choosing ends other choices."""
    now = known(name, options)
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


def ask_view(
    label: str, options: Sequence[str], name: str, show: Callable[[str], str]
) -> str:
    """Ask which of a page's views to show; the first is the usual."""
    now = known(name, options)
    key = f"view-{name}-{choice.language()}"
    st.session_state[key] = now
    st.segmented_control(
        label,
        list(options),
        label_visibility="collapsed",
        format_func=show,
        key=key,
        required=True,
        on_change=_take,
        args=({}, name, key),
    )
    return now


def known(name: str, options: Sequence[str]) -> str:
    """Return what is chosen if it is an option, else the first; the rest is told."""
    if chosen(name, options[0]) not in options:
        drop(name, options[0])
    return chosen(name)


def ask_switch(label: str, name: str, hint: str | None = None) -> bool:
    """Ask yes or no."""
    key = f"switch-{name}"
    st.session_state[key] = chosen(name) == "1"
    st.toggle(label, key=key, help=hint, on_change=_take, args=({}, name, key))
    return bool(st.session_state[key])


def day(name: str, first: date, last: date) -> date:
    """Return a chosen day between two; the last by default, another one is told."""
    if not chosen(name):
        return last
    try:
        wanted = date.fromisoformat(chosen(name))
    except ValueError:
        wanted = None
    if wanted is not None and first <= wanted <= last:
        return wanted
    drop(name)
    return last


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
