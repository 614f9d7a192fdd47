"""Knowing how it went: what each control came to, how good the files of each case system are, and the quality of each release."""
