"""Keeping bytes: encrypted under a key of their own, durable before anybody is told that they came, and never changed.

A `Kept` is what the database remembers of them. When its key is destroyed, nothing can read them again, wherever copies are.
"""

from __future__ import annotations

from collections.abc import Container
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """`object` is where the bytes are; `key` is their data key, wrapped by the key `wrapped_by`.

    `sha256` and `size` are of the plain bytes.
    """

    object: str
    key: bytes
    wrapped_by: str
    sha256: str
    size: int


class Writing(Protocol):
    """Bytes on their way in, encrypted as they come. Nothing plain touches the disk."""

    def write(self, chunk: bytes) -> None: ...

    @property
    def size(self) -> int: ...

    def keep(self) -> Kept:
        """Makes them durable. After this they are there, also if the power goes."""


class Vault(Protocol):
    def writing(self, kind: str) -> AbstractContextManager[Writing]:
        """A place for new bytes, which is gone again when the block ends without `keep`. `kind` names the folder: kildedata, inndata."""

    def open(self, kept: Kept) -> BinaryIO:
        """The plain bytes, decrypted piece by piece where they are read; one can go back in them."""

    def delete(self, kept: Kept) -> None:
        """Removes the encrypted bytes. Destroying the key is for the one who keeps the `Kept`."""

    def rewrap(self, kept: Kept) -> Kept:
        """The same bytes, with their data key wrapped by the newest key."""

    def sweep(self) -> int:
        """Removes what processes that were killed left half-written, once it is old; says how many."""

    def ours_alone(self, owner: str) -> bool:
        """Puts down the mark of whoever keeps their bytes here, named by hexadecimal digits; false when others have a mark here too."""

    def remove_strays(self, kind: str, known: Container[str]) -> int:
        """Removes objects of the kind that nobody knows of, once they are old; says how many. Without their keys nobody can read them."""


class Unavailable(Exception):
    """The object store or the database cannot take or give anything just now. Told as: try again, nothing is lost."""
