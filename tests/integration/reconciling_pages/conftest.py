"""A site that nothing is owed on yet: each test delivers what it asks about, in the years that it asks about."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.portal.house import DOCS, House
from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    return House(system, database, clock, site(Settings(tmp_path, DOCS, demo=True), system), tmp_path)
