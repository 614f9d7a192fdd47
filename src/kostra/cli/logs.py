"""The log of a running process: one line of JSON for each event, on standard error. Of an error it tells which and where, never what.

An error of a library may quote the row or the bytes it was about. So of an error there is its class and the lines of code it went through;
its words only when it is one of ours, which hold nothing of a record.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

from kostra.model.errors import Broken

_TOLD = {"job", "task", "process", "status", "seconds", "action", "error", "count"}
"""What may stand beside the event itself."""
_QUIET = {"procrastinate": logging.WARNING, "httpx": logging.WARNING, "alembic": logging.WARNING}


def begin(level: str) -> None:
    """For this process, from now on."""
    import structlog

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=_TOLD)],
            processors=[
                _failure,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: type(value).__name__),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, lowest in _QUIET.items():
        logging.getLogger(name).setLevel(max(lowest, root.level))


def _failure(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Which error, and through which lines of code, in place of what it says."""
    info = event.pop("exc_info", None)
    event.pop("exception", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[1] is not None:
        event["failure"] = failure(info[1], info[2])
    return event


def failure(error: BaseException, where: TracebackType | None) -> dict[str, Any]:
    told: dict[str, Any] = {"error": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, Broken):
        told["said"] = str(error)
    told["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(where)]
    if error.__cause__ is not None:
        told["because"] = failure(error.__cause__, error.__cause__.__traceback__)
    return told
