"""What is kept: rows in PostgreSQL, bytes in an object store, and the keys. Each module keeps one port of `kostra.app.ports`.

Decides nothing about who may do what, or when. It holds the walls that stand when a query forgets to ask.
"""
