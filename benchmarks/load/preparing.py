"""What the minute needs before it begins: who owes what, a system that may send for them all, its token, and the files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from joserfc import jwt

from kostra.app.followup.campaigns import owed_in
from kostra.app.people import demo_keys
from kostra.app.people.asking import actor_of_system, register_system
from kostra.app.people.mandates import add
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.people import HOUSE, Right
from kostra.model.submission import Expected, Season, Standing, State

FORMS = ("11F", "11CF")
YEAR = 2026
CLIENT, ORGNR = "load", "313000028"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file of the minute. `begins` is when its sender starts, in seconds from the beginning."""

    expected: Expected
    file: Path
    begins: float

    @property
    def path(self) -> str:
        expected = self.expected
        return f"/api/v1/deliveries/{expected.form}/{expected.period}/{expected.unit}"


def prepare(system: System, data: Path) -> tuple[str, tuple[Expected, ...]]:
    """The token, and what is owed. What is owed is opened as the desk opens it again, so that it may be sent whatever the day is."""
    owed = owed_in(YEAR, Season.REAL)
    expected = tuple(one for form in FORMS for one in owed[form])
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect(expected, tx.now)
        for one in expected:
            tx.campaign.put(Standing(one, State.REOPENED, tx.now, reason="load"))
        known = register_system(tx, CLIENT, ORGNR, "Load")
        for unit in sorted({one.unit for one in expected}):
            add(tx, actor_of_system(known), unit, None, Right.SEND, "load")
    return _token(data), expected


def _token(data: Path) -> str:
    provider = demo_keys.key(data / demo_keys.FOLDER, demo_keys.PROVIDER)
    now = int(time.time())
    claims = {
        "iss": demo_keys.SYSTEM_ISSUER,
        "iat": now,
        "exp": now + 3600,
        "scope": demo_keys.SCOPE,
        "client_id": CLIENT,
        "consumer": {"authority": "iso6523-actorid-upis", "ID": f"0192:{ORGNR}"},
    }
    return jwt.encode({"alg": "RS256", "kid": provider.kid}, claims, provider)


def deliveries(expected: tuple[Expected, ...], nation: Path, large: Path, seconds: float) -> Iterator[Delivery]:
    """Spread evenly over the minute. The unit with the largest file sends one as large as that of the largest city, in the middle of it.

    Those that send nothing in the synthetic nation send a file of another unit here, which the controls will stop.
    """
    found = {form: sorted((nation / str(YEAR) / form).glob("*.dat")) for form in FORMS}
    if not all(found.values()):
        raise Refused(
            f"Det er ingen filer i {nation}. Lag dem med: kostra synth --year {YEAR}, eller si hvor de er med --nation."
        )
    for place, one in enumerate(expected):
        own = nation / str(YEAR) / one.form / f"{one.unit}.dat"
        file = own if own.exists() else found[one.form][place % len(found[one.form])]
        # Eleven is prime to the number of deliveries: forms and sizes are mixed.
        begins = (place * 11 % len(expected)) / len(expected) * seconds
        yield Delivery(one, large if one == LARGEST else file, begins)


LARGEST = next(one for one in owed_in(YEAR, Season.REAL)["11F"] if one.unit == "460100")


def write_large(nation: Path, target: Path, size: int) -> None:
    """The largest file of the nation over and over again, as large as is asked for."""
    content = (nation / str(YEAR) / "11F" / f"{LARGEST.unit}.dat").read_bytes()
    with target.open("wb") as file:
        while file.tell() < size:
            file.write(content)
