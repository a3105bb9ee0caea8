"""Households as features of a map, drawn as the page draws them."""

from collections.abc import Callable

import pyarrow as pa

from desk.household_table import grades_now, places_of
from desk.stamps import told_of
from desk.workspace import Workspace
from geo.export_files import FeatureTable, StoredStyle
from geo.exposure import Exposure
from layers.base import Scale
from layers.look import Look
from layers.looks import house_look
from layers.qml import qml
from layers.sld import sld
from rules.language import N_
from rules.vocabulary import GRADES, STRUCTURES

TABLE = "households"
GRADE_NOW = "grade_now"  # as the map shows it, unknown of a house retrofitted since

Translate = Callable[[str], str]

BY_GRADE = Scale(title=N_("Appraised grade"), labels=GRADES, tone="risk")
BY_STRUCTURE = Scale(title=N_("Structure"), labels=STRUCTURES, tone="kind")


def household_features(
    workspace: Workspace,
    exposure: Exposure,
    table: pa.Table,
    styles: tuple[StoredStyle, ...] = (),
    *,
    title: str,
) -> FeatureTable:
    """Return a point for each household; without place it has none."""
    return FeatureTable(
        name=TABLE,
        title=title,
        note=told_of(workspace),
        columns=table,
        shapes=places_of(exposure),
        styles=styles,
    )


def with_grade_now(exposure: Exposure, table: pa.Table) -> pa.Table:
    """Add the grade by which the map colours a house."""
    return table.append_column(GRADE_NOW, grades_now(exposure))


def house_styles(translate: Translate, *, from_afar: bool) -> tuple[StoredStyle, ...]:
    """Return houses by grade, the default, and by structure."""
    looks = (
        house_look(BY_GRADE, GRADE_NOW, translate, from_afar=from_afar),
        house_look(BY_STRUCTURE, "structure", translate, from_afar=from_afar),
    )
    return tuple(stored(look, "marker", TABLE) for look in looks)


def stored(look: Look, shape: str, table: str) -> StoredStyle:
    """Write a look for a file; a style's name has no more than 30 signs."""
    name = look.title[:30]
    return StoredStyle(name=name, qml=qml(look, shape), sld=sld(look, shape, table))
