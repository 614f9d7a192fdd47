"""Receiving: a file, answers or "nothing to report", from the first byte to the report of the controls. Nothing acknowledged is lost."""
