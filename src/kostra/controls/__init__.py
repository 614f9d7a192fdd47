"""Controls: how one is declared, how they are run on a batch of records, and what comes of it.

Nothing here knows a form. A control set is handed in, a batch is handed in, findings come out.
"""
