"""The machine interface: sending, what is owed, what came of it.

Each operation is declared once, as data; the routes and the OpenAPI document are both made of that.
"""
