"""What people want to know of the forms: which there are, what a year looks like, what changed, and how to fill it in."""
