"""The controls of form 7, by theme."""
