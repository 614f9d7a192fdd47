"""What a running site is told from outside. It reads no environment and no file of settings: `main` does that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kostra.web.api.pace import Pace
from kostra.web.doors.limits import Limits
from kostra.web.rates import Rates


@dataclass(frozen=True, slots=True)
class PersonLogin:
    """The provider that says who a person is (ID-porten). `key` is the file with our private key, as a JWK."""

    issuer: str
    client: str
    key: Path


@dataclass(frozen=True, slots=True)
class SystemLogin:
    """The issuer of tokens to systems (Maskinporten), and the scope that a token must have."""

    issuer: str
    scope: str = "kostra:sosial"


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is where `kostra synth` and later commands put what they make; `docs` is the folder of Markdown pages.

    `demo` says that the figures shown are synthetic, on every page, and keeps search engines away; persons and systems then log in with the
    test provider. `address` is what the site is called from outside (https://kostra.example.no); without it, what the request says, which
    is good enough for one machine alone.
    """

    data: Path
    docs: Path
    demo: bool = False
    address: str | None = None
    persons: PersonLogin | None = None
    systems: SystemLogin | None = None
    rates: Rates = field(default_factory=Rates)
    checking: Limits = field(default_factory=Limits)
    metrics_token: str | None = None
    """What whoever reads the metrics shows as a bearer token. Without one they are told on this machine alone."""
    receiving: Pace = field(default_factory=Pace)
