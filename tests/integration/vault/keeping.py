"""What the tests of the vault share: keys of the demo, a vault in a folder, and something to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kostra.app.ports.vault import Kept
from kostra.store.chest import KeyChest, Keys
from kostra.store.folders import Folder
from kostra.store.objects import Objects
from kostra.store.vault import EnvelopeVault

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
SEGMENT = 64


@dataclass(frozen=True)
class Kit:
    folder: Path
    chest: KeyChest
    keys: Keys
    objects: Objects
    vault: EnvelopeVault


def kit(folder: Path, segment: int = SEGMENT) -> Kit:
    chest = KeyChest(folder / "keys")
    keys = chest.open(demo=True, now=lambda: NOW)
    objects = Folder(folder / "objects")
    return Kit(folder, chest, keys, objects, EnvelopeVault(objects, keys.data, segment))


def kept(vault: EnvelopeVault, content: bytes, kind: str = "kildedata") -> Kept:
    with vault.writing(kind) as writing:
        writing.write(content)
        return writing.keep()


def read(vault: EnvelopeVault, one: Kept) -> bytes:
    with vault.open(one) as file:
        return file.read()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
