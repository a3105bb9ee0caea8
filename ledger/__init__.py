"""What is recorded, when, and by whom: the append-only history of a county.

The only room that talks to the database.  No geometry, no screen.
"""
