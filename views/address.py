"""Words of the address: what a link tells, once for every language.

Streamlit ties a box to the address by the words the box shows, and those are another
language's in another language.  So a box that is not shown (``HIDDEN`` is its style)
is tied in its place, and holds a code; it stays when another page is opened.  With
:mod:`views.choice` and :mod:`views.steering` it touches ``st.session_state``.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rules.language import LANGUAGES

LABEL = "…"  # of no other box
HIDDEN = f"""
[data-testid=stElementContainer]:has(input[aria-label="{LABEL}"]) {{ display: none }}
"""
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def spoken() -> str:
    """Return the language in which labels of an old link are read, else ``""``."""
    return _spoken.get()


def language_of_browser() -> str:
    """Return the language of the browser, the first where it is none of ours."""
    return "en" if (st.context.locale or "").startswith("en") else LANGUAGES[0]


def went_back() -> bool:
    """Tell whether the page runs because of the browser's way back, or forward."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and run.is_history_navigation


def before(
    options: Sequence[str], key: str, show: Callable[[str], str], language: str
) -> str | None:
    """Return what is chosen before a box is shown; ``None`` leaves it as it stands.

    The first of: what a button has chosen; on the way back the address alone; this
    language's box, another's; the address; what was chosen when it was last shown.
    """
    state = st.session_state
    arriving = state.pop(f"arriving-{key}", None)
    named = told(key, options, show)
    if arriving in options:
        return arriving
    if went_back():
        return named or next(iter(options), None)
    boxes = [f"{key}-{code}" for code in (language, *LANGUAGES)]
    if boxes[0] in state:
        return None
    others = [state[box] for box in boxes if box in state]
    return next(iter(others), named or state.get(f"chosen-{key}"))


def told(key: str, options: Sequence[str], show: Callable[[str], str]) -> str | None:
    """Return which option the address names, ``None`` if none of them.

    Links of earlier versions name it by its label in one language; such a word is
    replaced by the code.
    """
    words = st.query_params
    found = words.get(key)
    for language in LANGUAGES:
        old = f"{key}-{language}"
        if old not in words:
            continue
        if found not in options:
            found = _named(words[old], options, show, language)
        _replace(old, key, found if found in options[1:] else "")
    return found if found in options else None


def _named(
    label: str, options: Sequence[str], show: Callable[[str], str], language: str
) -> str | None:
    before = _spoken.set(language)
    try:
        return next((one for one in options if show(one) == label), None)
    finally:
        _spoken.reset(before)


def _replace(old: str, key: str, word: str) -> None:
    """Write one word for another, in one step where Streamlit lets it be written."""
    if st.session_state.get(key) is None:
        st.query_params.update({old: [], key: word or []})
    else:
        del st.query_params[old]


def carry(key: str, word: str) -> None:
    """Make the address tell a word from now on; ``""`` is not told."""
    st.session_state[key] = word
    st.text_input(LABEL, key=key, bind="query-params", label_visibility="collapsed")
