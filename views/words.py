"""Words of the pages, in the language of the reader."""

import re

from desk.field_words import CODE_WORDS, TABLE_WORDS
from ledger.roles import ROLE_NAMES
from rules.errors import AccessError, PlanningError
from rules.language import told, translator
from views import choice

MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&:])")
# What turns into a link, a sign or a mail address even where it is escaped.
LIVELY = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)", re.IGNORECASE)
WORD_JOINER = "\u2060"  # breaks them and is not seen


def _(message: str, **values: object) -> str:
    """Translate a message id and fill its fields."""
    text = translator(choice.language())(message)
    return text.format(**values) if values else text


def plain(text: str) -> str:
    r"""Write data so that Markdown shows it as it stands, with no link or style.

    Examples
    --------
    >>> print(plain("[here](x)"), plain("a_b"))
    \[here\]\(x\) a\_b
    """
    return MARKS.sub(r"\\\1", LIVELY.sub(WORD_JOINER, " ".join(text.split())))


def error_text(error: PlanningError) -> str:
    """Say an error: the fault, the value, the way out, codes in the reader's words."""
    if not isinstance(error, AccessError):
        return plain(told(error, choice.language()))
    spoken = {name: _spoken(value) for name, value in error.values.items()}
    return plain(_(error.message, **spoken))


def _spoken(value: object) -> object:
    """Say codes of roles, levels and tables, also several with commas between."""
    if not isinstance(value, str):
        return value
    known = {**TABLE_WORDS, **CODE_WORDS, **{str(r): w for r, w in ROLE_NAMES.items()}}
    parts = [_(known[part]) if part in known else part for part in value.split(", ")]
    return ", ".join(parts)
