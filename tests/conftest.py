"""Hypothesis as a check, not a clock: the machine's mood decides nothing.

The tests and the programs they start go by one day, wherever the machine stands.
"""

from hypothesis import settings

from rules.times import keep_china_time

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")
keep_china_time()
