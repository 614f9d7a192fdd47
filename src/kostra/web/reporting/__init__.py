"""The pages of the yearly report: what readers get, what is behind each figure, and the desk where it is written."""
