"""Holding sources against each other: accounts, persons, registers. Nothing here changes a value; it says where two do not agree."""
