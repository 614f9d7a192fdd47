"""The methods as commands: a declaration of each, and tables that are read from CSV and written to it."""
