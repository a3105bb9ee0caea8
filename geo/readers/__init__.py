"""Readers of files from strangers; they run in a child process only.

Each module that :func:`geo.isolated.read_isolated` can be given has one function
``read(path, options)`` that returns an Arrow table, or its batches one by one.
"""

REFUSED, NO_MEMORY, NO_ROOM, STRANGE = 3, 4, 5, 6  # exit codes of a child
