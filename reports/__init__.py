"""What is taken away: sheets, lists and printed maps.

Tables in, bytes out.  No store, no screen.
"""
