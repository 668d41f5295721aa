"""Rehearsals of what one hopes never to do, on servers of their own."""
