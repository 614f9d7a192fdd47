"""Key figures on two pages of paper, for a meeting."""
