"""The accounts: 0A, the municipality's own. The controls serve 0M, the consolidated account, too."""
