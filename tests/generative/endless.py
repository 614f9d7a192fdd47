"""A file that is larger than memory should ever hold: what is read is made when it is read, and its pieces must be small."""

from __future__ import annotations

from io import BufferedIOBase

LARGEST_PIECE = 8 << 20


class Endless(BufferedIOBase):
    """The same bytes over and over, up to a size. Whoever asks for the whole at once is refused."""

    def __init__(self, pattern: bytes, size: int) -> None:
        self._piece = pattern * (LARGEST_PIECE // len(pattern) + 2)
        self._period = len(pattern)
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None and 0 <= size <= LARGEST_PIECE, f"{size} bytes were asked for at once"
        start = self._at % self._period
        found = self._piece[start : start + min(size, self._size - self._at)]
        self._at += len(found)
        return found
