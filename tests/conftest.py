"""Hypothesis as a check, not a clock: the machine's mood decides nothing."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")
