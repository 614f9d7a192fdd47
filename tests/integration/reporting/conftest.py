"""A site with a season on it for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.portal.house import House, house
from kostra.app.system import System


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    return house(system, database, clock, tmp_path)
