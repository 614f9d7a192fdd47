"""The table bank that others' programs ask, started once for each test process that has such tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.served import Served, served


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running
