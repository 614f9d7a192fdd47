"""Ways in which a file is damaged on its way: by people, by programs, by the wire, and on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as some

PIECES = (
    b"\t", b"\x00", b"\r", b"\n", b"\r\n", b"\x85", b"\x1a", b"\x7f", b" ", b"\xa0", b"\xff", b"\xc3", "\u2028".encode(),
    "\u0085".encode(), "\ufeff".encode(), "٣".encode(), "Å".encode(), "𝄞".encode(), b'"', b"\\", b"{navn}", b"=cmd|' /C calc'!A0",
    b"<script>alert(1)</script>", b"@SUM(1)", b"-1", b"+", b"1e3", b"0", b"9" * 11, b"A" * 400,
)  # fmt: skip
STARTS = (
    b"\xef\xbb\xbf",
    b"PK\x03\x04",
    b"%PDF-1.7",
    b"\x1f\x8b",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0",
    b" ",
    b"\n",
    b"\x00" * 16,
)


@dataclass(frozen=True)
class Mutation:
    """One thing that happens to a file. `where` is a share of its length."""

    kind: str
    where: float
    number: int
    piece: bytes

    def __call__(self, content: bytes) -> bytes:
        return _KINDS[self.kind](content, min(int(self.where * len(content)), max(len(content) - 1, 0)), self)


def _flip(content: bytes, at: int, how: Mutation) -> bytes:
    if not content:
        return content
    return content[:at] + bytes([content[at] ^ (1 << how.number % 8)]) + content[at + 1 :]


def _insert(content: bytes, at: int, how: Mutation) -> bytes:
    return content[:at] + how.piece + content[at:]


def _overwrite(content: bytes, at: int, how: Mutation) -> bytes:
    """The width stays."""
    return content[:at] + how.piece[: len(content) - at] + content[at + len(how.piece) :]


def _delete(content: bytes, at: int, how: Mutation) -> bytes:
    return content[:at] + content[at + how.number :]


def _move(content: bytes, at: int, how: Mutation) -> bytes:
    """A byte away in one place and one more in another: fields are shifted, and the width may stay."""
    to = min(at + 20 * how.number, len(content))
    return content[:at] + content[at + 1 : to] + b" " + content[to:]


def _cut_off(content: bytes, at: int, how: Mutation) -> bytes:
    return content[:at]


def _twice(content: bytes, at: int, how: Mutation) -> bytes:
    return content + content if len(content) < 20_000 else content


def _line_twice(content: bytes, at: int, how: Mutation) -> bytes:
    lines = content.split(b"\n")
    chosen = how.number % len(lines)
    return b"\n".join(lines[: chosen + 1] + lines[chosen:])


def _line_gone(content: bytes, at: int, how: Mutation) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(lines[: how.number % len(lines)] + lines[how.number % len(lines) + 1 :])


def _line_blank(content: bytes, at: int, how: Mutation) -> bytes:
    lines = content.split(b"\n")
    chosen = how.number % len(lines)
    return b"\n".join([*lines[:chosen], b" " * len(lines[chosen]), *lines[chosen + 1 :]])


def _start(content: bytes, at: int, how: Mutation) -> bytes:
    return STARTS[how.number % len(STARTS)] + content


def _windows(content: bytes, at: int, how: Mutation) -> bytes:
    return content.replace(b"\n", b"\r\n")


def _utf_8(content: bytes, at: int, how: Mutation) -> bytes:
    """Sent as UTF-8 what already was: every letter becomes two."""
    return content.decode("latin-1").encode()


def _utf_16(content: bytes, at: int, how: Mutation) -> bytes:
    return content.decode("latin-1").encode(("utf-16", "utf-16-le", "utf-16-be")[how.number % 3])


_KINDS: dict[str, Callable[[bytes, int, Mutation], bytes]] = {
    "flip": _flip,
    "flip again": _flip,
    "insert": _insert,
    "overwrite": _overwrite,
    "overwrite again": _overwrite,
    "overwrite once more": _overwrite,
    "delete": _delete,
    "move": _move,
    "cut off": _cut_off,
    "twice": _twice,
    "line twice": _line_twice,
    "line gone": _line_gone,
    "line blank": _line_blank,
    "start": _start,
    "windows": _windows,
    "utf-8": _utf_8,
    "utf-16": _utf_16,
}


def kinds() -> tuple[str, ...]:
    return tuple(sorted(_KINDS))


MUTATIONS = some.builds(
    Mutation,
    kind=some.sampled_from(kinds()),
    where=some.floats(0, 1, exclude_max=True),
    number=some.integers(0, 20),
    piece=some.sampled_from(PIECES),
)
