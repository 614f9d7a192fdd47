"""Proposals for changes: entered by anybody who is logged in, driven on by the desk, heard, put before a meeting and decided."""
