"""Proposals for changes: their states, how early they must be decided, the clock of the year, and what was proposed before."""
