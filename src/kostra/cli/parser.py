"""The argument parser, speaking bokmål and leaving with status 3 on wrong use."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

WRONG_USE = 3

_SAID = (
    (r"the following arguments are required: (.+)", r"Det mangler: \1."),
    (r"unrecognized arguments: (.+)", r"Ukjent argument: \1."),
    (
        r"argument (.+?): invalid choice: '(.*?)' \(choose from (.+)\)",
        r"\1 kan ikke være «\2». Velg mellom \3.",
    ),
    (r"argument (.+?): invalid \w+ value: '(.*)'", r"\1 kan ikke være «\2»."),
    (r"argument (.+?): expected one argument", r"\1 skal ha én verdi."),
    (r"argument (.+?): expected at least one argument", r"\1 skal ha minst én verdi."),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 kan ikke brukes sammen med \2."),
    (r"argument (.+?): («.+)", r"\1: \2"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 kan bety flere ting: \2."),
)


class Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Layout)
        super().__init__(**options, add_help=False, allow_abbrev=False)
        self._positionals.title = "argumenter"
        self._optionals.title = "valg"
        self.add_argument("-h", "--help", action="help", help="vis denne hjelpen og avslutt")

    def error(self, message: str) -> NoReturn:
        for pattern, said in _SAID:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, said, message)
                break
        sys.stderr.write(f"{self.format_usage()}{self.prog}: {message}\nSe «{self.prog} --help».\n")
        sys.exit(WRONG_USE)


class _Layout(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "bruk: " if prefix is None else prefix)


def subcommands(parser: argparse.ArgumentParser, title: str = "kommandoer") -> Any:
    """The place to add the commands below one; one of them must be given."""
    return parser.add_subparsers(title=title, metavar="KOMMANDO", required=True, parser_class=Parser)


def year(written: str) -> int:
    """A year on the command line."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", written):
        raise argparse.ArgumentTypeError(f"«{written}» er ikke et år. Skriv fire siffer, for eksempel 2026.")
    return int(written)


def number(written: str) -> int:
    """How many, on the command line: none or more."""
    if not (written.isascii() and written.isdigit()):
        raise argparse.ArgumentTypeError(f"«{written}» er ikke et antall. Skriv et helt tall, for eksempel 100.")
    return int(written)


def refuse_no_place(path: str) -> None:
    """Before the work, which may take minutes."""
    import os
    from pathlib import Path

    from kostra.model.errors import Refused

    folder = Path(path).absolute().parent
    if Path(path).is_dir():
        why = "det er en mappe"
    elif not folder.is_dir():
        why = "det ligger i en mappe som ikke finnes"
    elif not os.access(folder, os.W_OK):
        why = "du har ikke lov til å skrive i mappen"
    else:
        return
    raise Refused(f"Kan ikke skrive til «{path}»: {why}. Velg et annet sted.")


def write_out(text: str, out: str | None) -> None:
    """To a file, or to standard output."""
    if out in (None, "-"):
        sys.stdout.write(text)
        return
    from pathlib import Path

    from kostra.model.errors import Refused, system_said

    try:
        Path(str(out)).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"Kan ikke skrive til «{out}»: {system_said(error)}. Velg et annet sted med --out.") from None


def arguments(given: Sequence[str] | None) -> list[str]:
    return list(sys.argv[1:] if given is None else given)
