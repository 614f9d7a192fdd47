"""What was not reported: who is missing and why, how much they stand for, how sure that is, and how the first figures became the last."""
