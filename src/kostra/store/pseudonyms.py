"""Pseudonyms for national ids: Tink's deterministic AEAD (AES-256-SIV). The same person has the same pseudonym everywhere, for ever.

Two services behind two keys. The keyset that makes pseudonyms is kept in two wrapped copies: one under the key of the encrypt service,
which reception has, and one under the key of the resolve service, which stands in a folder (or a KMS policy) that only the process for
deliveries can open. `Pseudonymiser` cannot go back, `Resolver` counts every call, and neither takes the other's copy.

What this protects: whoever reads inndata, the database, the object store or a backup has no key at all, and finds no national id.
What it does not: reception must be trusted. A deterministic pseudonym can be made again by whoever can make pseudonyms, and there are so
few national ids that all of them can be tried in minutes. That is so for every construction, also a one-way one, so none is pretended
here: the wall is that the encrypt key is nowhere but in reception.

A recipient of deliveries may know persons by names of its own: a keyed hash of the pseudonym, by a key that the keyset makes from the
recipient's id. So each recipient has a key, nobody keeps it, and a recipient that finds its way to another's names can lay none of them
side by side.

The keyset is never rotated without mapping every pseudonym anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import tink  # type: ignore[import-untyped]
from tink import daead, secret_key_access

from kostra.model.errors import Refused, system_said
from kostra.store.keyfiles import write_secret
from kostra.store.keyring import Keyring

_PERSON = b"kostra-sosial person"
_RECIPIENT = b"kostra-sosial recipient"
_KEYSET = "pseudonym keyset"
"""What the wrapped copies say they are."""
_NAME = 16
"""Bytes of what a recipient knows a person by."""

daead.register()


def new_keyset() -> bytes:
    handle = tink.new_keyset_handle(daead.deterministic_aead_key_templates.AES256_SIV)
    return bytes(tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def store_keyset(keyset: bytes, path: Path, service: Keyring) -> None:
    """One wrapped copy, for one service."""
    wrapped, by = service.wrap(keyset, _KEYSET)
    write_secret(path, json.dumps({"wrapped_by": by, "keyset": base64.b64encode(wrapped).decode()}).encode())


def _read(path: Path, service: Keyring, command: str) -> daead.DeterministicAead:
    try:
        found = json.loads(path.read_text("utf-8"))
        wrapped, by = base64.b64decode(found["keyset"]), str(found["wrapped_by"])
    except FileNotFoundError:
        raise Refused(
            f"Nøkkelen til pseudonymene er ikke i «{path}». Lag den med «{command}», eller legg den tilbake."
        ) from None
    except OSError as error:
        raise Refused(f"Nøkkelen til pseudonymene, «{path}», kan ikke leses: {system_said(error)}.") from None
    except (ValueError, KeyError, TypeError):
        raise Refused(f"«{path}» er ikke en nøkkel slik «{command}» lager dem.") from None
    keyset = service.unwrap(wrapped, by, _KEYSET)
    return tink.proto_keyset_format.parse(keyset, secret_key_access.TOKEN).primitive(daead.DeterministicAead)


class SivPseudonymiser:
    """Keeps `Pseudonymiser`: reception's service, with the encrypt key."""

    def __init__(self, path: Path, service: Keyring) -> None:
        self._primitive = _read(path, service, "kostra keys create")

    def encrypt(self, ids: Sequence[bytes]) -> list[bytes]:
        make = self._primitive.encrypt_deterministically
        return [make(id, _PERSON) for id in ids]


class SivResolver:
    """Keeps `Resolver`: the service of deliveries, with the resolve key. `counted` is told how many before any is resolved."""

    def __init__(self, path: Path, service: Keyring, counted: Callable[[int], None]) -> None:
        self._primitive = _read(path, service, "kostra keys create")
        self._counted = counted

    def resolve(self, pseudonyms: Sequence[bytes]) -> list[bytes]:
        self._counted(len(pseudonyms))
        try:
            return [self._primitive.decrypt_deterministically(pseudonym, _PERSON) for pseudonym in pseudonyms]
        except tink.TinkError:
            raise Refused("Minst ett av pseudonymene er ikke laget med denne nøkkelen. Ingen er slått opp.") from None

    def rename(self, pseudonyms: Sequence[bytes], recipient: str) -> list[str]:
        key = hashlib.sha256(self._primitive.encrypt_deterministically(recipient.encode(), _RECIPIENT)).digest()
        return [hashlib.blake2b(pseudonym, key=key, digest_size=_NAME).hexdigest() for pseudonym in pseudonyms]
