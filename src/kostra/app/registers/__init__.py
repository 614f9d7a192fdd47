"""Registers in: receiving what others send, holding it to its layout, letting it replace the one before, and telling what is in force."""
