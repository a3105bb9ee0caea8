"""Random draws and strings for many rows at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa


def pick(
    shares: Sequence[Sequence[float]], rows: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw a column for each row number, with the shares in that row of a table.

    Returns
    -------
    ndarray of int8
        Shares need not add up to 1.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> pick([[1, 0], [0, 1]], np.array([0, 1, 1]), rng).tolist()
    [0, 1, 1]
    """
    limits = np.cumsum(np.asarray(shares, dtype=float), axis=1)
    limits /= limits[:, -1:]
    chance = rng.random(len(rows))
    picked = np.zeros(len(rows), dtype=np.int8)
    for limit in limits[:, :-1].T:
        picked += chance >= limit[rows]
    return picked


def between(limits: Sequence[int], size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw whole numbers between two limits, both possible."""
    return rng.integers(limits[0], limits[1] + 1, size)


def digits(values: np.ndarray, width: int) -> np.ndarray:
    """Write whole numbers as characters, one row of bytes each, zeros in front.

    Examples
    --------
    >>> bytes(digits(np.array([70]), 4)[0])
    b'0070'
    """
    written = np.empty((len(values), width), dtype=np.uint8)
    rest = np.asarray(values)
    for place in range(width - 1, -1, -1):
        rest, last = np.divmod(rest, 10)
        written[:, place] = last + ord("0")
    return written


def constant(text: str, rows: int) -> np.ndarray:
    """Repeat an ASCII text, one row of bytes each."""
    return np.tile(np.frombuffer(text.encode("ascii"), dtype=np.uint8), (rows, 1))


def strings(*characters: np.ndarray) -> pd.Series:
    """Join rows of bytes side by side to strings of equal length.

    Examples
    --------
    >>> strings(constant("H", 2), digits(np.array([1, 20]), 3)).tolist()
    ['H001', 'H020']
    """
    table = np.hstack(characters)
    rows, width = table.shape
    offsets = np.arange(rows + 1, dtype=np.int64) * width
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(table))]
    return text_series(pa.Array.from_buffers(pa.large_string(), rows, buffers))


def text_series(text: pa.Array) -> pd.Series:
    """Make a column of text."""
    dtype = pd.StringDtype("pyarrow", na_value=np.nan)  # what "str" stands for
    return pd.Series(pd.arrays.ArrowStringArray(text, dtype=dtype))


def words(choices: Sequence[str], codes: np.ndarray) -> pd.Series:
    """Write codes as words; a negative code is missing.

    Examples
    --------
    >>> words(["C", "D"], np.array([1, -1])).isna().tolist()
    [False, True]
    """
    where = pa.array(codes.astype(np.int32), mask=np.asarray(codes) < 0)
    return text_series(pa.array(list(choices), pa.large_string()).take(where))
