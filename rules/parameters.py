"""Parameter tables: read from ``parameters/<name>.toml``, cited, dated, checked.

A file holds tables; each says its ``source``, the ``date`` on which its numbers were
taken over, and whether they were ``verified`` against that source.  Everything else
in a table is a value.  How the numbers are used is the business of :mod:`geo`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from rules.errors import PolicyError
from rules.language import N_

PARAMETER_FOLDER = Path(__file__).parent / "parameters"
ORIGIN = MappingProxyType({"source": str, "date": date, "verified": bool})


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of numbers and where it comes from.

    Attributes
    ----------
    file, name : str
        Where it stands: ``fragility.toml``, ``pager``.
    source : str
        Paper, standard or data set; says so where it is an expert's default.
    date : datetime.date
        The day the numbers were taken over.
    verified : bool
        Whether they were compared with the source itself; what is not verified is
        marked where its results are shown.
    values : mapping
        The numbers, by key; lists are tuples.
    """

    file: str
    name: str
    source: str
    date: date
    verified: bool
    values: Mapping[str, Any]

    @classmethod
    def from_toml(cls, file: str, name: str, content: object) -> Self:
        """Read one table, refusing one that does not say where it comes from.

        Raises
        ------
        PolicyError
            If ``source``, ``date`` or ``verified`` is missing or of a wrong type.
        """
        if not isinstance(content, dict):
            raise PolicyError(
                N_("{file}: {key} stands outside of any table; move it into one"),
                file=file,
                key=name,
            )
        _require_origin(file, name, content)
        values = {key: content[key] for key in content if key not in ORIGIN}
        origin = {key: content[key] for key in ORIGIN}
        return cls(file=file, name=name, values=_frozen(values), **origin)

    def __getitem__(self, key: str) -> Any:
        """Return a value.

        Raises
        ------
        PolicyError
            If the table has none of that key.
        """
        if key not in self.values:
            raise PolicyError(
                N_("{file}: table {table} has no value {key}; it has: {known}"),
                file=self.file,
                table=self.name,
                key=key,
                known=", ".join(self.values),
            )
        return self.values[key]


def _require_origin(file: str, name: str, content: Mapping[str, Any]) -> None:
    for key, kind in ORIGIN.items():
        if type(content.get(key)) is not kind or content[key] == "":
            raise PolicyError(
                N_("{file}: table {table} needs {key} as a {kind}"),
                file=file,
                table=name,
                key=key,
                kind=kind.__name__,
            )


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@dataclass(frozen=True)
class Parameters:
    """The tables of one file, by name."""

    file: str
    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        """Return a table.

        Raises
        ------
        PolicyError
            If the file has none of that name.
        """
        if name not in self.tables:
            raise PolicyError(
                N_("{file}: no table {table}; tables are: {known}"),
                file=self.file,
                table=name,
                known=", ".join(self.tables),
            )
        return self.tables[name]

    def unverified(self) -> tuple[str, ...]:
        """List the tables whose numbers were not compared with their source."""
        return tuple(name for name in self.tables if not self.tables[name].verified)


@cache
def load_parameters(name: str, folder: Path = PARAMETER_FOLDER) -> Parameters:
    """Read a parameter file; it is read once.

    Parameters
    ----------
    name : str
        Name of the file without ending, e.g. ``"fragility"``.
    folder : pathlib.Path
        Where the files lie.

    Raises
    ------
    PolicyError
        If there is no such file, it is not TOML, or a table says no origin.

    Examples
    --------
    >>> flood = load_parameters("flood")
    >>> flood["depth_damage"]["loss_ratio"][:2], flood["depth_damage"].verified
    ((0.0, 0.33), True)
    """
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise PolicyError(
            N_("no parameters {name}; there are: {known}"), name=name, known=known
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(
            N_("{file}: not TOML: {reason}"), file=path.name, reason=str(error)
        ) from error
    tables = {key: Table.from_toml(path.name, key, content[key]) for key in content}
    return Parameters(path.name, MappingProxyType(tables))
