"""Files for the table bank of Statistics Norway, as its loader reads them: what a released table becomes there is worked out from the
description that the bank itself gives, and never guessed.

A pure step. Nothing is sent from here: whoever has the password of the loader sends the files.
"""
