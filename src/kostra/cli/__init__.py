"""The command line, in bokmål. A command reads its arguments, asks a use case, and prints; it decides nothing itself.

Exit status, everywhere: 0 fine, 1 fine with warnings, 2 the data are wrong, 3 wrong use.
"""
