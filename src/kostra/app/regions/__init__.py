"""What people ask about regions: lists, one region, what changed, a series moved to another year. Prints nothing."""
