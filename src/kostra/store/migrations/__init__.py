"""The steps that make and change the tables, in order, each once. Run by `kostra.store.database.migrate`, and never by hand."""
