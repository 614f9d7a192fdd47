"""Editing: klargjorte data at hand, changes with a colleague's eye on the large ones, what a change moves, and the views one edits from."""
