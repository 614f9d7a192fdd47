"""Disclosure control of all tables of a year together: what is shown, the audit of it, and what people decide about it."""
