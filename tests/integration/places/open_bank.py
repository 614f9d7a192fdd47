"""The site with a bank of ready tables and no database: for pages that are the same for everybody."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from starlette.applications import Starlette

from integration.portal.house import DOCS
from kostra.app.system import System
from kostra.publication.table import Table
from kostra.web.settings import Settings
from kostra.web.site import site
from unit.publication.nation import Shelf


def open_bank(data: Path, *tables: Table, demo: bool = False) -> Starlette:
    app = site(Settings(data, DOCS, demo=demo), cast(System, SimpleNamespace(demo=False)))
    app.state.bank = Shelf(*tables)
    return app
