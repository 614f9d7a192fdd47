"""Passing through: what is received on another body's behalf goes to that body as it came, and nobody here looks into it."""
