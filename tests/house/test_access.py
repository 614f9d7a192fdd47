"""Every route of the site says who may use it: the open site, the demo with everything on it, and a real installation."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from starlette.routing import BaseRoute

from house.tree import ROOT
from kostra.app.system import System
from kostra.web.access import GuardedRoute
from kostra.web.settings import Settings
from kostra.web.site import site

SYSTEMS = {
    "open": None,
    "demo": cast(System, SimpleNamespace(demo=True)),
    "real": cast(System, SimpleNamespace(demo=False)),
}


@pytest.mark.parametrize("which", list(SYSTEMS))
def test_every_route_says_who_may_use_it(which: str, tmp_path: Path) -> None:
    routes: list[BaseRoute] = site(Settings(tmp_path, ROOT / "docs"), SYSTEMS[which]).routes
    assert len(routes) > 20
    for route in routes:
        assert isinstance(route, GuardedRoute), route
        assert route.access.name, route.path


def test_the_open_site_has_nothing_to_log_in_to(tmp_path: Path) -> None:
    for route in site(Settings(tmp_path, ROOT / "docs")).routes:
        assert isinstance(route, GuardedRoute)
        assert route.access.anonymous, route.path


def test_the_test_provider_is_in_the_demo_alone(tmp_path: Path) -> None:
    for which, there in (("open", False), ("demo", True), ("real", False)):
        routes = site(Settings(tmp_path, ROOT / "docs"), SYSTEMS[which]).routes
        assert any("test-idp" in getattr(route, "path", "") for route in routes) is there


def test_no_two_routes_answer_the_same(tmp_path: Path) -> None:
    routes = site(Settings(tmp_path, ROOT / "docs"), SYSTEMS["demo"]).routes
    asked = [
        (route.path, method) for route in routes if isinstance(route, GuardedRoute) for method in route.methods or ()
    ]
    assert len(set(asked)) == len(asked)
