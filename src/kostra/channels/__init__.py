"""The ways out of the house: mail. Each keeps a port of `kostra.app.ports` and decides nothing."""
