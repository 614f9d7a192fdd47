"""From the files of a release to what a reader downloads: tables over the years, cells picked out of them, and formats that clients know.

A pure step: it reads bytes, and knows no file, database or clock. It never adds cells together: a sum made when somebody asks would give
away what was hidden, and count persons twice.
"""
