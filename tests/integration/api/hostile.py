"""Files that nobody should send, and some that people do send: chosen by hand, and real ones damaged in every way there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from generative.mutations import PIECES, Mutation, kinds
from integration.receiving.sending import good_file

FILE_NAMES = (
    None,
    "",
    "11F.dat",
    "../../../etc/passwd",
    "..\\..\\windows\\system32",
    "/etc/shadow",
    "a\x00b.dat",
    "x" * 4096,
    "\u202etad.exe",
    "<script>alert(1)</script>.dat",
    "=cmd|' /C calc'!A0",
    "Ærlig år.dat",
    "\r\nSet-Cookie: a=b",
    "con",
    ".",
    "..",
    " ",
)


def chosen() -> tuple[bytes, ...]:
    """Those of the list of threats, one by one."""
    good = good_file()
    text = good.decode("iso-8859-1")
    return (
        b"",
        b" ",
        b"  ",
        b"\n",
        b"\r",
        b"\r\n",
        b" \r\n",
        b"\x00",
        b"\x1a",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf ",
        b"\xff\xfe",
        b"\x85",
        "\u2028".encode(),
        good.replace(b"\n", b"\r"),
        good.replace(b"\n", b"\r\n"),
        good.replace(b"\n", b"\x85"),
        good.replace(b"\n", "\u2028".encode()),
        good.rstrip(b"\n"),
        good + b"\x1a",
        good + b"\x00",
        good[:200] + b"\x00" + good[201:],
        b"\xef\xbb\xbf" + good,
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        good[:40] + b"\xc3\xa5\xc3\xb8" + good[44:],
        good[:40] + b"\xe5\xf8" + good[42:],
        b"9" * 300_000,
        b"9" * 70_000 + b"\n" + good,
        _zipped(good),
        b"PK\x03\x04" + good,
        b"PK\x05\x06" + b"\x00" * 18,
        b"%PDF-1.7\n" + good,
        b"\x1f\x8b\x08" + good,
        b"7z\xbc\xaf\x27\x1c" + good,
        b"Rar!\x1a\x07" + good,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"age-encryption.org/v1\n" + good,
        b"age-encryption.org/v1",
        b"age-encryption.org/v1\n-> X25519 "
        + b"A" * 43
        + b"\n"
        + b"B" * 43
        + b"\n--- "
        + b"C" * 43
        + b"\n"
        + b"D" * 40,
        b"{" * 5000,
        b'{"form": "11F", "year": 2026, "region": "110300", "answers": {}}',
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        b"\n" * 10_000,
        b" \n" * 10_000,
        bytes(range(256)) * 40,
        random.Random(1).randbytes(50_000),
        good * 2,
    )


def damaged(count: int, seed: int = 0) -> Iterator[bytes]:
    """Real files, each with one to four things done to it, the same ones each time."""
    dice = random.Random(seed)
    ways = kinds()
    files = [good_file(people) for people in (1, 2, 5)]
    for _ in range(count):
        content = dice.choice(files)
        for _ in range(dice.randint(1, 4)):
            content = Mutation(dice.choice(ways), dice.random(), dice.randint(0, 20), dice.choice(PIECES))(content)
        yield content


def _zipped(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("11F.dat", content)
    return out.getvalue()
