"""Every error this product raises on purpose.

A door (page, command, route) catches :class:`PlanningError` and shows it in the
reader's language; anything else is a bug and must be seen as one.
"""

from typing import Any


class PlanningError(Exception):
    """Base of all errors a user can act on.

    Parameters
    ----------
    message : str
        English sentence with ``{name}`` fields: the fault, the value, the way
        out.  It is also the message id that a door translates.
    **values : object
        What fills the fields.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the values when an error comes back from a worker process."""
        return (_rebuilt, (type(self), self.message, self.values))


def _rebuilt(kind: type[PlanningError], message: str, values: dict) -> PlanningError:
    return kind(message, **values)


class AdcodeError(PlanningError, ValueError):
    """An administrative code is malformed or of the wrong level."""


class PolicyError(PlanningError):
    """A policy or parameter file is missing, incomplete or contradicts itself."""


class CRSError(PlanningError, ValueError):
    """Coordinates are in no CRS, or in one that cannot be measured in metres."""


class FileError(PlanningError):
    """A file is not what it is said to be, is damaged, or cannot be read."""


class SchemaError(PlanningError, ValueError):
    """A table lacks a column, or a column breaks its contract."""


class EventError(PlanningError):
    """An event is incomplete, contradicts itself, or does not reach the county."""


class LayerError(PlanningError):
    """A map layer is declared twice, is missing, or has no source."""


class WorkspaceError(PlanningError):
    """A folder is no workspace, is one already, or is of another version."""


class CaseError(PlanningError):
    """The rules of casework do not allow a step, a payment or a paper.

    Its message is that of the weightiest reason, where there are reasons.
    """

    @classmethod
    def of(cls, reasons: tuple[Any, ...]) -> "CaseError":
        """Return the error that says reasons (:class:`rules.reasons.Reason`)."""
        return cls(reasons[0].message, **reasons[0].values, reasons=tuple(reasons))

    @property
    def reasons(self) -> tuple[Any, ...]:
        """Every reason with its clause, not only the first."""
        return self.values.get("reasons", ())

    def __str__(self) -> str:
        """Say all reasons in one line, each with its clause."""
        told = [f"{r} ({r.clause})" if r.clause else str(r) for r in self.reasons]
        return "; ".join(told) or super().__str__()


class AccessError(PlanningError):
    """A role may not read or do this; says what, and who may."""


class StaleEditError(PlanningError):
    """Somebody changed a thing after it was opened; nothing was overwritten.

    Its values carry ``table``, ``key``, ``version`` (what was opened) and ``newest``.
    """

    @property
    def differences(self) -> tuple[dict[str, Any], ...]:
        """What was opened, what is recorded now and what was to be, by field.

        Each is a dict of ``field, base, theirs, mine``.  Some may be personal: a
        page masks them as it masks the thing itself.
        """
        return self.values.get("differences", ())
