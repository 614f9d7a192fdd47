"""What others send us: registers, counts and code lists. Each has a layout that says what it holds, and controls that follow from it."""
