"""`python -m kostra`: the same as the `kostra` command."""

from kostra.main import command

command()
