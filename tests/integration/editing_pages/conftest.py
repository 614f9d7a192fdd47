"""A site with two years of form 11F on it: for each test one of its own, and one for those that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.databases import Database, SetClock, Spare, joined
from integration.editing_pages.country import country
from integration.portal.house import DOCS, House
from kostra.app.people import demo_keys
from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    return _with_country(system, database, clock, tmp_path)


@pytest.fixture(scope="module")
def unchanged(spare: Spare, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two years take longer to deliver than a page to ask for."""
    database, clock, folder = spare.take(), SetClock(), tmp_path_factory.mktemp("unchanged")
    (demo_folder / demo_keys.FOLDER).mkdir(exist_ok=True)
    (folder / demo_keys.FOLDER).symlink_to(demo_folder / demo_keys.FOLDER)
    yield _with_country(joined(database, clock, folder), database, clock, folder)
    spare.give_back(database)


def _with_country(system: System, database: Database, clock: SetClock, folder: Path) -> House:
    country(system)
    return House(system, database, clock, site(Settings(folder, DOCS, demo=True), system), folder)
