"""Words of the pages, in the language of the reader."""

from rules.errors import PlanningError
from rules.language import told, translator
from views import choice


def _(message: str, **values: object) -> str:
    """Translate a message id and fill its fields."""
    text = translator(choice.language())(message)
    return text.format(**values) if values else text


def error_text(error: PlanningError) -> str:
    """Say an error: the fault, the value, the way out."""
    return told(error, choice.language())
