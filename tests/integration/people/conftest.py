"""A system with the ready persons in it."""

from __future__ import annotations

import pytest

from kostra.app.people.demo import install
from kostra.app.system import System


@pytest.fixture
def peopled(system: System) -> System:
    install(system)
    return system
