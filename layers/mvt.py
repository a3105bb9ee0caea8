"""Points as a vector tile (Mapbox Vector Tile 2.1), written with numpy.

Every point is a record of the same length: coordinates are varints padded to two
bytes, which the protobuf encoding allows, so that a tile is one array of bytes.
"""

import numpy as np

# A feature: tags (key 0, value ?), type POINT, geometry MoveTo(x, y).
_RECORD = bytes.fromhex("12 0d 12 02 00 00 18 01 22 05 09 00 00 00 00")
_VALUE_AT, _X_AT, _Y_AT = 5, 11, 13
COORDINATE_LIMIT = 8191  # zigzag of two 7-bit groups


def encode_points(
    name: str, x: np.ndarray, y: np.ndarray, classes: np.ndarray, extent: int
) -> bytes:
    """Write a tile of one layer of points with one property, ``c``.

    Parameters
    ----------
    name : str
        Of the tile's layer.
    x, y : array of int
        In tile units, rightwards and downwards, within ``COORDINATE_LIMIT``.
    classes : array of uint8
        The property ``c``; fewer than 128 different ones.
    extent : int
        Tile units along a side.

    Returns
    -------
    bytes
        Empty without points.
    """
    if not len(x):
        return b""
    values, value = np.unique(classes, return_inverse=True)
    records = np.tile(np.frombuffer(_RECORD, np.uint8), (len(x), 1))
    records[:, _VALUE_AT] = value
    records[:, _X_AT : _X_AT + 2] = _padded(x)
    records[:, _Y_AT : _Y_AT + 2] = _padded(y)
    written = [_field(4, b"\x28" + _varint(int(value))) for value in values]
    layer = b"".join(
        [
            b"\x78\x02",  # version 2
            _field(1, name.encode()),
            records.tobytes(),
            _field(3, b"c"),
            *written,
            b"\x28" + _varint(extent),
        ]
    )
    return _field(3, layer)


def _padded(numbers: np.ndarray) -> np.ndarray:
    numbers = numbers.astype(np.int32)
    zigzag = (numbers << 1) ^ (numbers >> 31)
    low = (zigzag & 0x7F) | 0x80
    return np.column_stack([low, zigzag >> 7]).astype(np.uint8)


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])
