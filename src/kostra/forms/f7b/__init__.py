"""Form 7B, the crisis-centre services of the municipality."""
