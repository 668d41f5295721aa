"""Exercises from outside, brought into the catalogue as ours."""
