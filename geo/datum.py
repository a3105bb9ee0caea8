"""The datum doctor: coordinates whose datum nobody wrote down.

Numbers are read (:mod:`geo.coordinate_texts`), judged by what is known of the county
(:mod:`geo.datum_diagnosis`), and converted only on somebody's word; the conversion can
be undone.  How often the doctor is right: ``docs/datum-doctor.md``.
"""

from geo.coordinate_texts import FORMS, Coordinates, parse_coordinates
from geo.datum_diagnosis import diagnose
from geo.datum_evidence import Reference
from geo.datum_groups import diagnose_groups
from geo.datum_polygons import diagnose_polygons, likely_crs
from geo.datum_readings import all_readings, convert, unconvert
from geo.datum_result import Candidate, Diagnosis
from geo.datum_words import words_of

READINGS = all_readings()

__all__ = [
    "FORMS",
    "READINGS",
    "Candidate",
    "Coordinates",
    "Diagnosis",
    "Reference",
    "convert",
    "diagnose",
    "diagnose_groups",
    "diagnose_polygons",
    "likely_crs",
    "parse_coordinates",
    "unconvert",
    "words_of",
]
