"""The controls of form 12, by theme."""
