"""The folder of keys, and what `main` makes of it: one place for everything secret.

    data/      what wraps the data keys of objects            encrypt/   the encrypt service, with its copy of the pseudonym keyset
    signing/   what signs receipts                            resolve/   the resolve service, with its copy: to be moved elsewhere
    sealing/   what opens files that senders encrypted

With a key service (KMS), data, encrypt and resolve have no files of keys, only the wrapped copies. Keys are made by `kostra keys create`
and, in the demo alone, at the first start. Missing keys are refused: making new ones beside old data would lock it for ever.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kostra.app.ports.keys import Key
from kostra.model.errors import Refused, system_said
from kostra.store.envelopes import new_key
from kostra.store.keyfiles import KeyFiles, Secret, refuse_wrong_keys
from kostra.store.keyring import CommandKeyring, FileKeyring, Keyring
from kostra.store.pseudonyms import SivPseudonymiser, SivResolver, new_keyset, store_keyset
from kostra.store.sealing import AgeOpener, new_sealing_key
from kostra.store.signing import ReceiptSigner, new_signing_key

_WRAPPING = ("data", "encrypt", "resolve")
_USES = ("data", "signing", "sealing", "encrypt", "resolve")
_KEYSET = "pseudonyms.keyset"


@dataclass(frozen=True, slots=True)
class Keys:
    """What the house has of keys while it runs. The resolver is not among them."""

    data: Keyring
    signer: ReceiptSigner
    opener: AgeOpener
    pseudonymiser: SivPseudonymiser


class KeyChest:
    """Keeps `Chest`. `kms` is the command of a key service, if there is one."""

    def __init__(self, folder: Path, kms: Sequence[str] = ()) -> None:
        self._folder = folder
        self._kms = tuple(kms)

    def open(self, *, demo: bool, now: Callable[[], datetime]) -> Keys:
        """In the demo keys are made when there are none; elsewhere that is refused, and so are keys of a demo."""
        if demo and not self._made():
            # Another process may be first; then its keys are the ones.
            with suppress(_There):
                self._create(now(), demo=True)
        refuse_wrong_keys(self._secrets(), demo=demo)
        for use in ("signing", "sealing"):
            self._files(use).newest()
        data = self._service("data")
        if not self._kms:
            data.newest()
        return Keys(
            data,
            ReceiptSigner(self._files("signing")),
            AgeOpener(self._files("sealing")),
            SivPseudonymiser(self._folder / "encrypt" / _KEYSET, self._service("encrypt")),
        )

    def create(self, made: datetime, *, demo: bool) -> None:
        try:
            self._create(made, demo=demo)
        except _There:
            raise Refused(
                f"Det er allerede nøkler i «{self._folder}». De er ikke rørt. Vil du ha en ny nøkkel for data, bruk «kostra keys rotate»."
            ) from None

    def listed(self) -> tuple[Key, ...]:
        found = []
        for use in _USES:
            secrets = self._files(use).all()
            found += [Key(use, one.id, one.made, one.demo, one is secrets[-1]) for one in secrets]
        return tuple(found)

    @property
    def is_ours(self) -> bool:
        return not self._kms

    def newest(self) -> str:
        return self._service("data").newest()

    def add(self, made: datetime) -> str:
        self._refuse_kms()
        files = self._files("data")
        return files.add(new_key, made, demo=files.newest().demo).id

    def remove(self, id: str) -> None:
        self._refuse_kms()
        self._files("data").remove(id)

    def _refuse_kms(self) -> None:
        if self._kms:
            raise Refused("Nøklene for data er i nøkkeltjenesten (KOSTRA_KMS_COMMAND). Lag eller fjern dem der.")

    def _files(self, use: str) -> KeyFiles:
        return KeyFiles(self._folder / use, use)

    def _service(self, use: str) -> Keyring:
        return _service(self._folder / use, use, self._kms)

    def _made(self) -> bool:
        return self._folder.is_dir() and any(self._folder.iterdir())

    def _secrets(self) -> tuple[Secret, ...]:
        return tuple(one for use in _USES for one in self._files(use).all())

    def _create(self, made: datetime, *, demo: bool) -> None:
        """All of them in a folder beside, which then takes the name in one step: there are all keys or none."""
        if self._made():
            raise _There
        beside = self._folder.with_name(f"{self._folder.name}.new-{os.getpid()}")
        new = KeyChest(beside, self._kms)
        try:
            new._fill(made, demo=demo)
            beside.rename(self._folder)
        except OSError as error:
            if self._made():
                raise _There from None
            raise Refused(f"Nøklene kan ikke lagres i «{self._folder}»: {system_said(error)}.") from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def _fill(self, made: datetime, *, demo: bool) -> None:
        makers = {"signing": new_signing_key, "sealing": new_sealing_key}
        for use in _USES:
            if use not in _WRAPPING or not self._kms:
                self._files(use).add(makers.get(use, new_key), made, demo=demo)
        keyset = new_keyset()
        for use in ("encrypt", "resolve"):
            store_keyset(keyset, self._folder / use / _KEYSET, self._service(use))


class _There(Exception):
    """There are keys already."""


def resolver(folder: Path, counted: Callable[[int], None], *, demo: bool, kms: Sequence[str] = ()) -> SivResolver:
    """For the process of deliveries alone, from the folder `resolve`, wherever it was moved."""
    refuse_wrong_keys(KeyFiles(folder, "resolve").all(), demo=demo)
    return SivResolver(folder / _KEYSET, _service(folder, "resolve", kms), counted)


def _service(folder: Path, use: str, kms: Sequence[str]) -> Keyring:
    return CommandKeyring(kms, use) if kms else FileKeyring(KeyFiles(folder, use))
