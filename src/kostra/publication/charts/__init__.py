"""Pictures of what is released: a selection of a table as lines over years or as bars, and a key figure as a map of tiles.

Nothing is drawn that does not stand in the selection; what is hidden there is not in the picture.
"""
