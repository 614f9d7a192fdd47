"""The queue, in the same database: a job is there if and only if the transaction that enqueued it ended well.

A job is named after what it does, and its arguments are ids of ours. The workers' side, which knows what to do, is `kostra.worker`.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

from kostra.app.jobs import JOBS
from kostra.store.database import conninfo

_enqueuing = App(connector=SyncPsycopgConnector())
"""Never opened: it borrows the connection of the transaction."""


def enqueue(connection: sa.Connection, job: str, given: Mapping[str, str]) -> None:
    """In the transaction of this connection, before or after others as the job says."""
    borrowed = connection.connection.driver_connection
    priority = JOBS[job].priority if job in JOBS else 0
    _enqueuing.configure_task(job, connection=borrowed, priority=priority).defer(**given)


def queue(address: str, largest: int = 4) -> App:
    """For the worker, as the role of the app: it fetches jobs and is told of new ones. `largest` is how many connections it may have."""
    return App(
        connector=PsycopgConnector(
            conninfo=conninfo(address),
            min_size=1,
            max_size=largest,
            timeout=10,
            kwargs={"connect_timeout": 3, "application_name": "kostra-queue", "tcp_user_timeout": 15_000},
        )
    )
