"""The controls of form 11M, by theme."""
