"""What a calculation says of its result, in either language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rules.language import translator

SIGNIFICANT = 3  # digits of a number that is only read


class Quantity(NamedTuple):
    """A number and the message id of its unit; ``"ratio"`` is shown in per cent."""

    value: float
    unit: str

    def said(self, say: Callable[[str], str]) -> str:
        """Return the number as it is read.

        Examples
        --------
        >>> Quantity(0.4, "ratio").said(str), Quantity(1234.5, "people").said(str)
        ('40 %', '1,234 people')
        """
        if self.unit == "ratio":
            return f"{_number(100 * self.value)} %"
        unit = say(self.unit) if self.unit else ""
        return f"{_number(self.value)} {unit}".rstrip()


def _number(value: float) -> str:
    """Write a number with three digits, or more if it is larger than that."""
    if abs(value) >= 10 ** (SIGNIFICANT - 1):
        return f"{value:,.0f}"
    return f"{value:.{SIGNIFICANT}g}"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A sentence with what fills it.

    Attributes
    ----------
    message : str
        English sentence with ``{name}`` fields, also the message id.
    values : mapping
        What fills the fields; a :class:`Quantity` is written with its unit, a
        :class:`Remark` is said in the same language.
    words : tuple of str
        Names of the values that are message ids themselves.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.said(str)

    def told(self, language: str) -> str:
        """Say it in a language."""
        return self.said(translator(language))

    def said(self, say: Callable[[str], str]) -> str:
        """Say it with a translating function."""

        def filled(name: str, value: Any) -> Any:
            if isinstance(value, Quantity | Remark):
                return value.said(say)
            return say(value) if name in self.words else value

        return say(self.message).format(
            **{name: filled(name, value) for name, value in self.values.items()}
        )
