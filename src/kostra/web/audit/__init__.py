"""The log of events, for the steward: what has happened, and whether the log still says what it said when it was written."""
