"""Secret keys as files: one key in each, in a folder that only its owner can open.

A key knows what it is for, and whether it was made for the demo. The files are numbered as they are made, so that the newest is told
without any clock. A file that others can read is refused: whoever has it has everything.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kostra.model.errors import Refused, system_said

_ID = re.compile(r"[0-9]{4}-[0-9a-f]{8}")
_FILE = re.compile(_ID.pattern + r"\.json")


@dataclass(frozen=True, slots=True)
class Secret:
    """`demo` marks a key that was made for made-up persons. Showing one never shows its bytes."""

    id: str
    use: str
    made: datetime
    demo: bool
    content: bytes

    def __repr__(self) -> str:
        return f"Secret({self.use}/{self.id})"


class KeyFiles:
    """The keys for one use, in a folder of their own. Read anew when asked, so that a key made by another process is found."""

    def __init__(self, folder: Path, use: str) -> None:
        self.use = use
        self._folder = folder
        self._read: dict[str, Secret] = {}

    def ids(self) -> tuple[str, ...]:
        """In the order they were made."""
        try:
            names = [file.name for file in self._folder.iterdir()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise Refused(f"Nøkkelmappen «{self._folder}» kan ikke leses: {system_said(error)}.") from None
        return tuple(sorted(name.removesuffix(".json") for name in names if _FILE.fullmatch(name)))

    def newest(self) -> Secret:
        ids = self.ids()
        if not ids:
            raise Refused(
                f"Det er ingen nøkler i «{self._folder}». Lag dem med «kostra keys create», eller sett KOSTRA_KEYS til mappen der de er."
            )
        return self.one(ids[-1])

    def one(self, id: str) -> Secret:
        if id not in self._read:
            self._read[id] = self._load(id)
        return self._read[id]

    def all(self) -> tuple[Secret, ...]:
        return tuple(self.one(id) for id in self.ids())

    def _load(self, id: str) -> Secret:
        path = self._folder / f"{id}.json"
        if not _ID.fullmatch(id):
            raise Refused(f"«{id}» er ikke navnet på en nøkkel.")
        try:
            mode = path.stat().st_mode
            found = json.loads(path.read_text("utf-8"))
            secret = Secret(
                id,
                found["use"],
                datetime.fromisoformat(found["made"]),
                found["demo"],
                base64.b64decode(found["secret"]),
            )
        except FileNotFoundError:
            raise Refused(
                f"Nøkkelen {self.use}/{id} er ikke i «{self._folder}». Legg den tilbake: uten den kan ikke det den låser, leses."
            ) from None
        except OSError as error:
            raise Refused(f"Nøkkelen «{path}» kan ikke leses: {system_said(error)}.") from None
        except (ValueError, KeyError, TypeError):
            raise Refused(f"«{path}» er ikke en nøkkel slik «kostra keys create» lager dem.") from None
        if mode & 0o077:
            raise Refused(f"Nøkkelen «{path}» kan leses av andre. Kjør: chmod 600 «{path}».")
        if secret.use != self.use:
            raise Refused(f"«{path}» er en nøkkel til «{secret.use}», ikke til «{self.use}». Legg den i rett mappe.")
        return secret

    def add(self, make: Callable[[], bytes], made: datetime, *, demo: bool) -> Secret:
        """A new key, durable before it is used for anything."""
        last = max((int(id[:4]) for id in self.ids()), default=0)
        secret = Secret(f"{last + 1:04d}-{secrets.token_hex(4)}", self.use, made, demo, make())
        text = json.dumps(
            {
                "use": secret.use,
                "made": made.isoformat(),
                "demo": demo,
                "secret": base64.b64encode(secret.content).decode(),
            }
        )
        write_secret(self._folder / f"{secret.id}.json", text.encode())
        return secret

    def remove(self, id: str) -> None:
        (self._folder / f"{id}.json").unlink(missing_ok=True)
        self._read.pop(id, None)


def write_secret(path: Path, content: bytes) -> None:
    """A file that only its owner can read, whole and durable, never over another."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            part.rename(path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise Refused(f"Nøkkelen «{path}» kan ikke lagres: {system_said(error)}.") from None


def refuse_wrong_keys(secrets: tuple[Secret, ...], *, demo: bool) -> None:
    """Keys of a demo lock nothing, for anybody may log in to one. So what other keys lock has no place in a demo."""
    if demo and not all(secret.demo for secret in secrets):
        raise Refused(
            "Nøklene er laget for virkelige data, og i demoen kan hvem som helst logge inn. Ta bort KOSTRA_DEMO, eller sett KOSTRA_DATA "
            "til en egen mappe for demoen."
        )
    if not demo and any(secret.demo for secret in secrets):
        raise Refused(
            "Nøklene er laget for demoen, og kan ikke brukes på virkelige data. Lag nye med «kostra keys create», og sett KOSTRA_KEYS til "
            "mappen der de er."
        )
