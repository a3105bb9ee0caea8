"""Text that a spreadsheet would take for a formula: guarded, and set free again.

Excel runs what stands in a CSV after ``= + - @``.  An apostrophe before it keeps it
text; taken in again, the apostrophe goes.
"""

import pyarrow as pa
import pyarrow.compute as pc

_RISKY = r"^'*[=+\-@\t\r]"
_GUARDED = r"^'+[=+\-@\t\r]"


def guarded(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put an apostrophe before text that would be a formula.

    Examples
    --------
    >>> guarded(pa.chunked_array([["=1+1", "柳沟", "'-2", None]])).to_pylist()
    ["'=1+1", '柳沟', "''-2", None]
    """
    marked = pc.binary_join_element_wise("'", text, "")
    return pc.if_else(pc.match_substring_regex(text, _RISKY), marked, text)


def unguarded(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Undo :func:`guarded`.

    Examples
    --------
    >>> unguarded(pa.chunked_array([["'=1+1", "柳沟", "''-2", "'t"]])).to_pylist()
    ['=1+1', '柳沟', "'-2", "'t"]
    """
    if not pc.any(pc.starts_with(text, "'")).as_py():
        return text
    bare = pc.utf8_slice_codeunits(text, 1)
    return pc.if_else(pc.match_substring_regex(text, _GUARDED), bare, text)
