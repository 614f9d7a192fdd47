"""Age (X25519). Senders who want to encrypt a file themselves, encrypt it to the key of the house; what we deliver is locked with the key
of whoever receives it.

The newest key is published; what was encrypted to an older one is opened too. A file locked with a passphrase, or to somebody else, is
refused with what to do.
"""

from __future__ import annotations

import pyrage  # type: ignore[import-untyped]

from kostra.model.errors import Refused
from kostra.store.keyfiles import KeyFiles, Secret


def new_sealing_key() -> bytes:
    return str(pyrage.x25519.Identity.generate()).encode()


class AgeOpener:
    """Keeps `Opener`."""

    def __init__(self, files: KeyFiles) -> None:
        self._files = files

    def recipient(self) -> str:
        return str(_identity(self._files.newest()).to_public())

    def open(self, sealed: bytes) -> bytes:
        identities = [_identity(secret) for secret in self._files.all()]
        try:
            opened: bytes = pyrage.decrypt(sealed, identities)
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise Refused(
                    "Filen er kryptert, men ikke til nøkkelen vår. Krypter den med age til nøkkelen som vises der du sender filen "
                    f"({self.recipient()}), eller send den ukryptert: den blir kryptert på veien og hos oss uansett."
                ) from None
            raise Refused(
                "Filen er kryptert med age, men kan ikke åpnes: den er avkortet eller endret underveis. "
                "Krypter den på nytt, og send den igjen."
            ) from None
        return opened


class AgeSealer:
    """Keeps `Sealer`."""

    def seal(self, content: bytes, recipient: str) -> bytes:
        try:
            to = pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError:
            raise Refused(
                "Den offentlige age-nøkkelen til mottakeren kan ikke brukes. Be mottakeren om en som begynner med «age1», og registrer den."
            ) from None
        sealed: bytes = pyrage.encrypt(content, [to])
        return sealed


def _identity(secret: Secret) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(secret.content.decode())
