"""What is done in the background: the jobs by name, and when those that come round are due. Modules are imported when first used.

A use case enqueues by name; a worker runs what it finds here. Every job may be run twice, and ends the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kostra.app.system import System


@dataclass(frozen=True, slots=True)
class Job:
    """`cron` is when it comes round, in UTC; None for those that are enqueued. Higher `priority` goes first."""

    place: str
    """Module and function."""
    cron: str | None = None
    priority: int = 0

    def run(self, system: System, **given: Any) -> None:
        module, _, name = self.place.partition(":")
        function: Callable[..., object] = getattr(import_module(module), name)
        function(system, **given)


JOBS: dict[str, Job] = {
    "control": Job("kostra.app.receiving.controlling:control", priority=5),
    "inndata": Job("kostra.app.receiving.inndata:make_inndata"),
    "pass_on": Job("kostra.app.passing.handing_on:pass_on"),
    "estimate": Job("kostra.app.estimating.making:estimate"),
    "deadlines": Job("kostra.app.followup.deadlines:deadlines", "*/10 * * * *", priority=10),
    "compare_lists": Job("kostra.app.followup.comparing:compare_lists", "*/5 * * * *", priority=10),
    "series": Job("kostra.app.series.producing:series", "*/10 * * * *"),
    "hearings": Job("kostra.app.proposals.hearing:hearings", "*/10 * * * *"),
    "outbox": Job("kostra.app.followup.outbox:send_outbox", "* * * * *", priority=10),
    "snapshots": Job("kostra.app.editing.snapshots:make_snapshots", "20 * * * *"),
    "retention": Job("kostra.app.keeping.retention:retention", "30 2 * * *"),
}
