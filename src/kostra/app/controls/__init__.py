"""Checking what somebody sends: the same use case for a reporter, a vendor and reception."""
