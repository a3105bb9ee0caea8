"""The map in a page: a frame that stays mounted while the page runs again.

A rerun sends the choice, nothing else; the map asks for what has changed by
itself.  A click comes back as a value.  Maps that share a link move together: what one
frame tells, the page around them passes on to the others.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from views import choice as choices

HEIGHT = "max(420px, calc(100vh - 290px))"

_CSS = """
iframe { display: block; width: 100%; border: 1px solid var(--st-border-color);
  border-radius: 4px; box-sizing: border-box; }
@media (max-width: 640px) {
  iframe { height: 68vh !important; }
  iframe.linked { height: 42vh !important; }
}
"""

_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.src = `/map?${data.query}`;
    frame.drawn = data.query;
    parentElement.append(frame);
  }
  frame.title = data.title;
  frame.classList.toggle("linked", Boolean(data.link));
  frame.style.height = data.height;
  const say = (said) =>
    frame.contentWindow.postMessage({ anfang: said }, location.origin);
  const tell = () => {
    if (!frame.ready) return;
    if (data.link) say({ linked: true });
    if (frame.drawn === data.query) return;
    frame.drawn = data.query;
    say({ query: data.query });
  };
  const hear = ({ origin, source, data: told }) => {
    if (origin !== location.origin || source !== frame.contentWindow) return;
    if (told?.anfang?.ready) { frame.ready = true; tell(); }
    if (told?.anfang?.click) setTriggerValue("click", told.anfang.click);
    if (told?.anfang?.moved && data.link) pass(told.anfang.moved);
  };
  const pass = (moved) => window.dispatchEvent(new CustomEvent("anfang-moved",
    { detail: { link: data.link, frame, moved } }));
  const follow = ({ detail: { link, frame: leader, moved } }) => {
    if (frame.ready && link === data.link && leader !== frame) say({ follow: moved });
  };
  window.addEventListener("message", hear);
  window.addEventListener("anfang-moved", follow);
  tell();
  return () => {
    window.removeEventListener("message", hear);
    window.removeEventListener("anfang-moved", follow);
  };
}
"""

_mount = st.components.v2.component("anfang_map", css=_CSS, js=_JS)


def show_map(
    page: str,
    choice: Mapping[str, str],
    key: str,
    *,
    title: str = "Map",
    height: str = HEIGHT,
    link: str = "",
    on_click: Callable[[dict[str, object]], None] | None = None,
) -> dict[str, object] | None:
    """Show the map of a page.

    Parameters
    ----------
    page : str
        One of :data:`layers.base.PAGES`.
    choice : mapping
        Keys of :data:`layers.base.CHOICE_KEYS` but ``page``; empty words are left
        out.
    key : str
        Of the component, the same on every run.
    title : str
        What a screen reader calls the frame.
    height : str
        A length of CSS.
    link : str
        Maps of one page with the same word move together; empty for a map alone.
    on_click : callable, optional
        Takes what was clicked before the page runs, so that it need not run twice.

    Returns
    -------
    dict or None
        What was clicked just now: ``lon``, ``lat``, ``zoom``, ``kind``, ``id``.
    """
    asked = {"page": page} | {name: word for name, word in choice.items() if word}
    query = urlencode(sorted(asked.items()))
    data = {"query": query, "title": title, "height": height, "link": link}

    def heard() -> None:
        clicked = getattr(choices.now_in(key), "click", None)
        if on_click and clicked:
            on_click(clicked)

    result = _mount(key=key, data=data, on_click_change=heard)
    return result.click
