"""The accounts that are received, or a file of them, as costs by function."""
