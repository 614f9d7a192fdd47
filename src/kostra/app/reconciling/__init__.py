"""Use cases of reconciliation: gather the sources, hold them against each other, answer what is asked."""
