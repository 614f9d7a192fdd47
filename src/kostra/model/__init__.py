"""The words of the house, as frozen, typed values. Standard library only; no clock, file or database."""
