"""Matching the name of an exercise as users write it to the catalogue: an id and a confidence."""

from functions.import_plan.matching.catalogue import Catalogue, Entry
from functions.import_plan.matching.match import ACCEPTED, UNCERTAIN, Candidate, Match, match

__all__ = ["ACCEPTED", "UNCERTAIN", "Candidate", "Catalogue", "Entry", "Match", "match"]
