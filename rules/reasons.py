"""What a rule answers: yes, no or not known, and the clause that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rules.language import translator


@dataclass(frozen=True)
class Ground:
    """Where a rule stands: clause and document, or that it is a reading of the office.

    Examples
    --------
    >>> Ground().basis, Ground("二(四)").basis
    ('office', 'document')
    """

    clause: str = ""
    basis: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        if not self.basis:
            basis = "document" if self.clause else "office"
            object.__setattr__(self, "basis", basis)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something is not allowed, not known, or worth saying.

    Attributes
    ----------
    message : str
        English sentence with ``{name}`` fields, also the message id.
    values : mapping
        What fills the fields; names of steps and papers are words of record.
    clause, document : str
        Where the rule stands; empty where no document states it.
    basis : str
        ``"document"``, ``"office"`` (a reading of the office) or ``"record"`` (what
        keeping a record asks for, in any county).
    refuses : bool
        Whether it forbids; otherwise something needed is not known.
    who : tuple of str
        Who supplies what is missing: levels (rule A1) or departments (rule G5).
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    clause: str = ""
    basis: str = "document"
    document: str = ""
    refuses: bool = True
    who: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message.format(**self.values)

    def told(self, language: str) -> str:
        """Say it in a language."""
        return translator(language)(self.message).format(**self.values)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """An answer with its grounds.

    Attributes
    ----------
    allowed : bool or None
        ``None`` if something needed is not known.
    clause, basis : str
        What the answer rests on; what forbids, or asks for more, where not allowed.
    document : str
        The document whose clause it is.
    reasons : tuple of Reason
        Everything that forbids or is missing, not only the first.
    warnings : tuple of Reason
        Worth knowing; none of them forbids.
    """

    allowed: bool | None
    clause: str
    basis: str = "document"
    document: str = ""
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Transition(Verdict):
    """Whether a step may be taken; ``by`` is the level that takes it (rule A1)."""

    step: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class GoingBack(Verdict):
    """Whether a case may return to a step, and which steps that undoes."""

    to_step: str
    undone: tuple[str, ...] = ()


def no(ground: Ground, message: str, /, **values: Any) -> Reason:
    """Forbid, on the clause of a rule."""
    return _reason(ground, message, values)


def unknown(
    ground: Ground, who: tuple[str, ...], message: str, /, **values: Any
) -> Reason:
    """Leave open what a rule asks, and name who knows."""
    return _reason(ground, message, values, refuses=False, who=who)


def on_record(ground: Ground, message: str, /, **values: Any) -> Reason:
    """Forbid what no record can hold, beside the clause that asks for it."""
    return replace(_reason(ground, message, values), basis="record")


def answer(reasons: Iterable[Reason]) -> bool | None:
    """Return no if one refuses, unknown if one is open, yes if there is none."""
    refusing = [reason.refuses for reason in reasons]
    return False if any(refusing) else None if refusing else True


def grounds(
    ground: Ground, reasons: Iterable[Reason], warnings: Iterable[Reason] = ()
) -> dict[str, Any]:
    """Return the fields of a verdict: the weightiest reason lends its clause."""
    found = tuple(sorted(_once(reasons), key=lambda reason: not reason.refuses))
    first = found[0] if found else ground
    return {
        "allowed": answer(found),
        "clause": first.clause,
        "basis": first.basis,
        "document": first.document,
        "reasons": found,
        "warnings": _once(warnings),
    }


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    kept: list[Reason] = []
    for reason in reasons:
        if reason not in kept:
            kept.append(reason)
    return tuple(kept)


def _reason(ground: Ground, message: str, values: dict, **more: Any) -> Reason:
    return Reason(
        message=message,
        values=values,
        clause=ground.clause,
        basis=ground.basis,
        document=ground.document,
        **more,
    )
