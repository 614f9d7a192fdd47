"""Methods: pure functions on arrays. They know no form and no file."""
