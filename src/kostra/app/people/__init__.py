"""Who may do what: persons and systems that log in, the mandates they are given, the offices they work in, and the duties of the few."""
