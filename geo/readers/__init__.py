"""Readers of files from strangers; they run in a child process only.

Each module has one function ``read(path, options)`` that returns an Arrow table:
see :mod:`geo.isolated`.
"""
