"""Benchmarks: the figures the design promises, measured on this machine."""
