"""A file sent from a page, read piece by piece: the fields before it first, then its bytes as they come.

A browser that runs no scripts sends a file as one part of a form. The parts are told apart as they stream, so that a large file never
stands whole in memory, and nothing is put on the disk here. A form that ends before its last part does is refused: half a file must never
be taken for a whole one.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from kostra.web.api.pace import Pace
from kostra.web.api.streaming import pieces, refuse_before_reading
from kostra.web.bodies import TooLarge, Unreadable

_LONGEST_FIELDS = 20_000


@dataclass(slots=True)
class Upload:
    """`fields` and `file_name` are whole by the time the first bytes of the file are given."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str | None = None


class _Parts:
    """What the parser tells, put together: fields whole, the file in pieces that are taken out as they come."""

    def __init__(self, boundary: bytes, upload: Upload) -> None:
        self.upload = upload
        self.ended = False
        self._pieces: list[bytes] = []
        self._header, self._headers = [b"", b""], dict[bytes, bytes]()
        self._name: str | None = None
        self._value = bytearray()
        self._read = 0
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_end,
                "on_part_data": lambda data, start, end: self._data(data[start:end]),
                "on_part_end": self._end,
                "on_end": self._whole,
            },
        )

    def _begin(self) -> None:
        if self.upload.file_name is not None:
            raise Unreadable  # The file is the last part: what comes after it was never asked for.
        self._header, self._headers, self._name, self._value = [b"", b""], {}, None, bytearray()

    def _add(self, which: int, piece: bytes) -> None:
        self._header[which] += piece
        self._within(len(piece))

    def _header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"filename" in options:
            self.upload.file_name = options[b"filename"].decode("utf-8", "replace")
        else:
            self._name = options.get(b"name", b"").decode("utf-8", "replace")

    def _data(self, piece: bytes) -> None:
        if self._name is None:
            self._pieces.append(piece)
        else:
            self._value += piece
            self._within(len(piece))

    def _end(self) -> None:
        if self._name is not None:
            self.upload.fields[self._name] = self._value.decode("utf-8", "replace")

    def _whole(self) -> None:
        self.ended = True

    def _within(self, size: int) -> None:
        """All that is not the file is small."""
        self._read += size
        if self._read > _LONGEST_FIELDS:
            raise TooLarge(_LONGEST_FIELDS)

    def take(self) -> bytes:
        whole = b"".join(self._pieces)
        self._pieces = []
        return whole


async def stream(request: Request, upload: Upload, pace: Pace) -> AsyncGenerator[bytes]:
    """The bytes of the file, in pieces of some size. `upload` is filled in on the way."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Unreadable
    with_fields = replace(pace, largest=pace.largest + 2 * _LONGEST_FIELDS)
    refuse_before_reading(request, with_fields)
    try:
        parts = _Parts(options[b"boundary"], upload)
        async for piece in pieces(request, with_fields):
            parts.parser.write(piece)
            if taken := parts.take():
                yield taken
    except FormParserError:
        raise Unreadable from None
    if not parts.ended:
        raise Unreadable
