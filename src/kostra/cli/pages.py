"""`kostra pages`: write the pages that are made from data into docs/, or say which are stale."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_DATA_WRONG = 2


def add(commands: Any, parser: Callable[[], argparse.ArgumentParser]) -> None:
    pages = commands.add_parser("pages", help="skriv sidene i docs/ som lages fra skjemaene og kommandoene")
    pages.add_argument("--docs", metavar="MAPPE", default="docs", help="dokumentasjonsmappen (ellers docs)")
    pages.add_argument("--check", action="store_true", help="skriv ingenting, si bare hvilke sider som er utdaterte")
    pages.set_defaults(run=lambda given: _run(given, parser()))


def _run(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from kostra.app.followup.committed import states_page
    from kostra.app.forms import committed
    from kostra.app.proposals.committed import states_part
    from kostra.model.errors import Refused

    docs = Path(given.docs)
    if not docs.is_dir():
        raise Refused(f"Det finnes ingen mappe «{docs}». Kjør kommandoen fra prosjektets rot, eller pek med --docs.")
    wanted = committed.pages(docs.parent / "tests" / "forms") | {
        "reference/commands.md": commands_page(parser),
        "reference/states.md": f"{states_page()}\n{states_part()}",
    }
    stale = [path for path, text in wanted.items() if _read(docs / path) != text]
    left_over = sorted(
        path for path in (docs / "forms").rglob("*.md") if path.relative_to(docs).as_posix() not in wanted
    )
    for name in stale:
        print(f"{'utdatert' if given.check else 'skrevet'}: {docs / name}")
        if not given.check:
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(wanted[name], encoding="utf-8")
    for path in left_over:
        print(f"{'til overs' if given.check else 'slettet'}: {path}")
        if not given.check:
            path.unlink()
    if given.check and (stale or left_over):
        print("Kjør «./run pages» og ta endringene med.")
        return _DATA_WRONG
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def commands_page(parser: argparse.ArgumentParser) -> str:
    """Every command with its arguments, written by us: what argparse prints differs between versions of Python."""
    parts = [
        "<!-- Made from the command line by `./run pages`. -->\n",
        "# Commands\n",
        "The command line speaks bokmål. Exit status: 0 fine, 1 warnings, 2 the data are wrong, 3 wrong use.\n",
    ]
    for name, command in _all(parser):
        parts.append(f"## {name}\n")
        if command.description:
            parts.append(" ".join(command.description.split()) + "\n")
        rows = [row for action in command._actions if (row := _row(action))]
        if rows:
            parts.append("\n".join(("| | |", "|---|---|", *rows)) + "\n")
    return "\n".join(parts)


def _row(action: argparse.Action) -> str | None:
    """One argument. Help is the same everywhere, and commands have headings of their own."""
    if isinstance(action, argparse._SubParsersAction) or "--help" in action.option_strings:
        return None
    metavar = action.metavar if isinstance(action.metavar, str) else "/".join(map(str, action.choices or ()))
    names = ", ".join(action.option_strings)
    shown = f"{names} {metavar}".strip() if action.nargs != 0 else names
    told = " ".join((action.help or "").split()).replace("|", "\\|")
    return f"| `{shown}` | {told} |"


def _all(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield parser.prog, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _all(below)
