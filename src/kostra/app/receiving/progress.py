"""How far the controls of a large file have come, told at most twice a second, in a transaction of its own each time."""

from __future__ import annotations

import time
from collections.abc import Callable

from kostra.app.controls.check import Asked
from kostra.app.ports.submissions import Progress
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.controls.kernel import Outcome
from kostra.model.people import HOUSE
from kostra.model.submission import Submission

_BETWEEN = 0.5


class Watching:
    """Counts the records of each block as it is done. A small file is done before there is anything to tell."""

    def __init__(self, system: System, submission: Submission, size: int) -> None:
        self._system, self._submission, self._size = system, submission, size
        self._done, self._of = 0, 0
        self._told = time.monotonic()

    def begin(self, asked: Asked) -> Callable[[Outcome], None]:
        """How many records there are is reckoned from the size of the file: a line is a record and its line end."""
        self._of = self._size // (asked.version.record_length + 1)
        return self._after

    def _after(self, outcome: Outcome) -> None:
        self._done += outcome.records
        if time.monotonic() - self._told < _BETWEEN:
            return
        scope = Scope(frozenset({self._submission.answers.unit}))
        with self._system.transactions.begin(HOUSE, scope) as tx:
            progress = Progress(self._done, max(self._of, self._done), "controls")
            tx.submissions.progress(self._submission.id, progress)
        self._told = time.monotonic()
