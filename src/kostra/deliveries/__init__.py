"""Deliveries: a frame cut by a legal basis, what is refused, and what a delivery holds as bytes. Pure: no clock, no database, no keys."""
