"""What every test shares: no test may be skipped where everything is installed (KOSTRA_NO_SKIP)."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

gc.disable()

settings.register_profile("house", deadline=None)
"""How long an example takes says how busy the machine is; time is measured in benchmarks/."""
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What was imported and collected is there to the end, and not looked through again and again for what can be thrown away."""
    gc.freeze()
    gc.enable()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("KOSTRA_NO_SKIP"):
        return
    if skipped := len(reporter.stats.get("skipped", [])):
        reporter.write_line(f"{skipped} skipped, and KOSTRA_NO_SKIP allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
