"""The formats of the table bank, each a writer of its own: a selection in, bytes out. The same selection gives the same bytes."""
