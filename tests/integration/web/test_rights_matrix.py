"""Every route of the site for every part that somebody can have, in their own municipality and in another.

What is not allowed is refused and recorded, and nothing is ever answered with a fault of ours or with what belongs to somebody else. The
routes are those that the site has, so that a new one is in the matrix without being put there; what the parts may is written here by
hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from integration.databases import Database
from integration.people.standing import asker
from integration.receiving.sending import expect, good_file, send
from integration.web.conftest import DOCS
from integration.web.visiting import Visitor, hidden
from kostra.app.people import demo
from kostra.app.system import System
from kostra.cli.token import assertion
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.web.access import GuardedRoute
from kostra.web.idp.place import PATH
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site

STAVANGER, HANSHAUGEN = "110300", "030104"
FORM, PERIOD = "11F", "2026"
SECRETS = {STAVANGER: "fil-fra-stavanger.dat", HANSHAUGEN: "fil-fra-bydelen.dat"}
"""A name that is seen wherever a submission is, and nowhere else."""
SENDING = frozenset({"prepare", "check", "send", "see"})
UNBOUND = Rate(1e6, 1_000_000)
ASKS_THE_BLIND = (None, "statistiker")
"""A fifth of the routes do not look at who asks: nobody and one who sees much ask them, and not all the others."""


@dataclass(frozen=True)
class Part:
    """Who it is among the ready persons (or systems), what they may where, and their duty."""

    who: str | None
    rights: dict[str, frozenset[str]] = field(default_factory=dict)
    duty: str | None = None
    system: bool = False


PARTS = {
    "nobody": Part(None),
    "first line": Part("forer", {STAVANGER: frozenset({"prepare", "check", "see"})}),
    "sender": Part("sender", {STAVANGER: SENDING}),
    "administrator": Part("administrator", {STAVANGER: frozenset({"administer", "see"})}),
    "district": Part("bydel", {HANSHAUGEN: SENDING | {"administer"}}),
    "sender elsewhere": Part("flere"),
    "office elsewhere": Part("kontor"),
    "without mandates": Part("ny"),
    "client": Part("klient", duty="client"),
    "statistician": Part("statistiker", duty="statistician"),
    "steward": Part("forvalter", duty="steward"),
    "system": Part("fjordfag", {STAVANGER: SENDING}, system=True),
    "system of the district": Part("bydata", {HANSHAUGEN: SENDING}, system=True),
}


def may(part: Part, access: str, region: str | None) -> bool:
    """What the name of the access says, asked of the table above."""
    if access in ("static", "public"):
        return True
    if part.who is None:
        return False
    if access == "logged-in":
        return True
    duties, _, right = re.sub("^at-desk-or-", "duty-statistician-steward-or-", access).rpartition("with-")
    if access.startswith("with-"):
        return right in part.rights.get(region or "", frozenset())
    if not right or "with-" not in access:
        duties, right = access, ""
    return part.duty in duties.split("-") or right in part.rights.get(region or "", frozenset())


@dataclass
class Matrix:
    app: Starlette
    part: Part
    visitor: Visitor
    headers: dict[str, str]
    submissions: dict[str, str]
    token: str | None = None

    def ask(self, method: str, path: str) -> httpx.Response:
        token = "" if self.part.who is None or self.part.system else self._token()
        if method == "GET":
            return self.visitor.ask(method, path, headers=self.headers)
        if method == "PUT":
            return self.visitor.ask(method, path, content=b" ", headers=self.headers | {"X-CSRF": token})
        sent = {"Origin": self.visitor.base, "X-CSRF": token}
        return self.visitor.ask(method, path, data={"csrf": token}, headers=self.headers | sent)

    def _token(self) -> str:
        """That of the session, fetched again when there is a new one."""
        if self.token is None:
            self.token = hidden(self.visitor.get("/nb/profil").text, "/nb/logg-ut")["csrf"]
        return self.token


@pytest.fixture
def system_with_submissions(system: System, run_jobs: Callable[[], list[str]]) -> tuple[System, dict[str, str]]:
    demo.install(system)
    sent = {}
    for region, who in ((STAVANGER, "sender"), (HANSHAUGEN, "bydel")):
        expected = Expected(FORM, Period(int(PERIOD)), region)
        expect(system, expected)
        content = good_file(unit=region)
        sent[region] = send(system, content, asker(system, who), expected, name=SECRETS[region]).submission.id
    run_jobs()
    return system, sent


@pytest.fixture(params=list(PARTS))
def matrix(
    request: pytest.FixtureRequest,
    system_with_submissions: tuple[System, dict[str, str]],
    demo_folder: Path,
) -> Matrix:
    system, sent = system_with_submissions
    rates = Rates(UNBOUND, UNBOUND, UNBOUND, UNBOUND)
    app = site(Settings(demo_folder, DOCS, demo=True, rates=rates), system)
    part, visitor = PARTS[request.param], Visitor(app)
    headers = {}
    if part.system:
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion(part.who or "", demo_folder),
        }
        token = visitor.post("/test-idp/maskinporten/token", form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
    elif part.who is not None:
        visitor.log_in(part.who)
        if part.who == "ny":
            visitor.send("/nb/profil", "/nb/profil", {"name": "Helt Ny"})
    return Matrix(app, part, visitor, headers, sent)


def routes(app: Starlette) -> Iterator[tuple[GuardedRoute, str]]:
    """Those that end the session come last. The test provider speaks a protocol of its own, and is tested there."""
    guarded = [one for one in app.routes if isinstance(one, GuardedRoute) and not one.path.startswith(PATH)]
    found = [(one, method) for one in guarded for method in sorted(one.methods or ()) if method != "HEAD"]
    assert len(found) > 50
    yield from sorted(found, key=lambda one: "logg-ut" in one[0].path)


def filled(route: GuardedRoute, region: str, submission: str) -> str:
    """The path with something in every place. The ids are those of the region's own."""
    given: dict[str, Any] = {
        "language": "nb",
        "form": FORM,
        "period": PERIOD,
        "region": region,
        "id": submission,
        "year": PERIOD,
        "before": "2025",
        "after": PERIOD,
        "control": "K03",
        "kind": "csv",
        "mark": "x",
        "name": "site.css",
        "path": "",
    }
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(given.get(found[1], "ukjent")), route.path)


