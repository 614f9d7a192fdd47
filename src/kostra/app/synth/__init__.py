"""The use case of making a synthetic nation."""
