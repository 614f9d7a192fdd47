"""Three thousand hostile uploads, each of which ends in a sentence: a refusal with what to do, or a report with findings.

Most of them go through the use cases, where they are fast; the chosen and some more through the database, the API and the check. With
KOSTRA_THOROUGH set there are ten thousand, and some hundreds more. Memory stays where it was.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from integration.api.conftest import DELIVERY, CaseSystem, Makes, error_of, site_of
from integration.api.hostile import FILE_NAMES, chosen, damaged
from integration.api.quick import quick
from integration.receiving.sending import EXPECTED, SENDER, expect, send, submission
from integration.web.loop import run
from kostra.app.receiving.controlling import control
from kostra.app.receiving.seeing import report
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.submission import Stage
from kostra.web.api.pace import Pace

THOROUGH = bool(os.environ.get("KOSTRA_THOROUGH"))
FILES, SOME = (10_000, 200) if THOROUGH else (3_000, 50)
ROOM = 192 << 20
"""How much more memory the process may have taken at the end."""


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def outcome(system: System, content: bytes, name: str | None) -> str:
    """What came of one file: refused with a sentence, or the stage it reached with its report."""
    try:
        told = send(system, content, name=name)  # type: ignore[arg-type]
    except Refused as refused:
        assert refused.message.endswith(".") and len(refused.message) > 40
        return "refused"
    if not told.new:
        return "again"
    id = told.submission.id
    stored = told.submission.file_name or ""
    assert len(stored) <= 130 and stored.isprintable() and "/" not in stored and "\\" not in stored
    if told.submission.stage is Stage.CHECKED:
        return "nil"
    control(system, id, EXPECTED.unit)
    done = submission(system, id)
    with report(system, SENDER, id) as file:
        written = json.load(file)
    assert done.stage in (Stage.CHECKED, Stage.STOPPED) and done.severity is not None
    assert bool(written["findings"]) or not done.severity.blocks
    assert all(finding["message"].strip() for finding in written["findings"])
    return str(done.stage)


def test_thousands_of_hostile_files_each_end_in_a_sentence(system: System) -> None:
    """Nothing but the database is left out here: the bytes are taken, accepted and controlled as they are in production."""
    files = [*chosen(), *damaged(FILES - len(chosen()))]
    came: Counter[str] = Counter()
    before = _memory()
    for at, content in enumerate(files):
        came[outcome(quick(system, EXPECTED), content, FILE_NAMES[at % len(FILE_NAMES)])] += 1
    assert came.total() == FILES and came["stopped"] > FILES // 2 and came["nil"] and came["refused"] > 20
    assert _memory() - before < ROOM


def test_the_chosen_and_some_more_through_the_database(system: System) -> None:
    expect(system, EXPECTED)
    files = [*chosen(), *damaged(SOME, seed=1)]
    came = Counter(outcome(system, content, FILE_NAMES[at % len(FILE_NAMES)]) for at, content in enumerate(files))
    assert came.total() == len(files) and came["stopped"] > SOME // 2 and came["nil"] and came["refused"]


def test_the_chosen_and_some_more_through_the_api(vendor: CaseSystem) -> None:
    files = [*chosen(), *damaged(SOME, seed=2)]
    seen = Counter(_answered(vendor.puts(content)) for content in files)
    assert set(seen) <= {200, 202, 422} and seen[202] > SOME // 2 and seen[422] >= 12


def test_every_file_name_is_taken_or_refused_in_words(vendor: CaseSystem) -> None:
    for at, name in enumerate(FILE_NAMES):
        sendable = (name or "").encode("ascii", "ignore").decode().replace("\x00", "%00").replace("\r\n", "%0D%0A")
        assert _answered(vendor.puts(b"9" * (200 + at), X_File_Name=sendable)) in (202, 422)
    assert vendor.gets("/api/v1/expected").status_code == 200


def test_the_chosen_and_some_more_through_the_check(vendor: CaseSystem) -> None:
    for content in [*chosen(), *damaged(SOME // 2, seed=3)]:
        answer = vendor.asks("POST", "/api/v1/check/11F/2026/110300", content=content)
        assert answer.status_code == 200 and answer.json()["severity"]


def _answered(answer: httpx.Response) -> int:
    """Fails on anything but a receipt or a sentence in the one shape."""
    if answer.status_code in (200, 202):
        assert answer.json()["receipt"]
    else:
        _, _, message = error_of(answer)
        assert message.endswith(".") and len(message) > 30
    return answer.status_code


def test_the_same_file_twice_at_once_is_one_submission(vendor: CaseSystem, system: System) -> None:
    answers: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda: answers.append(vendor.puts(b"9" * 500))) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.status_code for one in answers) == [200, 200, 200, 200, 200, 202]
    assert len({one.json()["id"] for one in answers}) == 1


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """On a port of its own, as in production."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


async def _gigabyte(address: str, headers: dict[str, str]) -> httpx.Response:
    piece = b"9" * (1 << 20)

    async def body() -> AsyncIterator[bytes]:
        for _ in range(1 << 10):
            yield piece

    async with httpx.AsyncClient(timeout=60) as client:
        return await client.put(address, content=body(), headers=headers)


@pytest.mark.parametrize("said", [True, False])
def test_a_gigabyte_without_a_line_end_is_cut_at_the_limit(
    case_system: Makes, season: object, system: System, tmp_path: Path, said: bool
) -> None:
    """Over a real connection, with and without its length said: refused in words, and no more memory than before."""
    app = site_of(system, tmp_path, receiving=Pace(largest=32 << 20))
    sender = case_system(Right.SEND, on=app)
    headers = {"authorization": f"Bearer {sender.token}"} | ({"content-length": str(1 << 30)} if said else {})
    with served(app) as at:
        before = _memory()
        answer = run(_gigabyte(f"{at}{DELIVERY}", headers))
        assert error_of(answer)[:2] == (413, "too_large")
        assert _memory() - before < ROOM
    assert not list(tmp_path.glob("spool/*"))
