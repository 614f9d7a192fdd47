"""The accounts of municipalities and districts, agreeing with the people nationally and not always locally."""
