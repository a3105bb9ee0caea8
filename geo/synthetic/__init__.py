"""A county that does not exist, for demonstrations and tests.

Its mountains stand where the real ones stand and its fault runs where the real
one runs; its villages, people and cases are invented.
"""

from geo.synthetic.county import Raster, SyntheticCounty, make_county

__all__ = ["Raster", "SyntheticCounty", "make_county"]
