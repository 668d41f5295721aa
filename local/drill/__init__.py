"""Rehearsals of disaster recovery, on servers of their own."""
