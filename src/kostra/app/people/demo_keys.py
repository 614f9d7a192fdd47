"""Keys of the demo: made up on this machine, once, for the test provider, for this site as its client, for the systems of the demo, and for
those who receive data in it.

They lie in files that every process of the demo reads, and only the one who runs it can. A real installation never makes any.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from uuid import uuid4

import pyrage  # type: ignore[import-untyped]
from joserfc.jwk import RSAKey

FOLDER = Path("demo-keys")
"""Under the folder of data."""
PROVIDER, SITE = "provider", "site"
SYSTEM_ISSUER = "https://maskinporten.test.invalid/"
"""A name that leads nowhere: the token endpoint of the demo is found by its path, whatever the site is called."""
SCOPE = "kostra:sosial"
_BITS = 2048


@cache
def key(folder: Path, name: str) -> RSAKey:
    """The private key with this name, made the first time it is asked for. Two processes that make it at once end with the same one."""
    path = folder / f"{name}.jwk.json"
    if not path.exists():
        _make(path)
    return RSAKey.import_key(json.loads(path.read_text(encoding="utf-8")))


def age_key(folder: Path, name: str) -> str:
    """The public key of somebody who receives data; the secret one lies in the folder, as `age` reads it."""
    path = folder / f"{name}.age-key.txt"
    if not path.exists():
        made = pyrage.x25519.Identity.generate()
        _written(path, f"# Bare til demonstrasjonen: {name}\n{made}\n")
    secret = path.read_text(encoding="utf-8").splitlines()[-1]
    return str(pyrage.x25519.Identity.from_str(secret).to_public())


def _make(path: Path) -> None:
    made = RSAKey.generate_key(_BITS, {"use": "sig", "alg": "RS256", "kid": uuid4().hex})
    _written(path, json.dumps(made.as_dict(private=True)))


def _written(path: Path, content: str) -> None:
    """Whole, or what another process was first with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
