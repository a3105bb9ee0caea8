"""A county that does not exist, for demonstrations and tests.

Its mountains stand where the real ones stand and its fault runs where the real
one runs; its villages, people and cases are invented.
"""
