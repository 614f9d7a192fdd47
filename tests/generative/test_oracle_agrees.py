"""The engine says of random records exactly what the slow, obvious oracle says, for every form and year of the table.

With KOSTRA_THOROUGH set, at least 100 000 records of each form and year; otherwise some thousand.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from generative.engine import ask, checked, file_of, said_by_line, sender
from generative.records import lines, pool
from kostra.app.controls.check import Asked
from oracle.judging import cut, judge_file
from oracle.law import Said
from oracle.reading import decode

THOROUGH = bool(os.environ.get("KOSTRA_THOROUGH"))
FILES, RECORDS = (20, 2_600) if THOROUGH else (1, 900)
SENDERS = ("110300", "030104")
FORMS = [(form, year) for form in ("11F", "11CF") for year in (2023, 2024, 2025, 2026, 2027)]


def disagreements(content: list[str], question: Asked) -> dict[str, int]:
    """Control by control, how many records the two judge differently."""
    version = question.version
    expected = judge_file(version, [cut(version, line) for line in content], sender(question))
    found = said_by_line(checked(file_of(content), question))
    different: dict[str, int] = {}
    for line, right in enumerate(expected, start=1):
        got = found.get(line, set())
        for kind, these in (("missing", right - got), ("too much", got - right)):
            for one in these:
                name = f"{_named(one)} {kind}"
                different[name] = different.get(name, 0) + 1
    return different


def _named(said: Said) -> str:
    return f"{said.control} {said.severity}" + (f" {said.field}" if said.field else "")


@pytest.mark.parametrize("region", SENDERS)
@pytest.mark.parametrize(("form", "year"), FORMS)
def test_engine_and_oracle_agree_on_random_files(form: str, year: int, region: str) -> None:
    question = ask(form, year, region)
    for seed in range(FILES):
        content = lines(question.version, region[:4], RECORDS, seed)
        assert disagreements(content, question) == {}


@pytest.mark.parametrize(("form", "year"), FORMS)
def test_every_control_of_the_oracle_fires_on_random_files(form: str, year: int) -> None:
    """Agreement says nothing of a control that is never struck."""
    question = ask(form, year, "110300")
    version = question.version
    content = [line for seed in range(3) for line in lines(version, "1103", 900, seed)]
    told = judge_file(version, [cut(version, line) for line in content], sender(question))
    struck = {said.control for of_record in told for said in of_record}
    declared = {control.id for control in question.controls.controls} - {"K00", "K01"}
    assert declared == struck


@cache
def to_begin_with(form: str, year: int) -> tuple[list[str], dict[str, list[str]]]:
    """Some lines, and values to put in each field of them."""
    version = ask(form, year, "110300").version
    random = np.random.default_rng(1)
    listings = {field.id: pool(field, version, "1103", random)[:200] for field in version.fields}
    return lines(version, "1103", 40, 5), listings


@pytest.mark.parametrize(("form", "year"), [("11F", 2023), ("11F", 2026), ("11CF", 2023), ("11CF", 2026)])
@settings(max_examples=400 if THOROUGH else 60, deadline=None)
@given(data=some.data())
def test_engine_and_oracle_agree_on_what_hypothesis_thinks_of(form: str, year: int, data: some.DataObject) -> None:
    """Few records, and any letters: what disagrees is shrunk to the shortest."""
    question = ask(form, year, data.draw(some.sampled_from(SENDERS)))
    letters = some.characters(codec="latin-1", exclude_categories=["Cc"])
    version = question.version
    starts, listings = to_begin_with(form, year)
    content = []
    for line in data.draw(some.lists(some.sampled_from(starts), min_size=1, max_size=4)):
        for field in data.draw(some.lists(some.sampled_from(version.fields), max_size=6)):
            listed = some.sampled_from(listings[field.id])
            value = data.draw(listed | some.text(letters, max_size=field.width))[: field.width].ljust(field.width)
            line = line[: field.first - 1] + value + line[field.last :]
        content.append(line)
    # Some pairs of letters of Latin-1 are one letter of UTF-8: a file with no others than those is read as that.
    sent = file_of(content)
    assume(decode(sent) == sent.decode("iso-8859-1"))
    assert disagreements(content, question) == {}
