"""The controls of form 11B, by theme."""
