"""How it is computed on the ground: exposure, hazard, vulnerability, priority.

Tables and columns in, tables and columns out.  No store, no drawing, no screen.
"""
