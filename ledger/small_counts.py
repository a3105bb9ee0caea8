"""The smallest count that is shown, and what stands for one that is not."""

from functools import cache

from rules.parameters import load_parameters

WITHHELD = "…"  # shown for a count that is not small, but would give one away


@cache
def smallest_count() -> int:
    """Return the smallest count that is shown."""
    return load_parameters("privacy")["counts"]["smallest"]
