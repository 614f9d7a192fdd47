"""Keys of the demo: made up on this machine, once, for the test provider, for this site as its client, and for the systems of the demo.

They lie in files that every process of the demo reads, and only the one who runs it can. A real installation never makes any.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from uuid import uuid4

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


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = RSAKey.generate_key(_BITS, {"use": "sig", "alg": "RS256", "kid": uuid4().hex})
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(made.as_dict(private=True), file)
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
