"""A form with a file, read as it streams: however it is cut into pieces, the same fields and the same bytes, and nothing half."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from kostra.web.api.pace import Pace
from kostra.web.bodies import TooLarge, Unreadable
from kostra.web.portal.uploading import Upload, stream

MARK = "grense"
PACE = Pace(largest=1 << 20, at_once=1)


def body(content: bytes, fields: dict[str, str], name: str = "11F.dat") -> bytes:
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    file = f'--{MARK}\r\nContent-Disposition: form-data; name="fil"; filename="{name}"\r\n\r\n'
    return "".join(parts).encode() + file.encode() + content + f"\r\n--{MARK}--\r\n".encode()


def read(pieces: list[bytes], kind: str = f"multipart/form-data; boundary={MARK}") -> tuple[Upload, bytes]:
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return messages.pop(0)

    async def all_of_it() -> tuple[Upload, bytes]:
        request = Request({"type": "http", "headers": [(b"content-type", kind.encode())]}, receive)
        upload = Upload()
        taken = b""
        async for piece in stream(request, upload, PACE):
            assert upload.file_name is not None, "the name comes before the bytes"
            taken += piece
        return upload, taken

    # In a thread of its own: where the browser tests have run before, this one has a loop going already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(all_of_it())).result()


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=30))
def test_it_is_the_same_however_it_is_cut(content: bytes, cuts: list[int]) -> None:
    whole = body(content, {"csrf": "abc", "hva": "send"})
    pieces = []
    for cut in cuts:
        pieces.append(whole[:cut])
        whole = whole[cut:]
    upload, taken = read([*pieces, whole])
    assert taken == content
    assert (upload.fields, upload.file_name) == ({"csrf": "abc", "hva": "send"}, "11F.dat")


def test_what_looks_like_the_end_within_the_file_is_part_of_it() -> None:
    content = b"\r\n--grens\r\n--grense-ikke\r\n".replace(b"--grense-ikke", b"--gren")
    assert read([body(content, {})])[1] == content


@pytest.mark.parametrize("left", [1, 5, 12, 40])
def test_a_form_that_ends_too_early_is_refused(left: int) -> None:
    whole = body(b"x" * 100, {"csrf": "abc"})
    with pytest.raises(Unreadable):
        read([whole[: len(whole) - left - 2]])


def test_nothing_may_follow_the_file() -> None:
    whole = body(b"x", {})[: -len(f"--{MARK}--\r\n")]
    late = f'--{MARK}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--{MARK}--\r\n'
    with pytest.raises(Unreadable):
        read([whole + late.encode()])


def test_what_is_not_the_file_is_small() -> None:
    with pytest.raises(TooLarge):
        read([body(b"x", {"csrf": "a" * 30_000})])


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_anything_but_a_form_with_a_file_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable):
        read([b"csrf=1"], kind)
