"""Forms are read within a size and a time, in memory, and what is no form is said to be none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from apart import run_apart
from kostra.web.bodies import TooLarge, TooSlow, Unreadable, form_of

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


def read(
    pieces: list[bytes],
    kind: str,
    largest: int = 1000,
    *,
    seconds: float = 5,
    hang: bool = False,
    declared: int | None = None,
) -> FormData:
    left: Iterator[bytes] = iter(pieces)

    async def receive() -> dict[str, Any]:
        piece = next(left, None)
        if piece is None:
            if hang:
                await asyncio.sleep(60)
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": piece, "more_body": True}

    headers = [(b"content-type", kind.encode())]
    if declared is not None:
        headers.append((b"content-length", str(declared).encode()))
    request = Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}, receive)
    return run_apart(form_of(request, largest, seconds))


def part(name: str, content: bytes, file: str = "") -> bytes:
    named = f'; filename="{file}"' if file else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def test_a_form_is_read_however_it_is_cut() -> None:
    assert read([b"navn=K", b"ari&rett=a&re", b"tt=b"], URLENCODED).getlist("rett") == ["a", "b"]
    assert read([part("navn", b"Kari") + b"--b--\r\n"], MULTIPART)["navn"] == "Kari"


def test_nothing_at_all_is_an_empty_form() -> None:
    assert not read([], URLENCODED) and not read([], "") and not read([], "text/plain")


def test_too_much_is_refused_before_it_is_read_when_it_is_declared_and_on_the_way_when_it_is_not() -> None:
    with pytest.raises(TooLarge):
        read([], URLENCODED, declared=1001)
    with pytest.raises(TooLarge):
        read([b"x" * 600, b"x" * 600], URLENCODED)
    with pytest.raises(TooLarge):
        read([part("fil", b"x" * 600, "a.xlsx"), b"x" * 600], MULTIPART, declared=10)


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    with pytest.raises(TooSlow):
        read([b"navn="], URLENCODED, seconds=0.05, hang=True)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{}", "application/json"),
        (b"navn=Kari", "text/plain"),
        (b"navn=Kari", "multipart/form-data"),
        (b"--c\r\n\r\n", MULTIPART),
        (b"--b\r\nX: y\r\n\r\nno name\r\n--b--\r\n", MULTIPART),
        (b"&".join(b"a=b" for _ in range(6000)), URLENCODED),
        (b"".join(part(f"f{n}", b"x", "f") for n in range(11)) + b"--b--\r\n", MULTIPART),
    ],
)
def test_what_is_no_form_is_unreadable(content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable):
        read([content], kind, 1_000_000)


def test_a_file_in_a_form_stays_in_memory() -> None:
    form = read([part("fil", b"x" * 3_000_000, "a.xlsx") + b"--b--\r\n"], MULTIPART, 4_000_000)
    file = form["fil"]
    assert isinstance(file, UploadFile) and file._in_memory
    file.file.close()
