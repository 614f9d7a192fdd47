"""The pages of reconciliation: comparisons and their answers, links on persons, code mappings, and scenarios. For statisticians alone."""
