"""Key-encryption keys: what wraps the data key of every object.

Behind one protocol stand keys in files, and a key service (KMS) that is joined by a command of the operator's own. Data keys are wrapped
together with the name of what they lock, so that a wrapped key cannot be moved to another object.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Broken
from kostra.store.envelopes import new_key
from kostra.store.keyfiles import KeyFiles

_NONCE = 12


class Keyring(Protocol):
    def newest(self) -> str:
        """The id of the key that new data keys are wrapped by."""

    def wrap(self, key: bytes, about: str) -> tuple[bytes, str]:
        """The key wrapped by the newest, and which that was."""

    def unwrap(self, wrapped: bytes, by: str, about: str) -> bytes: ...


class WrongKey(Broken):
    """A wrapped key is not what was wrapped, or not for this."""


class FileKeyring:
    """Keys in files. New ones are added and old ones removed by rotation."""

    def __init__(self, files: KeyFiles) -> None:
        self.files = files

    def newest(self) -> str:
        return self.files.newest().id

    def wrap(self, key: bytes, about: str) -> tuple[bytes, str]:
        by = self.files.newest()
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(by.content).encrypt(nonce, key, _about(by.id, about)), by.id

    def unwrap(self, wrapped: bytes, by: str, about: str) -> bytes:
        key = self.files.one(by).content
        try:
            return AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _about(by, about))
        except (InvalidTag, ValueError):
            raise WrongKey(f"the key of {about} cannot be unwrapped by {by}") from None

    def add(self, made: datetime, *, demo: bool) -> str:
        return self.files.add(new_key, made, demo=demo).id


def _about(id: str, about: str) -> bytes:
    return f"{id} {about}".encode()


class CommandKeyring:
    """A key service behind a command of the operator's: it gets one JSON object on standard input, and answers with one.

        {"do": "newest", "use": "data"}                                      -> {"id": "..."}
        {"do": "wrap", "use": "data", "key": "<base64>", "about": "..."}     -> {"id": "...", "wrapped": "<base64>"}
        {"do": "unwrap", "use": "data", "id": "...", "wrapped": "<base64>", "about": "..."}  -> {"key": "<base64>"}

    `about` is to be authenticated with the key (the encryption context of AWS, additional authenticated data of Google). The command
    leaves with 0 when it went well; whatever else it does is taken as a service that cannot be reached just now.
    """

    def __init__(self, command: Sequence[str], use: str, seconds: float = 10) -> None:
        self._command = tuple(command)
        self._use = use
        self._seconds = seconds

    def newest(self) -> str:
        return str(self._ask({"do": "newest"}, "id"))

    def wrap(self, key: bytes, about: str) -> tuple[bytes, str]:
        answer = self._answer({"do": "wrap", "key": base64.b64encode(key).decode(), "about": about})
        return base64.b64decode(_said(answer, "wrapped")), _said(answer, "id")

    def unwrap(self, wrapped: bytes, by: str, about: str) -> bytes:
        given = {"do": "unwrap", "id": by, "wrapped": base64.b64encode(wrapped).decode(), "about": about}
        return base64.b64decode(self._ask(given, "key"))

    def _ask(self, question: dict[str, str], wanted: str) -> str:
        return _said(self._answer(question), wanted)

    def _answer(self, question: dict[str, str]) -> dict[str, Any]:
        try:
            run = subprocess.run(
                self._command,
                input=json.dumps(question | {"use": self._use}),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                timeout=self._seconds,
                check=True,
            )
            answer = json.loads(run.stdout)
        except (OSError, subprocess.SubprocessError, ValueError):
            # What the command was given and answered is secret, so nothing of it is told on.
            raise _not_now() from None
        if not isinstance(answer, dict):
            raise _not_now()
        return answer


def _said(answer: dict[str, Any], wanted: str) -> str:
    found = answer.get(wanted)
    if not isinstance(found, str):
        raise _not_now()
    return found


def _not_now() -> Unavailable:
    return Unavailable("Nøkkeltjenesten svarer ikke akkurat nå. Ingenting er tapt. Prøv igjen om litt.")
