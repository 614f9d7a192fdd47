"""What can be set from outside: environment variables, each one documented in docs/reference/settings.md."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kostra.model.errors import Refused

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Login:
    """Who says who somebody is: ID-porten for persons, Maskinporten for systems. None where that login is not set up."""

    persons_issuer: str | None = None
    persons_client: str | None = None
    persons_key: Path | None = None
    systems_issuer: str | None = None
    systems_scope: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is where the synthetic nation and all of ours is kept, unless another place is said.

    `database` and `owner` are addresses of a PostgreSQL; without them one is started under `data`. `demo` says that persons, keys and
    figures are made up. `address` is what the site is called from outside. `producer` answers for the figures; without one they are told
    to be synthetic.
    """

    data: Path
    demo: bool = False
    database: str | None = None
    owner: str | None = None
    store: str | None = None
    keys: Path | None = None
    kms: tuple[str, ...] = ()
    resolve: Path | None = None
    address: str | None = None
    producer: str | None = None
    login: Login = field(default_factory=Login)
    web_processes: int = 2
    workers: int = 1
    metrics_token: str | None = None
    altinn_key: str | None = None
    check_largest: int = 64
    check_memory: int = 512
    """In MiB: the largest file that is checked without being sent, and what all of them at once may take."""
    log_level: str = "info"
    mail: Mapping[str, str] = field(default_factory=dict)
    """All that is set about mail, by its name: KOSTRA_MAIL_..."""

    @property
    def database_folder(self) -> Path:
        return self.data / "database"

    @property
    def keys_folder(self) -> Path:
        return self.keys or self.data / "keys"

    @property
    def resolve_folder(self) -> Path:
        """Where the process that makes deliveries has its key."""
        return self.resolve or self.keys_folder / "resolve"

    @property
    def objects(self) -> str:
        return self.store or str(self.data / "objects")

    @property
    def spool(self) -> Path:
        return self.data / "spool"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """What is set to nothing is not set."""
    given = {name: value for name, value in environment.items() if name.startswith("KOSTRA_") and value}
    data = Path(given.get("KOSTRA_DATA", "var"))
    return Settings(
        data=data,
        demo=given.get("KOSTRA_DEMO") == "1",
        database=given.get("KOSTRA_DATABASE"),
        owner=given.get("KOSTRA_DATABASE_OWNER"),
        store=given.get("KOSTRA_STORE"),
        keys=_path(given, "KOSTRA_KEYS"),
        kms=tuple(shlex.split(given.get("KOSTRA_KMS_COMMAND", ""))),
        resolve=_path(given, "KOSTRA_RESOLVE"),
        address=given.get("KOSTRA_ADDRESS"),
        producer=_producer(given),
        login=Login(
            given.get("KOSTRA_OIDC_ISSUER"),
            given.get("KOSTRA_OIDC_CLIENT"),
            _path(given, "KOSTRA_OIDC_KEY"),
            given.get("KOSTRA_MASKINPORTEN_ISSUER"),
            given.get("KOSTRA_MASKINPORTEN_SCOPE"),
        ),
        web_processes=_count(given, "KOSTRA_WEB_PROCESSES", 2),
        workers=_count(given, "KOSTRA_WORKERS", 1),
        metrics_token=given.get("KOSTRA_METRICS_TOKEN"),
        altinn_key=given.get("KOSTRA_ALTINN_KEY"),
        check_largest=_count(given, "KOSTRA_CHECK_LARGEST", 64, 4096),
        check_memory=_count(given, "KOSTRA_CHECK_MEMORY", 512, 1 << 20),
        log_level=_level(given),
        mail={name: value for name, value in given.items() if name.startswith("KOSTRA_MAIL")},
    )


def _path(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]) if name in given else None


def _producer(given: Mapping[str, str]) -> str | None:
    name = " ".join(given.get("KOSTRA_PRODUCER", "").split())
    if len(name) > _LONGEST_NAME:
        raise Refused(
            f"KOSTRA_PRODUCER er på {len(name)} tegn. Skriv navnet på den som svarer for tallene, med høyst {_LONGEST_NAME}."
        )
    return name or None


def _count(given: Mapping[str, str], name: str, default: int, most: int = 64) -> int:
    written = given.get(name, str(default))
    if not (written.isascii() and written.isdigit() and len(written) < 9 and 1 <= int(written) <= most):
        raise Refused(f"{name} er «{written[:20]}». Skriv et tall fra 1 til {most}.")
    return int(written)


def _level(given: Mapping[str, str]) -> str:
    written = given.get("KOSTRA_LOG", "warning" if given.get("KOSTRA_DEMO") == "1" else "info").lower()
    if written not in ("debug", "info", "warning", "error"):
        raise Refused(f"KOSTRA_LOG er «{written}». Skriv debug, info, warning eller error.")
    return written
