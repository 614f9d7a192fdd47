"""Jobs whose worker was killed: found by the heartbeat that stopped, and put back in the queue.

Every worker does this beside its jobs, and not as a job, which would wait in line behind what it is to rescue.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow

HEARTBEAT = 2.0
STALLED = 15.0
"""Seconds without a heartbeat. A control that holds the interpreter lets it go many times a second."""
_BETWEEN = 3.0
_PATIENT = 4
_LONGEST = timedelta(minutes=30)
_REMEMBERED = 30 * 24
"""Hours that a job which came round and failed stands in the table."""

_log = logging.getLogger(__name__)


async def rescue(app: App) -> None:
    """Goes on until it is cancelled. When the database is gone, so is the heartbeat of everybody; then it waits."""
    with suppress(ConnectorException):
        await app.job_manager.delete_old_jobs(_REMEMBERED, include_failed=True)
    while True:
        await asyncio.sleep(_BETWEEN)
        try:
            await once(app)
        except ConnectorException:
            _log.info("the queue cannot be reached")


async def once(app: App) -> int:
    """How many were put back or given up."""
    jobs = app.job_manager
    count = 0
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        try:
            await _put_back(jobs, job)
        except ConnectorException:
            continue  # Another worker was first.
        _log.warning("job put back", extra={"job": job.id, "task": job.task_name})
        count += 1
    return count


def wait_before(attempts: int) -> timedelta:
    """At once, for it was seldom the job's fault. One that has taken several workers with it gets longer and longer to wait."""
    return timedelta() if attempts < _PATIENT else min(_LONGEST, timedelta(seconds=2.0 ** min(attempts, 12)))


async def _put_back(jobs: JobManager, job: Job) -> None:
    """Or given up, when it comes round and its next time waits already: that one cannot begin while this one is said to run."""
    try:
        await jobs.retry_job(job, retry_at=utcnow() + wait_before(job.attempts))
    except UniqueViolation:
        await jobs.finish_job(job, Status.FAILED, delete_job=True)
