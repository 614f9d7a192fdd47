"""Answers to the e-forms 7, 7B and 12, from what is true of each sender."""
