"""From an exercise's name as people write it to an exercise of the catalogue, by id and with a confidence."""

from functions.import_plan.matching.catalogue import Catalogue, Entry
from functions.import_plan.matching.match import ACCEPTED, UNCERTAIN, Candidate, Match, match

__all__ = ["ACCEPTED", "UNCERTAIN", "Candidate", "Catalogue", "Entry", "Match", "match"]
