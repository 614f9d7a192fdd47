"""The controls of form 11F, by theme."""
