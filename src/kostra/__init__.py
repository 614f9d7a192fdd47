"""kostra-sosial: from a municipality's file to a published figure.

Importing this package imports nothing else: each part is imported where it is used, so that the command line starts fast.
"""

__version__ = "0.1.0"
