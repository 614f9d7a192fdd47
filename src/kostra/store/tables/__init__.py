"""Every table, as SQLAlchemy Core knows it: one file for each room, all on this one `metadata`.

The migrations make the tables; a test says that the two agree. `load` imports every room, for those who need the whole.
"""

from __future__ import annotations

import importlib
import pkgutil

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

Time = sa.DateTime(timezone=True)
"""Aware, and in UTC in the database as well as outside it."""


def load() -> sa.MetaData:
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}")
    return metadata
