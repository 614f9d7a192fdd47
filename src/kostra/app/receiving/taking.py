"""Taking bytes in: looked at as they come, so that what is no delivery is refused before the rest of it has been sent.

Only the first bytes and the count of them are kept in memory; the bytes themselves go encrypted to the vault.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kostra.app.ports.vault import Kept, Unavailable, Writing
from kostra.app.receiving.refusals import TooLarge, WrongContent
from kostra.app.system import System

LARGEST = 1 << 28
"""256 MiB: seven times the largest file that any municipality has sent."""
LARGEST_SEALED = 1 << 26
"""64 MiB: a file that the sender encrypted is opened in memory."""
SEALED = b"age-encryption.org/v1"
SHORT = 64
"""What is kept in memory; a file that says that there is nothing to report is shorter."""

_ARCHIVE, _OFFICE = "en komprimert fil ({})", "et regneark eller dokument"
_NOT_TAKEN = (
    (b"PK\x03\x04", _ARCHIVE.format("zip") + ", et regneark eller et dokument"),
    (b"PK\x05\x06", _ARCHIVE.format("zip")),
    (b"\x1f\x8b", _ARCHIVE.format("gzip")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE.format("7z")),
    (b"Rar!\x1a\x07", _ARCHIVE.format("rar")),
    (b"BZh", _ARCHIVE.format("bzip2")),
    (b"\xfd7zXZ\x00", _ARCHIVE.format("xz")),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE.format("zstd")),
    (b"%PDF", "et PDF-dokument"),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
)


class Taken:
    """A `Writing` that looks at what it is given. It refuses by the first bytes and by the size."""

    def __init__(self, writing: Writing, largest: int) -> None:
        self._writing = writing
        self._largest = largest
        self.start = b""

    @property
    def size(self) -> int:
        return self._writing.size

    @property
    def is_sealed(self) -> bool:
        return self.start.startswith(SEALED)

    @property
    def is_nil(self) -> bool:
        """The one blank that case systems write when there is nothing to report."""
        return self.size <= SHORT and bare(self.start) == b" "

    @property
    def is_empty(self) -> bool:
        return self.size <= SHORT and not bare(self.start)

    def write(self, chunk: bytes) -> None:
        if len(self.start) < SHORT:
            self.start += chunk[: SHORT - len(self.start)]
            refuse_by_start(self.start)
        limit = LARGEST_SEALED if self.is_sealed else self._largest
        refuse_by_size(self.size + len(chunk), limit)
        self._writing.write(chunk)

    def keep(self) -> Kept:
        """Durable from here on. A file with nothing in it is refused instead."""
        if self.is_empty:
            raise WrongContent(
                f"Filen er tom ({self.size} byte), og er ikke tatt imot. Tom fil betyr ikke at det ikke er noe å rapportere. Send filen på "
                "nytt fra fagsystemet, eller meld «ingenting å rapportere»."
            )
        return self._writing.keep()


@contextmanager
def taking(system: System, largest: int = LARGEST) -> Iterator[Taken]:
    """A place for the bytes of one submission, gone again unless they are kept. To be given to `accept`, which keeps them."""
    with system.vault.writing("kildedata") as writing:
        yield Taken(writing, largest)


def refuse_by_start(start: bytes) -> None:
    for magic, what in _NOT_TAKEN:
        if start.startswith(magic):
            raise WrongContent(
                f"Filen er {what}, og er ikke tatt imot. Send filen slik fagsystemet laget den, med én linje for hver person, uten å pakke "
                "den eller lagre den i et annet program."
            )


def refuse_by_size(size: int, largest: int = LARGEST) -> None:
    """Also for what a sender says that the size will be, before any byte is read."""
    if size > largest:
        raise TooLarge(
            f"Filen er større enn {largest >> 20} MiB, og er ikke tatt imot. Ingen kommune har så mange mottakere; se om det er riktig fil."
        )


def bare(start: bytes) -> bytes:
    """Without what a file may have around nothing: a byte-order mark and line ends."""
    return start.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")


def discard(system: System, kept: Kept) -> None:
    """Nobody knows of these bytes. If they cannot be removed just now, retention finds them."""
    with suppress(Unavailable):
        system.vault.delete(kept)
