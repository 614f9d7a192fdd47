"""A site with two years of form 11F on it for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.editing_pages.country import country
from integration.portal.house import DOCS, House
from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    country(system)
    return House(system, database, clock, site(Settings(tmp_path, DOCS, demo=True), system), tmp_path)
