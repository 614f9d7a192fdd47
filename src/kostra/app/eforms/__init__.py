"""Filling in a form question by question: what stands on the page, what is kept of it, what is wrong with it, and sending it."""
