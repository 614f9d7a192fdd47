"""The controls of the accounts, by theme, under the numbers of the sources."""
