"""What a file is before anything reads it: told by its content, whatever it is called, in constant memory."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generative.endless import Endless
from kostra.reception import source as sources
from kostra.reception.source import Encoding, Shape, Source, latin_1_chunks, look_through

BOM = b"\xef\xbb\xbf"


def looked(content: bytes) -> Source:
    file = BytesIO(b"before" + content)
    file.seek(6)
    found = look_through(file)
    assert file.tell() == 6, "the file is left where it was"
    assert found.size == len(content)
    return found


def read(content: bytes) -> bytes:
    file = BytesIO(content)
    return b"".join(latin_1_chunks(file, look_through(file)))


@pytest.fixture(params=[1, 2, 3, 7, 1 << 20])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A letter may be cut anywhere by the end of a chunk."""
    monkeypatch.setattr(sources, "CHUNK", request.param)
    return int(request.param)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"1103 plain", Encoding.ASCII),
        ("Øvre Årdal".encode("latin-1"), Encoding.LATIN_1),
        ("Øvre Årdal".encode(), Encoding.UTF_8),
        (BOM + b"1103 plain", Encoding.UTF_8),
        ("Ærlig".encode() + "Ærlig".encode("latin-1"), Encoding.LATIN_1),
        ("Å".encode()[:1], Encoding.LATIN_1),
        ("tekst €".encode(), Encoding.UTF_8),
        (b"ends with half a letter \xc3", Encoding.LATIN_1),
        (b"\xc0\xaf is not utf-8", Encoding.LATIN_1),
    ],
)
def test_the_encoding_is_told_by_the_content(chunk: int, content: bytes, encoding: Encoding) -> None:
    assert looked(content).encoding is encoding


@pytest.mark.parametrize("text", ["Øvre Årdal på Ærøya", "«§½²»", "ren ascii"])
def test_both_encodings_give_the_same_latin_1(chunk: int, text: str) -> None:
    latin = text.encode("latin-1")
    assert read(latin) == read(text.encode()) == read(BOM + text.encode()) == latin


def test_a_letter_that_latin_1_has_not_becomes_one_question_mark(chunk: int) -> None:
    assert read("€٣\u2028𝄞".encode()) == b"????"


@given(some.binary(max_size=300), some.sampled_from(["latin-1", "utf-8"]))
def test_any_bytes_are_read_as_one_of_the_two(content: bytes, _: str) -> None:
    file = BytesIO(content)
    found = look_through(file)
    if found.shape is Shape.NO_TEXT:
        return
    try:
        expected = content.decode("utf-8").removeprefix("\ufeff").encode("latin-1", "replace")
    except UnicodeDecodeError:
        expected = content.removeprefix(BOM)
    assert b"".join(latin_1_chunks(file, found)) == expected


@pytest.mark.parametrize("content", [b" ", b" \n", b" \r\n", BOM + b" ", BOM + b" \r\n"])
def test_one_blank_is_told(content: bytes) -> None:
    assert looked(content).shape is Shape.ONE_BLANK


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"\n\n\n", BOM, BOM + b"\r\n"])
def test_nothing_but_line_ends_is_an_empty_file(content: bytes) -> None:
    assert looked(content).shape is Shape.EMPTY


@pytest.mark.parametrize("content", [b"  ", b"\t", b"x", b" x", b"\xa0", b"\n ", b" \n ", b"1103" * 100])
def test_anything_else_is_records(content: bytes) -> None:
    assert looked(content).shape is Shape.RECORDS


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest", "zip"),
        (b"PK\x05\x06" + b"\0" * 18, "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"7z\xbc\xaf\x27\x1crest", "7z"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("1103".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "1103".encode("utf-16-be"), "utf-16"),
        ("1103 26".encode("utf-16-le"), "utf-16"),
        ("1103 26".encode("utf-16-be"), "utf-16"),
    ],
)
def test_what_is_no_text_is_told_by_its_first_bytes(content: bytes, what: str) -> None:
    found = looked(content)
    assert (found.shape, found.looks_like) == (Shape.NO_TEXT, what)


def test_a_single_nul_is_no_sign_of_utf_16() -> None:
    assert looked(b"1103\x0026              ").shape is Shape.RECORDS


def test_a_large_file_is_looked_through_in_pieces() -> None:
    file = Endless("1103 Årdal ".encode(), 64 << 20)
    assert look_through(file).size == 64 << 20  # type: ignore[arg-type]
