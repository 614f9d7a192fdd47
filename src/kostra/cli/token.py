"""`kostra token`:

a token for one of the systems of the demo, as a vendor's program would fetch it. Outside the demo there is nothing to fetch it with.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from kostra.model.errors import Refused

ADDRESS = "http://127.0.0.1:8000"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_PATH = "/test-idp/maskinporten/token"
_LASTS, _PATIENCE = 60, 10.0


def add(commands: Any, data: Callable[[], Path]) -> None:
    """`data` says where the demo keeps its keys."""
    command = commands.add_parser(
        "token",
        help="hent et token for et av systemene i demonstrasjonen",
        description=(
            "Henter et token slik et fagsystem gjør det hos Maskinporten, fra en demonstrasjon som kjører på denne maskinen.\n"
            'Send det med i en forespørsel slik: curl -H "Authorization: Bearer $(kostra token --system fjordfag)" ...\n'
            "Tokenet varer i ti minutter."
        ),
    )
    command.add_argument(
        "--system", metavar="SYSTEM", default="fjordfag", help="fjordfag eller bydata (ellers fjordfag)"
    )
    command.add_argument(
        "--address", metavar="ADRESSE", default=ADDRESS, help=f"hvor demonstrasjonen svarer (ellers {ADDRESS})"
    )
    command.set_defaults(run=lambda given: _run(given, data()))


def _run(given: argparse.Namespace, data: Path) -> int:
    sys.stdout.write(fetched(given.system, given.address, data) + "\n")
    return 0


def fetched(system: str, address: str, data: Path) -> str:
    import httpx

    try:
        answer = httpx.post(
            address.rstrip("/") + _PATH,
            data={"grant_type": _GRANT, "assertion": assertion(system, data)},
            timeout=_PATIENCE,
            trust_env=False,
        )
        content = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise Refused(
            f"Det er ingen demonstrasjon som svarer på {address}. Start den med ./run demo, eller skriv adressen med --address."
        ) from None
    if not answer.is_success or not isinstance(content, dict) or "access_token" not in content:
        raise Refused(
            f"Testutstederen på {address} ga ikke noe token. Kjør kommandoen fra mappen som demonstrasjonen startet i."
        )
    return str(content["access_token"])


def assertion(system: str, data: Path) -> str:
    """What the system says about itself, signed with its key, for a minute."""
    from joserfc import jwt

    from kostra.app.people import demo, demo_keys

    known = {one.id: one for one in demo.systems()}
    if system not in known:
        raise Refused(f"Det er ikke noe system «{system}» i demonstrasjonen. Velg {' eller '.join(known)}.")
    folder = data / demo_keys.FOLDER
    if not folder.is_dir():
        raise Refused(
            f"Det er ingen nøkler for demonstrasjonen i «{folder}». Start den først med ./run demo, eller sett KOSTRA_DATA."
        )
    key, now = demo_keys.key(folder, system), int(time.time())
    claims: dict[str, Any] = {
        "iss": known[system].client,
        "aud": demo_keys.SYSTEM_ISSUER,
        "scope": demo_keys.SCOPE,
        "iat": now,
        "exp": now + _LASTS,
        "jti": str(uuid4()),
    }
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)
