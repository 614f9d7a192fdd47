"""Tables as they were published before the files begin. Figures, not persons."""
