"""What the person chose: asked in one place, shared by every page.

With :mod:`views.address` and :mod:`views.steering` the only module that touches
``st.session_state``.  The address carries the choices: a link opens the same view.
"""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from ledger.roles import Acting
from rules.language import LANGUAGES
from views import address

_NAMES = {"zh_CN": "中文", "en": "English"}


def language() -> str:
    """Return the language of the pages: chosen, or else the browser's."""
    if address.spoken():
        return address.spoken()
    told = st.query_params.get("lang")
    asked = told if address.went_back() else st.session_state.get("lang") or told
    named = {name: code for code, name in _NAMES.items()}  # as the address says it
    asked = named.get(asked, asked)
    return asked if asked in LANGUAGES else address.language_of_browser()


def ask_language() -> None:
    """Offer the languages, in their own words; the address tells another one."""
    usual = address.language_of_browser()
    if "lang" not in st.session_state and language() != usual:
        st.session_state["lang"] = language()
    st.segmented_control(
        "语言 Language",
        LANGUAGES,
        label_visibility="collapsed",
        default=usual,
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


def ask_past_day(label: str, key: str, value: date) -> date:
    """Ask for a day up to today."""
    return st.date_input(
        label, value=value, max_value=date.today(), key=key, bind="query-params"
    )


def keep_pages(pages: dict[str, st.Page]) -> None:
    """Keep the pages by name, so that one page can open another."""
    st.session_state["pages"] = pages


def page(name: str) -> st.Page | None:
    """Return a page by name, ``None`` where it stands alone, without the frame."""
    return st.session_state.get("pages", {}).get(name)


def ask_one(
    label: str, options: Sequence[str], key: str, show: Callable[[str], str]
) -> str:
    """Ask for one of several; the first option is the default.

    Each language has its own box, since a box keeps the words it was made with; what
    was chosen in one is chosen in the other, and the address tells it for both.
    """
    options, box = list(options), f"{key}-{language()}"
    before = address.before(options, key, show, language())
    if before in options:
        st.session_state[box] = before
    chosen = st.selectbox(label, options, format_func=show, key=box)
    st.session_state[f"chosen-{key}"] = chosen
    address.carry(key, chosen if chosen in options[1:] else "")
    return chosen


def ask_view(
    label: str, options: Sequence[str], key: str, show: Callable[[str], str]
) -> str:
    """Ask which of a page's views to show; the address bar keeps it."""
    asked = st.query_params.get(key)
    return st.segmented_control(
        label,
        options,
        label_visibility="collapsed",
        default=asked if asked in options else options[0],
        format_func=show,
        key=f"{key}-{language()}",
        required=True,
    )


def now_in(key: str) -> object:
    """Return what stands in a box at this moment, ``None`` if there is none."""
    return st.session_state.get(key)


def show_view(key: str, view: str) -> None:
    """Turn a page to one of its views, from a button."""
    st.session_state[f"{key}-{language()}"] = view


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


def stays_picked(key: str, codes: Sequence[str], picked: str) -> str:
    """Return the code of the ticked row (``""`` none) of a list.

    It stays when the list becomes another one, in which no row is ticked yet.
    """
    now = tuple(codes)
    had, ticked, shown = st.session_state.get(f"stays-{key}", (now, "", ""))
    if picked or (now == had and picked != ticked):
        shown = picked
    st.session_state[f"stays-{key}"] = (now, picked, shown)
    return shown


def keep_acting(acting: Acting) -> None:
    """Keep who is looking for the page that runs next."""
    st.session_state["acting"] = acting


def acting() -> Acting:
    """Return who is looking; the frame has asked."""
    return st.session_state["acting"]


def keep(key: str, value: object) -> None:
    """Keep a value until the page replaces it, such as a preview."""
    st.session_state[f"kept-{key}"] = value


def kept(key: str) -> object:
    """Return what was kept, ``None`` if nothing was."""
    return st.session_state.get(f"kept-{key}")


def form_key(form: str, field: str) -> str:
    """Name the box of a form's field."""
    return f"form-{form}-{field}"


def form_values(form: str, fields: Sequence[str]) -> dict[str, object]:
    """Return what stands in the boxes of a form."""
    return {name: st.session_state.get(form_key(form, name)) for name in fields}


def ask_text(label: str, key: str, hint: str = "", value: str = "") -> str:
    """Ask for a few words; what is asked for stays out of the address."""
    return st.text_input(label, value, key=key, placeholder=hint).strip()


def open_household(household_id: str) -> None:
    """Make a household the one whose file is shown."""
    st.session_state["household"] = household_id


def household() -> str:
    """Return the household whose file is shown; the address may name it."""
    asked = st.session_state.get("household") or st.query_params.get("household", "")
    st.session_state["household"] = asked
    return asked


def arrive_at(key: str, value: str) -> None:
    """Run the page again with a choice already made."""
    st.session_state[f"arriving-{key}"] = value
    st.rerun()


def ask_whole(
    label: str, key: str, value: int | None, *, least: int = 0, hint: str = ""
) -> int | None:
    """Ask for a whole number; an empty box is ``None`` where nothing is given."""
    arriving = st.session_state.pop(f"arriving-{key}", None)
    if arriving is not None:
        st.session_state[key] = arriving
    elif key not in st.session_state:
        st.session_state[key] = st.session_state.get(f"kept-{key}", value)
    number = st.number_input(
        label, min_value=least, value="min" if value is not None else None,
        step=1, key=key, help=hint or None,
    )  # fmt: skip
    st.session_state[f"kept-{key}"] = number
    return number


def ask_share(label: str, key: str, value: int) -> int:
    """Ask for a weight on a slider from 0 to 100."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(f"kept-{key}", value)
    number = st.slider(label, 0, 100, step=1, key=key)
    st.session_state[f"kept-{key}"] = number
    return number


def ask_some(
    label: str, options: Sequence[str], key: str, show: Callable[[str], str]
) -> tuple[str, ...]:
    """Ask for any of several; buttons elsewhere may add to them (:func:`add_to`)."""
    own = f"some-{key}"
    if own not in st.session_state:
        st.session_state[own] = list(st.session_state.get(f"kept-{key}", ()))
    st.session_state[own] = [one for one in st.session_state[own] if one in options]
    chosen = st.multiselect(
        label, list(options), format_func=show, key=own, placeholder="—"
    )
    st.session_state[f"kept-{key}"] = tuple(chosen)
    return tuple(chosen)


def add_to(key: str, value: str, *others: str) -> None:
    """Add a value to what :func:`ask_some` asks for, from a button.

    It is taken out of the ``others``.
    """
    for name in (key, *others):
        take_out(name, value)
    st.session_state[f"kept-{key}"] += (value,)


def take_out(key: str, value: str) -> None:
    """Take a value out of what :func:`ask_some` asks for, from a button."""
    had = st.session_state.get(f"kept-{key}", ())
    st.session_state[f"kept-{key}"] = tuple(one for one in had if one != value)
    st.session_state.pop(f"some-{key}", None)


def put(values: dict[str, object]) -> None:
    """Fill boxes with what was kept of them, from a button; all of them are new."""
    for key, value in values.items():
        st.session_state[f"kept-{key}"] = value
        if isinstance(value, str):  # one of several
            st.session_state[f"arriving-{key}"] = value
        for box in (key, f"some-{key}"):
            st.session_state.pop(box, None)
        for name in _NAMES:
            st.session_state.pop(f"editor-{key}-{name}", None)


def ask_table(
    table: pd.DataFrame, key: str, config: dict[str, object], *, grows: bool = True
) -> pd.DataFrame:
    """Let a small table be filled in; returns it as it stands now."""
    begun, editor = f"table-{key}", f"editor-{key}-{language()}"
    if editor not in st.session_state:  # it forgets when another page is shown
        st.session_state[begun] = st.session_state.get(f"kept-{key}", table)
    edited = st.data_editor(
        st.session_state[begun],
        key=editor,
        num_rows="dynamic" if grows else "fixed",
        hide_index=True,
        column_config=config,
        placeholder="",  # else an empty cell reads "None" in every language
    )
    st.session_state[f"kept-{key}"] = edited
    return edited
