"""Reception: bytes as they were sent become lines, records and typed columns. Nothing is judged here but whether it can be read."""
