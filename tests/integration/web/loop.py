"""One loop for every request of a process of tests, in a thread of its own: where the browser tests have run before, that of the tests has
one going already. A loop of its own for each request, with its threads, took longer than most answers.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")


def run(work: Coroutine[Any, Any, _Answer]) -> _Answer:
    """Several threads may ask at once."""
    return asyncio.run_coroutine_threadsafe(work, _going()).result()


@cache
def _going() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="requests", daemon=True).start()
    return loop
