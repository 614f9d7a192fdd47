"""Estimation as use cases: gather what is known, make a run and freeze it, tell how the figures changed from one run to another."""
