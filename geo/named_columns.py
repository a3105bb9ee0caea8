"""Columns of a sheet by their names, where a file is as simple as its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_

TITLE_ROWS = 10  # the headings come within these
_GROUPED = "/-."  # what stands between the group of a question and its name

Headings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class NamedColumns:
    """Where a sheet holds what.

    Attributes
    ----------
    first : int
        Position of the first row below the headings.
    places : mapping of str to int
        The place of each of our fields that the sheet has.
    """

    first: int
    places: Mapping[str, int]

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
        """Stream the number of each row below the headings, and its cells by field.

        Rows that hold nothing at all are left out.
        """
        cells = (sheet.column(at).to_pylist() for at in self.places.values())
        lines = zip(sheet.rows.tolist(), *cells, strict=True)
        for number, *line in islice(lines, self.first, None):
            told = [(text or "").strip() for text in line]
            if any(told):
                yield number, dict(zip(self.places, told, strict=True))


def named_columns(
    sheet: Sheet,
    headings: Headings,
    required: Sequence[str],
    mapping: ColumnMapping | None = None,
) -> NamedColumns:
    """Find the headings of a sheet, below its title if it has one.

    Parameters
    ----------
    headings : mapping
        Names of each field, the best first; in lower case, without blanks.
    required : sequence of str
        Fields without which a row is not the one of the headings.
    mapping : ColumnMapping, optional
        Which column is which, where a person has said it.

    Raises
    ------
    SchemaError
        If no row has them, or the sheet is not the one that was mapped.
    """
    if mapping is not None:
        return NamedColumns(mapping.on(sheet).headings.body, mapping.columns)
    for at in range(min(TITLE_ROWS, len(sheet.rows))):
        places = _places([_plain(cell or "") for cell in sheet.line(at)], headings)
        if all(name in places for name in required):
            return NamedColumns(at + 1, places)
    known = [cell for cell in sheet.line(0) if cell] if len(sheet.rows) else []
    raise SchemaError(
        N_("{file}: missing columns: {missing}; its columns are: {known}"),
        file=f"{sheet.file} {sheet.part}".strip(),
        missing=", ".join(headings[name][0] for name in required),
        known=", ".join(known) or "-",
    )


def _places(told: list[str], headings: Headings) -> dict[str, int]:
    """Look for whole names first; then for a question within a group of a form."""
    within = [name[max(map(name.rfind, _GROUPED)) + 1 :] for name in told]
    places = {}
    for field, names in headings.items():
        known = (row.index(n) for n in names for row in (told, within) if n in row)
        if (at := next(known, None)) is not None:
            places[field] = at
    return places


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).lower()
