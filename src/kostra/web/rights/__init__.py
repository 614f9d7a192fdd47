"""Who may what: one's own mandates, those of a municipality, of an office, and what SSB's stewards give."""
