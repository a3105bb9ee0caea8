"""Two languages: English in the code, Simplified Chinese from a catalogue."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from rules.errors import PlanningError

LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
LANGUAGES = ("zh_CN", "en")  # the first is the default


def N_(message: str) -> str:
    """Mark a message for translation where it is shown; returns it unchanged."""
    return message


@cache
def translator(language: str) -> Callable[[str], str]:
    """Return the function that translates message ids into a language.

    Raises
    ------
    FileNotFoundError
        If the catalogue of that language has not been compiled.
    """
    if language == "en":
        return str
    catalogue = gettext.translation("anfang", LOCALE_FOLDER, [language])
    return catalogue.gettext


def told(error: PlanningError, language: str) -> str:
    """Say an error in a language.

    Examples
    --------
    >>> told(PlanningError("no layer {id}", id="x"), "en")
    'no layer x'
    """
    if reasons := getattr(error, "reasons", ()):  # of rules.errors.CaseError
        said = [(reason.told(language), reason.clause) for reason in reasons]
        return "; ".join(f"{text} ({where})" if where else text for text, where in said)
    message = translator(language)(error.message)
    said = {name: _value(value, language) for name, value in error.values.items()}
    return message.format(**said) if said else message


def _value(value: Any, language: str) -> Any:
    """Say a remark within an error in its language; anything else is what it is."""
    says = getattr(value, "told", None)
    return says(language) if callable(says) else value
