"""Importing exercises into the catalogue."""
