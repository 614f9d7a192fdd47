"""The log of events as one chain: how each event is bound to the one before it, and whether the whole of it still fits."""
