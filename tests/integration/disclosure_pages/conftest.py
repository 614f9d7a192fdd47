"""A site that nothing is owed on, and the folder of data that its runs are written to."""

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
