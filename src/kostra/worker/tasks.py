"""The jobs of the house as tasks of the queue: how each is tried again, and when those that come round are due."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from procrastinate import App
from procrastinate.jobs import Job as Queued
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from prometheus_client import Histogram

from kostra.app.jobs import JOBS, Job
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System

_log = logging.getLogger(__name__)
_SECONDS = Histogram(
    "kostra_job_seconds",
    "How long a job took, by its name and how it went",
    ("job", "outcome"),
    buckets=(0.05, 0.2, 1, 5, 20, 60, 300),
)
_LONGEST = timedelta(minutes=30)
_AWAY = timedelta(seconds=5)


class Again(BaseRetryStrategy):
    """For ever, at growing intervals: a job is about something acknowledged. When the database or the store was away, it comes back soon.

    One that comes round is not tried again; its next time comes anyway.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if "timestamp" in job.task_kwargs:
            return None
        wait = (
            _AWAY
            if isinstance(exception, Unavailable)
            else min(_LONGEST, timedelta(seconds=2 ** min(job.attempts + 1, 12)))
        )
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


def register(app: App, system: System, jobs: dict[str, Job] = JOBS) -> None:
    """Every job under its own name, which is what a use case enqueues."""
    for name, job in jobs.items():
        # Of one that comes round, at most one waits and one runs.
        once = None if job.cron is None else name
        task = app.task(name=name, retry=Again(), priority=job.priority, lock=once, queueing_lock=once)(
            _run(system, name, job)
        )
        if job.cron is not None:
            app.periodic(cron=job.cron, periodic_id=name)(task)


def _run(system: System, name: str, job: Job) -> Any:
    def run(timestamp: int | None = None, **given: str) -> None:
        began = time.perf_counter()
        try:
            job.run(system, **given)
        except Exception:
            _SECONDS.labels(name, "failed").observe(time.perf_counter() - began)
            _log.exception("job failed", extra={"job": name})
            raise
        seconds = time.perf_counter() - began
        _SECONDS.labels(name, "done").observe(seconds)
        _log.info("job done", extra={"job": name, "seconds": round(seconds, 3)})

    return run
