"""Columns of a layer under their own names, their values read and checked."""

from collections.abc import Mapping
from unicodedata import normalize

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.fortification import degree_of_pga as degree_of_pga
from geo.isoseismals import read_degree
from geo.layer_schema import POINTS, SCHEMAS, Column
from rules.adcode import Level, level_of
from rules.errors import AdcodeError, SchemaError
from rules.language import N_

_UNITS = ("度", "g", "米", "m", "年", "年一遇")
_BOUNDARIES = {
    "county_boundary": Level.COUNTY,
    "town_boundary": Level.TOWN,
    "village_boundary": Level.VILLAGE,
}


def normalised(features: gpd.GeoDataFrame, kind: str, file: str) -> gpd.GeoDataFrame:
    """Keep the columns that a kind knows, under their own names, as numbers or text.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Features of the right shapes; ``row`` numbers them as in the file.
    kind : str
        A vector kind.
    file : str
        The name of the file, for messages.

    Raises
    ------
    SchemaError
        If a needed column is missing, or a value is not what it must be.
    """
    schema = SCHEMAS[kind]
    found = _found(features, schema.columns)
    if schema.one_of and not found.keys() & set(schema.one_of):
        message = N_("{file}: no column {wanted}; its columns are: {known}")
        raise SchemaError(
            message,
            file=file,
            wanted=" / ".join(schema.one_of),
            known=", ".join(map(str, _own_columns(features))),
        )
    columns = {
        name: _read(features, own, schema.columns[name], file)
        for name, own in found.items()
    }
    table = gpd.GeoDataFrame(columns, geometry=features.geometry, crs=features.crs)
    ignored = sorted(set(_own_columns(features)) - set(found.values()))
    table.attrs = features.attrs | {"ignored_columns": ignored}
    return _completed(table, kind, file, features["row"])


def _own_columns(features: gpd.GeoDataFrame) -> list[str]:
    return [name for name in features.columns if name not in ("row", "geometry")]


def _found(features: gpd.GeoDataFrame, columns: Mapping[str, Column]) -> dict[str, str]:
    """Find the columns of a file: by our own name first, then by the others."""
    plain = {_plain(own): own for own in reversed(_own_columns(features))}
    found = {}
    for name, column in columns.items():
        known = (other for other in (name, *column.names) if other in plain)
        if (other := next(known, None)) is not None:
            found[name] = plain[other]
    return found


def _plain(name: str) -> str:
    return normalize("NFKC", str(name)).strip().lower().replace(" ", "_")


def _read(
    features: gpd.GeoDataFrame, own: str, column: Column, file: str
) -> np.ndarray:
    values = features[own]
    if column.least is None:
        return np.array([_text(value) for value in values], object)
    numbers = np.array([_number(value) for value in values], float)
    given = np.array([_text(value) is not None for value in values])
    with np.errstate(invalid="ignore"):
        sane = (numbers >= column.least) & (numbers <= column.most)
    wrong = np.flatnonzero(given & ~sane)
    if len(wrong):
        raise SchemaError(
            N_("{file}, feature {row}: {column} is {value}, needs {least} to {most}"),
            file=file,
            row=int(features["row"].iloc[wrong[0]]),
            column=own,
            value=values.iloc[wrong[0]],
            least=column.least,
            most=column.most,
        )
    return numbers


def _text(value: object) -> str | None:
    """Return text without surrounding blanks; whole numbers without a point."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _number(value: object) -> float:
    """Read 8, ``"8度"``, ``"VIII"``, ``"0.20g"``; ``NaN`` if it is no number."""
    text = _text(value)
    if text is None:
        return np.nan
    plain = normalize("NFKC", text).strip()
    for unit in _UNITS:
        plain = plain.removesuffix(unit)
    return read_degree(plain)


def _completed(
    table: gpd.GeoDataFrame, kind: str, file: str, rows: pd.Series
) -> gpd.GeoDataFrame:
    if kind == "seismic_zone":
        return _with_degrees(table)
    if kind == "geohazard":
        _require_radius(table, file, rows)
    if kind in _BOUNDARIES:
        codes = zip(table["code"], rows, strict=True)
        level = _BOUNDARIES[kind]
        table["code"] = [_code(code, level, file, row) for code, row in codes]
    return table


def _with_degrees(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if "pga_g" not in zones:
        return zones
    from_pga = degree_of_pga(zones["pga_g"].to_numpy())
    given = zones.get("design_intensity_degree", pd.Series(np.nan, zones.index))
    return zones.assign(design_intensity_degree=given.fillna(pd.Series(from_pga)))


def _require_radius(table: gpd.GeoDataFrame, file: str, rows: pd.Series) -> None:
    radius = table.get("radius_m", pd.Series(np.nan, table.index))
    without = np.flatnonzero(table.geom_type.isin(POINTS) & radius.isna())
    if len(without):
        message = N_("{file}, feature {row}: a point of a geohazard needs its radius_m")
        raise SchemaError(message, file=file, row=int(rows.iloc[without[0]]))


def _code(code: str | None, level: Level, file: str, row: int) -> str:
    """Cut a code to its level; the statistical codes are filled up with zeros."""
    cut, rest = (code or "")[:level], (code or "")[level:]
    try:
        if rest.strip("0") == "" and level_of(cut) is level:
            return cut
    except AdcodeError:
        pass
    message = N_("{file}, feature {row}: {code} is no code of {digits} digits")
    raise SchemaError(message, file=file, row=row, code=code, digits=int(level))
