"""A command of `kostra` run on a system that is there already, as its user would write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kostra.app.system import System
from kostra.cli.parser import Parser, subcommands

Kostra = Callable[..., str]


def running(system: System, capsys: pytest.CaptureFixture[str], add: Callable[..., Any], *begins: str) -> Kostra:
    """What it prints when all goes well. `add` puts the command among the others; `begins` is what each call begins with."""

    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    def run(*given: str) -> str:
        parser = Parser(prog="kostra")
        add(subcommands(parser), opened)
        wanted = parser.parse_args([*begins, *given])
        assert int(wanted.run(wanted)) == 0
        return capsys.readouterr().out

    return run
