"""Rehearsals of emergencies, on separate servers."""
