"""What came and what comes, for readers: the calendar, its feed, what each release changed, and where a series is broken or has ended."""
