"""What is released of one place, beside its group, its county and the country: each of them a released figure of its own."""
