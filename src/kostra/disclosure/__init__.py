"""Disclosure control: which cells may be shown, so that nobody learns what is not.

The audit of what is published, `audit`, stands apart and knows none of this.
"""
