"""Envelopes: what goes in comes out, from any place in it, and whatever was changed is found."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from integration.vault.keeping import SEGMENT, kept, kit, read
from kostra.store.envelopes import Damaged, Sealing, Unsealing, new_key, sealed_size

_HEADER, _TAG = 18, 16


class InMemory:
    """An object as it stands in a store."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def size(self) -> int:
        return len(self.content)

    def read(self, at: int, length: int) -> bytes:
        return self.content[at : at + length]

    def close(self) -> None:
        self.content = b""


KEY, NAME = new_key(), "kildedata/ab/0"


def sealed(content: bytes, chunks: int = 10, name: str = NAME) -> bytes:
    sink = io.BytesIO()
    sealing = Sealing(sink, KEY, name, SEGMENT)
    for at in range(0, len(content), chunks):
        sealing.write(content[at : at + chunks])
    sealing.finish()
    return sink.getvalue()


def opened(content: bytes, name: str = NAME, key: bytes = KEY) -> bytes:
    return io.BufferedReader(Unsealing(InMemory(content), key, name), 32).read()


def segments(content: bytes) -> list[bytes]:
    body, whole = content[_HEADER:], SEGMENT + _TAG
    return [body[at : at + whole] for at in range(0, len(body), whole)]


around = some.sampled_from([0, 1, *(n * SEGMENT + d for n in (1, 2, 3) for d in (-1, 0, 1))])


@given(size=around | some.integers(0, 5 * SEGMENT), chunks=some.integers(1, 3 * SEGMENT), seed=some.binary(max_size=4))
def test_what_goes_in_comes_out(size: int, chunks: int, seed: bytes) -> None:
    content = (hashlib.sha256(seed).digest() * (size // 32 + 1))[:size]
    envelope = sealed(content, chunks)
    assert len(envelope) == sealed_size(size, SEGMENT)
    assert opened(envelope) == content


@given(size=around, steps=some.lists(some.tuples(some.integers(0, 4 * SEGMENT), some.integers(0, 2 * SEGMENT))))
def test_any_place_can_be_read_from(size: int, steps: list[tuple[int, int]]) -> None:
    content = os.urandom(size)
    plain = io.BytesIO(content)
    reader = io.BufferedReader(Unsealing(InMemory(sealed(content)), KEY, NAME), 32)
    for at, length in steps:
        assert reader.seek(at) == plain.seek(at)
        assert reader.read(length) == plain.read(length)
        assert reader.tell() == plain.tell()
    assert reader.seek(0, os.SEEK_END) == size


def test_a_changed_byte_is_found_wherever_it_is() -> None:
    envelope = sealed(os.urandom(2 * SEGMENT + 7))
    for at in range(len(envelope)):
        changed = bytearray(envelope)
        changed[at] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(changed))


def test_a_cut_is_found_wherever_it_is() -> None:
    envelope = sealed(os.urandom(2 * SEGMENT + 7))
    for length in range(len(envelope)):
        with pytest.raises(Damaged):
            opened(envelope[:length])


def test_something_added_is_found() -> None:
    envelope = sealed(os.urandom(2 * SEGMENT))
    for more in (b"\0", bytes(_TAG), segments(envelope)[-1], segments(envelope)[0]):
        with pytest.raises(Damaged):
            opened(envelope + more)


def test_segments_cannot_change_places_or_be_left_out() -> None:
    envelope = sealed(os.urandom(3 * SEGMENT))
    first, second, third = segments(envelope)
    header = envelope[:_HEADER]
    for order in (
        [second, first, third],
        [first, third],
        [third],
        [first, second],
        [first, first, third],
        [first, third, second],
    ):
        with pytest.raises(Damaged):
            opened(header + b"".join(order))


def test_segments_of_another_object_do_not_fit() -> None:
    mine, others = sealed(bytes(3 * SEGMENT)), sealed(bytes(3 * SEGMENT))
    assert opened(mine) == opened(others)
    with pytest.raises(Damaged):
        opened(others[:_HEADER] + mine[_HEADER:])
    with pytest.raises(Damaged):
        opened(mine[:_HEADER] + others[_HEADER:])
    mixed = segments(mine)
    mixed[1] = segments(others)[1]
    with pytest.raises(Damaged):
        opened(mine[:_HEADER] + b"".join(mixed))


def test_an_object_under_another_name_is_not_that_object() -> None:
    with pytest.raises(Damaged):
        opened(sealed(b"mine"), name="kildedata/ab/1")
    with pytest.raises(Damaged):
        opened(sealed(b"mine"), key=new_key())


def test_two_objects_of_one_size_changed_about_in_the_store_are_found(tmp_path: Path) -> None:
    made = kit(tmp_path)
    one, other = (kept(made.vault, content * 100) for content in (b"a", b"b"))
    first, second = tmp_path / "objects" / one.object, tmp_path / "objects" / other.object
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    with pytest.raises(Damaged):
        read(made.vault, one)


def test_an_older_shorter_version_of_itself_is_found(tmp_path: Path) -> None:
    made = kit(tmp_path)
    one = kept(made.vault, b"a" * 100)
    with pytest.raises(Damaged, match="should hold 99"):
        made.vault.open(replace(one, size=99))
