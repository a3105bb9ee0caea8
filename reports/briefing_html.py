"""A meeting as one file: opens anywhere, asks nobody, in a browser of 2018 as well."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from reports.briefing import Briefing
from reports.briefing_font import font_faces
from reports.briefing_maps import REST, Sheets
from reports.briefing_views import split_views, view_html
from rules.language import N_, translator

FOLDER = Path(__file__).parent / "static"
FRAME, STYLE, SCRIPT = "briefing.html", "briefing.css", "briefing.js"
AS_OF = N_("As of {day}")
WORDS = {
    "nav": N_("Views"),
    "back": N_("Previous view"),
    "on": N_("Next view"),
    "screen": N_("Full screen"),
}
SCRIPT_WORDS = {"play": N_("Play the months"), "pause": N_("Pause"), "rest": REST}
_TAGS = re.compile(r"<[^>]*>")

Say = Callable[[str], str]


def briefing_html(briefing: Briefing) -> bytes:
    """Write a meeting as one HTML file with its letters, maps, charts and script.

    Raises
    ------
    FileError
        If set-up has not fetched the font.
    """
    say = translator(briefing.language)
    sheets = Sheets()
    views = "\n".join(
        view_html(view, at, sheets, say)
        for at, view in enumerate(split_views(briefing.views), start=1)
    )
    told = {
        "maps": sheets.told,
        "rows": briefing.most_ranked,
        "seconds": briefing.seconds_per_month,
        "words": {name: say(word) for name, word in SCRIPT_WORDS.items()},
    }
    parts = _head(briefing, say) | {
        "defs": sheets.defs(),
        "views": views,
        "told": script_text(told),
    }
    parts["fonts"] = font_faces(_letters(parts))
    return _filled(parts).encode()


def script_text(told: Any) -> str:
    r"""Write values as JSON that cannot end the script it stands in.

    Examples
    --------
    >>> print(script_text("</script>"))
    "\u003c/script>"
    """
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", "")


def script_digest() -> str:
    """Return how a policy names our script, so that no other one runs."""
    digest = hashlib.sha256(_read(SCRIPT).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _head(briefing: Briefing, say: Say) -> dict[str, str]:
    day = say(AS_OF).format(day=briefing.on.isoformat())
    stamps = "".join(
        f' <span class="stamp">{escape(words)}</span>'
        for words in (briefing.stamp, briefing.circle)
        if words
    )
    name = f"{briefing.title} · {briefing.county} · {briefing.on.isoformat()}"
    return {
        "language": briefing.language.split("_")[0],
        "title": escape(name),
        "name": escape(briefing.title),
        "county": escape(briefing.county),
        "day": escape(day),
        "stamps": stamps,
        "source": escape(briefing.source),
        **{key: escape(say(word)) for key, word in WORDS.items()},
    }


def _filled(parts: dict[str, str]) -> str:
    frame = Template(_read(FRAME))
    own = {"style": _read(STYLE), "script": _read(SCRIPT), "digest": script_digest()}
    return frame.substitute(parts | own)


def _letters(parts: dict[str, str]) -> str:
    return "".join(_TAGS.sub("", text) for text in parts.values())


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
