"""The controls of form 7B, by theme."""
