"""Builds the packages for Lambda: one zip per function, byte for byte reproducible."""
