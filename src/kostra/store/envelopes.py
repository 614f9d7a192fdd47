"""The envelope around every object: AES-256-GCM in segments, so that a large file streams, and can be read from any place in it.

    header   "KOSTRA", version 1, segment size (4 bytes), nonce prefix (7 bytes)
    segment  ciphertext of at most the segment size, and a tag of 16 bytes

The nonce of a segment is the prefix, its number, and whether it is the last one; what is authenticated with it is the header and the name
of the object. So a segment that is changed, moved, left out or taken from another object is found, and so is one that was cut off at the
end. A data key seals one object only.
"""

from __future__ import annotations

import io
import os
import struct
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kostra.model.errors import Broken

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from kostra.store.objects import Opened

SEGMENT = 1 << 20
_HEADER = struct.Struct(">6sBI7s")
_MAGIC, _VERSION, _TAG = b"KOSTRA", 1, 16


class Damaged(Broken):
    """The bytes are not those that were written, or the key is not theirs."""


class Sink(Protocol):
    def write(self, content: bytes, /) -> object: ...


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def sealed_size(size: int, segment: int = SEGMENT) -> int:
    """How long the envelope around so many bytes is."""
    return _HEADER.size + size + _TAG * max(1, -(-size // segment))


class Sealing:
    """Writes an envelope, a segment at a time. The last one is told apart, so it is held back until `finish`."""

    def __init__(self, sink: Sink, key: bytes, name: str, segment: int = SEGMENT) -> None:
        self._sink = sink
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(7)
        self._segment = segment
        header = _HEADER.pack(_MAGIC, _VERSION, segment, self._prefix)
        self._about = header + name.encode()
        self._number = 0
        self._held = bytearray()
        sink.write(header)

    def write(self, chunk: bytes) -> None:
        self._held += chunk
        at = 0
        while len(self._held) - at > self._segment:
            self._emit(bytes(self._held[at : at + self._segment]), last=False)
            at += self._segment
        if at:
            del self._held[:at]

    def finish(self) -> None:
        self._emit(bytes(self._held), last=True)
        self._held.clear()

    def _emit(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._sink.write(self._cipher.encrypt(nonce, plain, self._about))
        self._number += 1


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Unsealing(io.RawIOBase):
    """The plain bytes of an envelope, decrypted where they are read. One segment is kept, for whoever reads on in it."""

    def __init__(self, opened: Opened, key: bytes, name: str) -> None:
        super().__init__()
        self._opened = opened
        self._cipher = AESGCM(key)
        header = opened.read(0, _HEADER.size)
        if len(header) != _HEADER.size:
            raise Damaged(f"{name} is too short")
        magic, version, segment, prefix = _HEADER.unpack(header)
        if (magic, version) != (_MAGIC, _VERSION) or not segment:
            raise Damaged(f"{name} is not an envelope of version {_VERSION}")
        self._name = name
        self._segment: int = segment
        self._prefix: bytes = prefix
        self._about = header + name.encode()
        body = opened.size - _HEADER.size
        self._segments = max(1, -(-body // (self._segment + _TAG)))
        self._size: int = body - self._segments * _TAG
        if self._size < 0:
            raise Damaged(f"{name} is cut off")
        self._at = 0
        self._kept: tuple[int, bytes] = (-1, b"")

    @property
    def size(self) -> int:
        """Of the plain bytes, as told by the length of the envelope."""
        return self._size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        at: int = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = at
        return at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        wanted: memoryview = memoryview(buffer).cast("B")
        number, within = divmod(self._at, self._segment)
        if number >= self._segments:
            return 0
        part = self._plain(number)[within : within + len(wanted)]
        wanted[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _plain(self, number: int) -> bytes:
        if self._kept[0] != number:
            sealed = self._opened.read(_HEADER.size + number * (self._segment + _TAG), self._segment + _TAG)
            nonce = _nonce(self._prefix, number, number == self._segments - 1)
            try:
                self._kept = (number, self._cipher.decrypt(nonce, sealed, self._about))
            except InvalidTag:
                raise Damaged(f"segment {number} of {self._name} is not what was written") from None
        return self._kept[1]

    def close(self) -> None:
        if not self.closed:
            self._opened.close()
        super().close()