def test_what_is_not_allowed_is_refused_and_recorded_and_never_shown(matrix: Matrix, database: Database) -> None:
    """First that the own submission is seen: then nothing else is missed for another reason."""
    for region, id in matrix.submissions.items():
        sees = "see" in matrix.part.rights.get(region, ()) or matrix.part.duty == "statistician"
        answer = matrix.ask("GET", f"/api/v1/submissions/{id}")
        assert (answer.status_code == 200) is sees, answer.text
    part, refused, wrong = matrix.part, set(), []
    for route, method in routes(matrix.app):
        if route.access.blind and part.who not in ASKS_THE_BLIND:
            continue
        for region in (STAVANGER, HANSHAUGEN)[: 2 if re.search(r"\{(region|id)\}", route.path) else 1]:
            path = filled(route, region, matrix.submissions[region])
            answer = matrix.ask(method, path)
            allowed = may(part, route.access.name, region if "{region}" in route.path else None)
            if not allowed:
                refused.add((route.path, method))
            wrong += [
                f"{method} {path}: {said} ({answer.status_code} {answer.text[:200]})"
                for said in problems(part, route, region, path, answer, allowed)
            ]
            if "logg-ut" in path and part.who is not None and not part.system:
                matrix.visitor.log_in(part.who)
                matrix.token = None
    assert not wrong, "\n".join(wrong)
    assert refused <= recorded(database)


def problems(
    part: Part, route: GuardedRoute, region: str, path: str, answer: httpx.Response, allowed: bool
) -> Iterator[str]:
    status = answer.status_code
    is_for_programs = path.startswith("/api/") or path.endswith(".json")
    if status >= 500:
        yield "a fault of ours"
    sees = "see" in part.rights.get(region, ()) or part.duty in ("statistician", "steward")
    if not sees and SECRETS[region] in answer.text:
        yield "shows what is somebody else's"
    if allowed:
        if status in (401, 403) and route.access.name not in ("logged-in", "static"):
            yield "is not to be refused"
        return
    if part.who is not None and status != 403:
        yield "is to be forbidden"
    if part.who is None and is_for_programs and status != 401:
        yield "is to ask for a token"
    if part.who is None and not is_for_programs and not answer.headers.get("location", "").startswith("/nb/logg-inn"):
        yield "is to lead to the login"
    if is_for_programs and not {"status", "code", "message"} <= set(answer.json()["error"]):
        yield "is to say it in the one shape"


def recorded(database: Database) -> set[tuple[str, str]]:
    """The patterns of the refused attempts: never what stood in the path."""
    with database.everything() as connection:
        rows = connection.execute(
            "SELECT subject, details->>'method' FROM event WHERE action = 'access.refused'"
        ).fetchall()
    return {(subject, method) for subject, method in rows}
