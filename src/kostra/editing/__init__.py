"""Editing: keys of records, the log replayed, what follows from dated rules, what is counted, and what an edit would move. Pure steps."""
