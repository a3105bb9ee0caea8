"""Weights of criteria: from judgements in pairs, from the data, and from both."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters


class Ahp(NamedTuple):
    """Weights by AHP (they add up to one), and whether the judgements agree.

    ``consistent`` is false from a ratio of 0.10 on: to be warned of, not refused.
    """

    weights: np.ndarray
    consistency_ratio: float
    consistent: bool


def pairwise(upper: Sequence[float], count: int) -> np.ndarray:
    """Fill the reciprocal matrix of which the upper triangle was asked, row by row.

    Raises
    ------
    SchemaError
        If there are not ``count * (count - 1) / 2`` judgements.

    Examples
    --------
    >>> pairwise([2, 4, 2], 3).tolist()
    [[1.0, 2.0, 4.0], [0.5, 1.0, 2.0], [0.25, 0.5, 1.0]]
    """
    rows, columns = np.triu_indices(count, 1)
    if len(upper) != len(rows):
        raise SchemaError(
            N_("{given} judgements of {count} criteria: {needed} are needed"),
            given=len(upper),
            count=count,
            needed=len(rows),
        )
    matrix = np.eye(count)
    matrix[rows, columns] = upper
    _require_judgements(matrix[rows, columns])
    matrix[columns, rows] = 1.0 / matrix[rows, columns]
    return matrix


def ahp_weights(matrix: np.ndarray) -> Ahp:
    """Weigh criteria by the principal eigenvector of judgements in pairs (Saaty 1980).

    Parameters
    ----------
    matrix : float array, criterion × criterion
        How many times the row weighs what the column weighs; reciprocal.

    Raises
    ------
    SchemaError
        If it is not square, positive, reciprocal, within 1/9 to 9, or is too large
        for the table of random indices.
    """
    matrix = np.asarray(matrix, dtype=np.float64)
    table = load_parameters("criteria")["ahp"]
    _require_matrix(matrix, len(table["random_index"]))
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    count = len(matrix)
    excess = (values[principal].real - count) / max(count - 1, 1)
    random = table["random_index"][count - 1]
    ratio = max(float(excess / random), 0.0) if random > 0 else 0.0
    return Ahp(vector / vector.sum(), ratio, ratio < table["consistent_below"])


def entropy_weights(matrix: np.ndarray) -> np.ndarray:
    """Weigh criteria by how much the alternatives differ in them (Shannon's entropy).

    A criterion in which all are equal weighs nothing; if all are, the weights are
    equal.  They change with the list of alternatives.

    Parameters
    ----------
    matrix : float array, alternative × criterion
        Not negative; what is unknown (``NaN``) is left out.

    Raises
    ------
    SchemaError
        If a value is negative.
    """
    matrix = np.asarray(matrix, dtype=np.float64)
    if (matrix < 0).any():
        raise SchemaError(N_("entropy weights need values that are not negative"))
    divergence = np.array([_divergence(column) for column in matrix.T])
    total = divergence.sum()
    equal = np.full(matrix.shape[1], 1.0 / matrix.shape[1])
    return divergence / total if total > 0 else equal


def combined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the weights between two: the root of the product, adding up to one.

    A criterion that one of the two gives no weight gets none.

    Raises
    ------
    SchemaError
        If no criterion has weight in both.
    """
    product = np.sqrt(one * other)
    if product.sum() == 0:
        raise SchemaError(N_("no criterion has weight in both sets of weights"))
    return product / product.sum()


def _divergence(column: np.ndarray) -> float:
    known = column[np.isfinite(column)]
    if len(known) < 2 or np.ptp(known) == 0:
        return 0.0
    share = known / known.sum()
    share = share[share > 0]  # of nothing, p log p is 0
    return max(float(1.0 + np.sum(share * np.log(share)) / np.log(len(known))), 0.0)


def _require_matrix(matrix: np.ndarray, most: int) -> None:
    if matrix.ndim != 2 or len(set(matrix.shape)) != 1 or not 0 < len(matrix) <= most:
        raise SchemaError(
            N_(
                "judgements in pairs make a square of 1 to {most} criteria, not {shape}"
            ),
            most=most,
            shape=" × ".join(map(str, matrix.shape)),
        )
    _require_judgements(matrix)
    if not np.allclose(matrix * matrix.T, 1.0, rtol=0.0, atol=1e-6):
        raise SchemaError(
            N_("judgements contradict each other: a to b must be one through b to a")
        )


def _require_judgements(judgements: np.ndarray) -> None:
    greatest = load_parameters("criteria")["ahp"]["greatest_judgement"]
    low, high = 1.0 / greatest - 1e-9, greatest + 1e-9
    if not ((judgements >= low) & (judgements <= high)).all():
        raise SchemaError(
            N_("a judgement lies outside of 1/{greatest} to {greatest}"),
            greatest=f"{greatest:g}",
        )
