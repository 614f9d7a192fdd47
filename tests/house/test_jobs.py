"""Every job can be run, and every job that is enqueued is there."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from typing import Any

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from house.tree import SOURCE, modules
from kostra.app.jobs import JOBS
from kostra.app.system import System
from kostra.worker.tasks import register


def _function(place: str) -> Any:
    module, colon, name = place.partition(":")
    assert colon, place
    return getattr(import_module(module), name)


@pytest.mark.parametrize("name", JOBS)
def test_a_job_is_a_use_case_that_takes_the_system_and_ids(name: str) -> None:
    job = JOBS[name]
    assert job.place.startswith("kostra.app."), "a job is a use case"
    function = _function(job.place)
    assert inspect.getdoc(function) or inspect.getdoc(inspect.getmodule(function))
    first, *given = inspect.signature(function).parameters.values()
    assert first.name == "system"
    assert re.fullmatch(r"system: '?System'?", str(first)) or first.annotation in (System, "System")
    assert all(one.annotation in (str, "str") for one in given), f"{name} is handed something that is no id"
    if job.cron is not None:
        assert not given, f"{name} comes round, and is handed nothing"


def test_every_job_can_be_registered_with_the_queue() -> None:
    """Also says that what comes round is written as the queue reads it."""
    app = App(connector=InMemoryConnector())
    register(app, System.__new__(System))
    assert set(JOBS) <= set(app.tasks)


def test_what_is_enqueued_is_a_job() -> None:
    found = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="enqueue"), args=[ast.Constant(value=str(name)), *_]):
                    found.add(name)
    assert found, f"nothing in {SOURCE} enqueues anything"
    assert found <= JOBS.keys()
    enqueued = {name for name, job in JOBS.items() if job.cron is None}
    written = "\n".join(path.read_text(encoding="utf-8") for path in modules() if path.name != "jobs.py")
    for name in enqueued - found:
        assert f'"{name}"' in written, f"nobody enqueues {name}"
