"""Every event that the house writes can be read by people: its action has a text in both written forms, and a shape."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from house.tree import SOURCE, modules
from kostra.model.content import read_texts
from kostra.web import events

ACTION = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
FILE_ENDINGS = (
    ".json",
    ".jws",
    ".toml",
    ".html",
    ".css",
    ".csv",
    ".txt",
    ".md",
    ".js",
    ".keyset",
    ".part",
    ".lock",
    ".dat",
)
WRITES = ("app", "web")
WORDS = {"texts.toml", "letters.toml", "exports.toml", "lists.toml"}
"""Files of words, whose keys may have the same shape: list.opening, column.name."""
OF_OTHERS = ("http.",)
"""What the web server says to its applications."""


@cache
def _actions() -> dict[str, str]:
    """Every action by where it is written."""
    return {action: where for where, action in _found()}


def _found() -> Iterator[tuple[str, str]]:
    for path in modules():
        place = path.relative_to(SOURCE)
        if place.parts[0] not in WRITES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(said)) if ACTION.fullmatch(said):
                    if not said.endswith(FILE_ENDINGS) and not said.startswith(OF_OTHERS):
                        yield f"{place}:{node.lineno}", said


def test_the_actions_are_found() -> None:
    assert {"state.changed", "submission.received", "mandate.given", "access.refused", "key.destroyed"} <= set(
        _actions()
    )


def test_every_action_has_a_text() -> None:
    """What is a word of a letter or a sheet instead, has its text there."""
    told = read_texts(events.FILE)
    words = {key for path in (SOURCE / "app").rglob("*.toml") if path.name in WORDS for key in read_texts(path)}
    missing = {action: where for action, where in _actions().items() if action not in told and action not in words}
    assert not missing, f"{events.FILE.name} has no text for {missing}"


def test_no_text_is_for_an_action_that_nobody_writes() -> None:
    told = {key for key in read_texts(events.FILE) if "." in key}
    assert told <= _actions().keys()
