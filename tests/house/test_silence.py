"""No personal data leaves by a side door: a log line is fixed words, a sentence never quotes a national id, and only commands print.

Names are what can be seen in the source: that what they hold is harmless is for the tests of each room.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from house.tree import SOURCE, modules
from kostra.cli import logs

LEVELS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "fatal"}
LOGGERS = re.compile(r"_?(log|logger|logging)")
MAY_STAND_IN_A_LOG = frozenset({"name", "job.id", "job.task_name", "seconds", "round(seconds, 3)", "count", "status"})
"""Names of jobs, ids of the queue's own, and how long something took."""
PERSONAL = re.compile(
    r"(^|_)(pid|fnr|dnr|fodselsnr|fodselsnummer|national_ids?|personnummer|person_number|pseudonyms?|secret|cookie|token|password)$"
)
"""Names that hold who somebody is, or what opens something."""
COMPARED = {("web/health.py", "token")}
"""Put together to be held against what somebody brought, and never written anywhere."""
PRINTS = {"cli", "main.py", "__main__.py"}


@cache
def _nodes() -> tuple[tuple[str, ast.AST], ...]:
    """All that is written, with the module it stands in."""
    return tuple(
        (path.relative_to(SOURCE).as_posix(), node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call | ast.FormattedValue)
    )


def _log_calls() -> Iterator[tuple[str, ast.Call]]:
    for place, node in _nodes():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=logger), attr=level)):
                if level in LEVELS and LOGGERS.fullmatch(logger):
                    yield f"{place}:{node.lineno}", node


def test_a_log_line_is_fixed_words_and_harmless_names() -> None:
    calls = list(_log_calls())
    assert len(calls) > 3
    for where, call in calls:
        _check(where, call)


def _check(where: str, call: ast.Call) -> None:
    (said,) = call.args
    assert isinstance(said, ast.Constant) and isinstance(said.value, str), (
        f"{where} puts something into the line itself"
    )
    for given in call.keywords:
        if given.arg in ("exc_info", "stack_info"):
            continue
        assert given.arg == "extra" and isinstance(given.value, ast.Dict), f"{where}: {given.arg}"
        for key, value in zip(given.value.keys, given.value.values, strict=True):
            assert isinstance(key, ast.Constant) and key.value in logs._TOLD, f"{where} tells of something not allowed"
            told = isinstance(value, ast.Constant) or ast.unparse(value) in MAY_STAND_IN_A_LOG
            assert told, f"{where} logs {ast.unparse(value)}; if it holds nothing about anybody, name it here"


def test_nobody_is_named_in_a_sentence() -> None:
    """No f-string, in an error, an event, an address or a page, has a name in it that holds a national id or a secret."""
    for place, node in _nodes():
        if isinstance(node, ast.FormattedValue):
            for name in _names(node.value):
                assert not PERSONAL.search(name) or (place, name) in COMPARED, f"{place}:{node.lineno} writes {name}"


def _names(value: ast.expr) -> Iterator[str]:
    """What is written as it is; what is asked of it (its length, whether it is there) is not."""
    match value:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(attr=name):
            yield name
        case ast.Subscript(value=inner):
            yield from _names(inner)
        case ast.Call(func=ast.Name(id="str" | "repr" | "ascii"), args=[inner]):
            yield from _names(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "strip" | "hex" | "lower" | "upper")):
            yield from _names(inner)
        case ast.BinOp(left=left, right=right):
            yield from _names(left)
            yield from _names(right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _names(body)
            yield from _names(orelse)


def test_only_commands_print_and_nothing_personal() -> None:
    for place, node in _nodes():
        match node:
            case ast.Call(func=ast.Name(id="print"), args=given):
                assert place.partition("/")[0] in PRINTS, f"{place}:{node.lineno} prints"
                for name in (name for one in given for name in _names(one)):
                    assert not PERSONAL.search(name), f"{place}:{node.lineno} prints {name}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="warnings"), attr="warn")):
                raise AssertionError(f"{place}:{node.lineno} warns whoever runs it, in a line that nobody reads")


def test_the_log_never_says_what_an_error_said() -> None:
    """An error of a library may quote the row it was about: of it there is its class and the way to it."""
    try:
        raise ValueError("a row")
    except ValueError as error:
        told = logs.failure(error, error.__traceback__)
    assert told["error"] == "builtins.ValueError" and "a row" not in str(told)
