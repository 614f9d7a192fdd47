"""A form filled in on a page: every step works as a plain page, and a small script makes it quicker."""
