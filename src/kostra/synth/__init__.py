"""A synthetic nation: municipalities, persons who live over years, and the files they leave behind.

Nothing here is about a real person. Every identity number has 80 added to its month, which no real number has.
"""
