"""Inndata as a file: the same for the same, with nobody in it, and made with little memory. Everybody here is synthetic."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Sequence

import polars as pl
import pytest

from generative.records import lines
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.receiving.inndata import write
from kostra.forms import catalogue
from kostra.model.errors import Broken
from kostra.reception.typed import schema
from oracle.judging import cut

VERSION = catalogue.form("11F").version(2026)


class Written:
    """Stands for a place in the vault."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, chunk: bytes) -> None:
        self.content += chunk

    @property
    def size(self) -> int:
        return len(self.content)

    def keep(self) -> Kept:
        raise AssertionError("whoever gave the place keeps it")


class Full(Written):
    def write(self, chunk: bytes) -> None:
        raise Unavailable("disken er full")


def numbered(ids: Sequence[bytes]) -> list[bytes]:
    """Stands for pseudonyms: as long, and telling nothing."""
    return [bytes(32)] * len(ids)


def made(content: list[str]) -> bytes:
    written = Written()
    write(io.BytesIO("\n".join(content).encode("latin-1")), VERSION, numbered, written)
    return bytes(written.content)


def test_a_file_of_several_blocks_is_one_frame_in_order() -> None:
    content = [*lines(VERSION, "1103", 500, 1)] * 70
    found = pl.read_parquet(made(content))
    assert dict(found.schema) == schema(VERSION)
    assert found["linje"].to_list() == list(range(1, len(content) + 1))
    journals = [cut(VERSION, line)["person_journalnr"].rstrip(" ") or None for line in content]
    assert found["person_journalnr"].to_list() == journals


def test_nobody_can_be_read_out_of_it() -> None:
    content = lines(VERSION, "1103", 2000, 2)
    people = {cut(VERSION, line)[id].strip() for line in content for id in ("person_fodselsnr", "person_duf")}
    people = {one for one in people if re.fullmatch("[0-9]{11,12}", one)}
    assert len(people) > 500
    written = made(content)
    frame = pl.read_parquet(written)
    said = frame.select(pl.all().exclude(pl.Binary).cast(pl.String)).write_csv()
    assert not [one for one in people if one in said]
    assert not [one for one in people if one.encode() in written]


_ONCE = """
import hashlib, io, sys
from generative.records import lines
from unit.app.receiving.test_inndata import VERSION, made
print(hashlib.sha256(made(lines(VERSION, "1103", 500, 1) * 70)).hexdigest())
"""


def test_the_same_file_gives_the_same_bytes_on_any_machine() -> None:
    """Also where the engine has another number of threads."""
    found = set()
    for threads in ("1", "3", "3"):
        environment = {"POLARS_MAX_THREADS": threads, "PYTHONPATH": ":".join(sys.path)}
        run = subprocess.run([sys.executable, "-c", _ONCE], env=environment, capture_output=True, text=True, check=True)
        found.add(run.stdout)
    assert len(found) == 1 and len(found.pop().strip()) == 64


_LARGE = """
import io, resource
from generative.records import lines
from kostra.app.receiving.inndata import write
from unit.app.receiving.test_inndata import VERSION, Written, numbered
some = "".join(f"{line}\\n" for line in lines(VERSION, "1103", 2000, 1)).encode("latin-1")
def peak(times):
    content = io.BytesIO(some * times)
    write(content, VERSION, numbered, Written())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(content.getvalue()) / 1e6
peak(2)
small, _ = peak(16)
large, size = peak(-(-34_000_000 // len(some)))
print(small, large, size)
"""


def test_a_large_city_takes_no_more_memory_than_its_own_file() -> None:
    """34 MB; what grows is the file itself, which the test holds, and the result."""
    run = subprocess.run(
        [sys.executable, "-c", _LARGE],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    small, large, size = (float(one) for one in run.stdout.split())
    assert size >= 34
    assert large - small < 150, f"{large:.0f} MB, against {small:.0f} MB for a third of a file"


def test_what_goes_wrong_at_either_end_is_told_as_it_is() -> None:
    content = io.BytesIO("\n".join(lines(VERSION, "1103", 50, 1)).encode("latin-1"))
    with pytest.raises(Unavailable, match="disken er full"):
        write(content, VERSION, numbered, Full())

    def unable(ids: Sequence[bytes]) -> list[bytes]:
        raise Broken("no key")

    content.seek(0)
    with pytest.raises(Broken, match="no key"):
        write(content, VERSION, unable, Written())
