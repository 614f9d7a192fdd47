"""What differs between two sets of files, as a patch that people read and `git apply` takes; and putting such a patch on files again.

A patch is put where it says, or at the one place where what it replaces stands. Where that has been changed since, or stands twice, it is
refused with the file, the line and what was awaited: a patch that somebody has approved is never guessed at.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kostra.model.errors import Broken, Conflict

ROOT = "src/kostra/"
"""Where the content stands in the repository."""

_HUNK = re.compile(r"@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@\n")
_NEW = "/dev/null"


@dataclass(frozen=True, slots=True)
class Hunk:
    """`line` is where it begins, from 0; `before` is what it replaces, `after` what stands there then, both with what is around."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """Files with a patch put on them. `there` says that they held all of it before."""

    files: Mapping[str, str]
    there: bool


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Of the files in `after` that are new or otherwise than in `before`, in the order of their paths."""
    return "".join(
        _told(path, before.get(path), after[path]) for path in sorted(after) if before.get(path) != after[path]
    )


def _told(path: str, old: str | None, new: str) -> str:
    was = _lines(old or "")
    names = (_NEW if old is None else f"a/{ROOT}{path}", f"b/{ROOT}{path}")
    return "".join(difflib.unified_diff(was, _lines(new), *names))


def _lines(text: str) -> list[str]:
    """With their ends; a last line without one would not be a line of a patch."""
    return (text if text.endswith("\n") or not text else f"{text}\n").splitlines(keepends=True)


def paths(patch: str) -> tuple[str, ...]:
    """The files that a patch is about."""
    return tuple(path for path, _, _ in _files(patch))


def put(files: Mapping[str, str], patch: str) -> Put:
    """The files with the patch on them. Files that hold it already stay as they are."""
    result, there = dict(files), True
    for path, new, hunks in _files(patch):
        if new and path not in files:
            result[path] = "".join(hunks[0].after)
            there = False
            continue
        if path not in files:
            raise Conflict(f"{path} finnes ikke lenger, så endringsfilen passer ikke. Lag den på nytt.")
        found = _lines(files[path])
        moved = 0
        for hunk in hunks:
            place = _place(path, found, hunk, moved, new)
            if place is None:
                moved += len(hunk.after) - len(hunk.before)
                continue
            found[place : place + len(hunk.before)] = hunk.after
            moved += len(hunk.after) - len(hunk.before)
            there = False
        result[path] = "".join(found)
    return Put(result, there)


def _place(path: str, lines: list[str], hunk: Hunk, moved: int, new: bool) -> int | None:
    """Where the hunk goes; None when it is there already. What holds more of it decides, where both seem to stand."""
    wanted = hunk.line + moved
    before = None if new else _found(lines, hunk.before, wanted)
    after = _found(lines, hunk.after, hunk.line) if _found(lines, hunk.after, wanted) is None else wanted
    if after is not None and (before is None or len(hunk.after) > len(hunk.before)):
        return None
    if before is not None:
        return before
    at = min(wanted, max(len(lines) - 1, 0))
    awaited = next((line for line, other in zip(hunk.before, lines[at:], strict=False) if line != other), "")
    stands = next(
        (other for line, other in zip(hunk.before, lines[at:], strict=False) if line != other), "slutten på filen"
    )
    raise Conflict(
        f"{path}, linje {at + 1}: endringsfilen passer ikke, for teksten er endret siden. Den ventet «{awaited.strip()[:80]}», "
        f"men der står «{stands.strip()[:80]}». Lag den på nytt."
    )


def _found(lines: list[str], wanted: tuple[str, ...], at: int) -> int | None:
    """Where these lines stand: where they should, or else at the one place where they do."""
    if not wanted:
        return None
    if tuple(lines[at : at + len(wanted)]) == wanted:
        return at
    places = [n for n in range(len(lines) - len(wanted) + 1) if tuple(lines[n : n + len(wanted)]) == wanted]
    return places[0] if len(places) == 1 else None


def _files(patch: str) -> Iterator[tuple[str, bool, list[Hunk]]]:
    """Path, whether the file is new, and the hunks."""
    lines = patch.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        if not (lines[at].startswith("--- ") and at + 1 < len(lines) and lines[at + 1].startswith("+++ ")):
            raise Broken(f"line {at + 1} of a patch is no file header")
        new = lines[at][4:].strip() == _NEW
        path = lines[at + 1][4:].strip().removeprefix(f"b/{ROOT}")
        at += 2
        hunks: list[Hunk] = []
        while at < len(lines) and (header := _HUNK.fullmatch(lines[at])):
            at += 1
            body, at = _body(lines, at, int(header[2] or 1), int(header[4] or 1))
            before = tuple(line[1:] for line in body if line[0] in " -")
            after = tuple(line[1:] for line in body if line[0] in " +")
            hunks.append(Hunk(max(int(header[1]) - 1, 0), before, after))
        yield path, new, hunks


def _body(lines: list[str], at: int, before: int, after: int) -> tuple[list[str], int]:
    start = at
    while before or after:
        before -= lines[at][0] in " -"
        after -= lines[at][0] in " +"
        at += 1
    return lines[start:at], at
