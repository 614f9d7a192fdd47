"""The log: lines of JSON that tell which error and where, and never what it says of anybody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from kostra.cli import logs
from kostra.model.errors import Broken

SECRET = "15859010099"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_json_with_what_may_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("info")
    logging.getLogger("kostra.worker").info("job done", extra={"job": "control", "person": SECRET})
    (line,) = told(capsys)
    assert (line["event"], line["job"], line["level"], line["logger"]) == (
        "job done",
        "control",
        "info",
        "kostra.worker",
    )
    assert "time" in line and "person" not in line


def test_an_error_is_told_by_its_class_and_place_and_not_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("info")
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        logging.getLogger("kostra").exception("job failed")
    (line,) = told(capsys)
    assert line["failure"]["error"] == "builtins.KeyError"
    assert line["failure"]["because"]["error"] == "builtins.ValueError"
    assert any(__file__ in place for place in line["failure"]["at"])
    assert SECRET not in json.dumps(line)


def test_an_error_of_ours_says_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("info")
    try:
        raise Broken("There is no submission abc within reach.")
    except Broken:
        logging.getLogger("kostra").exception("job failed")
    assert told(capsys)[0]["failure"]["said"] == "There is no submission abc within reach."


def test_libraries_are_quiet_about_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("debug")
    logging.getLogger("httpx").info("GET https://example.no/?pid=%s", SECRET)
    assert told(capsys) == []
