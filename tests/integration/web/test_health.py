"""Living, being ready, and the metrics: who is told what."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from apart import run_apart
from integration.web.conftest import DOCS, Reader
from kostra.app.ports.vault import Unavailable
from kostra.app.readiness import readiness
from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site


def ask(app: Starlette, path: str, host: str = "127.0.0.1", **headers: str) -> httpx.Response:

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(host, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
            return await client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return run_apart(asked())


def test_living_is_told_to_everybody(reader: Reader) -> None:
    assert reader.get("/helse").json()["status"] == "ok"
    assert reader.get("/helse/klar").json() == {"status": "ok"}


def test_the_metrics_are_told_on_this_machine_alone(tmp_path: Path) -> None:
    app = site(Settings(tmp_path, DOCS))
    assert "kostra_http_answers" in ask(app, "/metrics").text
    assert ask(app, "/metrics", host="::1").status_code == 200
    assert ask(app, "/metrics", host="192.0.2.7").status_code == 404
    assert ask(app, "/metrics", host="not an address").status_code == 404
    assert ask(app, "/metrics", x_forwarded_for="192.0.2.7").status_code == 404


def test_with_a_token_the_metrics_are_told_to_whoever_has_it(tmp_path: Path) -> None:
    app = site(Settings(tmp_path, DOCS, metrics_token="secret"))
    assert ask(app, "/metrics").status_code == 404
    assert ask(app, "/metrics", host="192.0.2.7", authorization="Bearer secret").status_code == 200
    assert ask(app, "/metrics", authorization="Bearer secreT").status_code == 404


def test_the_metrics_name_no_region_and_no_person(tmp_path: Path) -> None:
    app = site(Settings(tmp_path, DOCS))
    ask(app, "/nb/skjema/11F/2026")
    told = ask(app, "/metrics").text
    assert 'route="/{language:written}/skjema/{form}/{year}"' in told
    assert "11F" not in told


def test_ready_says_which_part_is_away(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert readiness(system) == {"database": True, "store": True}

    def away(*_: object, **__: object) -> None:
        raise Unavailable("away")

    monkeypatch.setattr(type(system.vault), "writing", away)
    assert readiness(system) == {"database": True, "store": False}
    monkeypatch.setattr(type(system.transactions), "begin", away)
    assert readiness(system) == {"database": False, "store": False}
    app = site(Settings(tmp_path, DOCS, demo=True), system)
    answer = ask(app, "/helse/klar")
    assert (answer.status_code, answer.json()) == (503, {"status": "feil", "database": False, "store": False})
    assert ask(app, "/helse").status_code == 200
