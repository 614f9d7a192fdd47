"""Logging in and out: who asks, from a session of the site or from a token that a system brings."""
