"""Three thousand damaged files, from bytes to report: no crash, no traceback, JSON that can be read, and no national id in anything.

With KOSTRA_THOROUGH set, two hundred thousand. A file is damaged five times over, and checked each time.
"""

from __future__ import annotations

import json
import os
import re
import tracemalloc
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from generative.endless import Endless
from generative.engine import ask, file_of
from generative.mutations import MUTATIONS, Mutation
from generative.records import lines
from kostra.app.controls.as_kontrollprogram import as_kontrollprogram
from kostra.app.controls.check import Asked, Report, check
from kostra.app.controls.reports.writing import SHOWN, Format, write
from kostra.model.form import Role
from kostra.model.text import Language
from oracle.judging import cut
from oracle.reading import read

TIMES = 5
FILES = 200_000 if os.environ.get("KOSTRA_THOROUGH") else 3_000
FORMS = (("11F", 2026), ("11F", 2024), ("11CF", 2026), ("11CF", 2023))
KEPT = (1, 2, 5, 20)
SEVERITIES = {"ok", "info", "warning", "error", "fatal"}


@cache
def base(form: str, year: int, count: int) -> tuple[bytes, frozenset[str]]:
    """A file before it is damaged, and the national ids and DUF numbers in it."""
    version = ask(form, year, "110300").version
    content = lines(version, "1103", count, count)
    hidden = [field.id for field in version.fields if field.field.role in (Role.NATIONAL_ID, Role.DUF)]
    secret = {cut(version, line)[id].strip() for line in content for id in hidden}
    return file_of(content), frozenset(value for value in secret if re.fullmatch("[0-9]{11,12}", value))


@cache
def question(form: str, year: int, nil: bool, keep: int | None) -> Asked:
    return ask(form, year, "110300", nil=nil, keep=keep)


def written(report: Report, format: Format, language: Language = Language.BOKMAL) -> str:
    out = BytesIO()
    write(report, format, language, out, "fil.dat", None)
    return out.getvalue().decode("latin-1" if format is Format.XLSX else "utf-8")


def holds(content: bytes, report: Report, secret: frozenset[str]) -> None:
    """What must hold of any report on any bytes."""
    text = written(report, Format.JSON)
    told = json.loads(text)
    last = content.count(b"\n") + 1
    assert told["severity"] in SEVERITIES
    assert sum(told["counts"]["severity"].values()) == sum(told["counts"]["control"].values()) == len(told["findings"])
    assert told["records"] <= last
    for finding in told["findings"]:
        assert 0 <= finding["line"] <= last
        assert finding["severity"] in SEVERITIES - {"ok"}
        assert "{" not in finding["message"] or b"{" in content
    severities = {finding["severity"] for finding in told["findings"]}
    assert told["severity"] == max(severities, key=("info", "warning", "error", "fatal").index, default="ok")
    nothing_leaks(text, secret)


def nothing_leaks(text: str, secret: frozenset[str]) -> None:
    assert not [one for one in secret if one in text]


@settings(max_examples=FILES // TIMES, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(
    which=some.sampled_from(FORMS),
    count=some.sampled_from(KEPT),
    nil=some.sampled_from([False] * 9 + [True]),
    mutations=some.lists(MUTATIONS, min_size=TIMES, max_size=TIMES),
)
def test_any_damaged_file_gives_a_report(
    which: tuple[str, int], count: int, nil: bool, mutations: list[Mutation]
) -> None:
    content, secret = base(*which, count)
    asked = question(*which, nil, None)
    for mutation in mutations:
        content = mutation(content)
        holds(content, check(BytesIO(content), asked), secret)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    which=some.sampled_from(FORMS),
    format=some.sampled_from([one for one in Format if one is not Format.JSON]),
    language=some.sampled_from(Language),
    mutations=some.lists(MUTATIONS, max_size=3),
)
def test_any_damaged_file_gives_every_report(
    which: tuple[str, int], format: Format, language: Language, mutations: list[Mutation]
) -> None:
    content, secret = base(*which, 5)
    for mutation in mutations:
        content = mutation(content)
    asked = ask(*which, "110300", keep=SHOWN if format.for_people else None, for_people=format.for_people)
    report = check(BytesIO(content), asked)
    nothing_leaks(written(report, format, language), secret)
    old = "".join(as_kontrollprogram(report, {"aar": "2026"}, language))
    assert json.loads(old)["innparametere"] == {"aar": "2026"}
    nothing_leaks(old, secret)


@settings(max_examples=300, deadline=None)
@given(content=some.binary(max_size=2000), which=some.sampled_from(FORMS), nil=some.booleans())
def test_any_bytes_give_a_report(content: bytes, which: tuple[str, int], nil: bool) -> None:
    report = check(BytesIO(content), question(*which, nil, None))
    holds(content, report, frozenset())
    assert report.accepted == (nil and content.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") in (b"", b" "))


@settings(max_examples=400, deadline=None)
@given(
    which=some.sampled_from(FORMS),
    count=some.sampled_from(KEPT),
    mutations=some.lists(MUTATIONS, min_size=1, max_size=3),
)
def test_the_lines_that_stop_a_file_are_those_that_one_finds_byte_by_byte(
    which: tuple[str, int], count: int, mutations: list[Mutation]
) -> None:
    content, _ = base(*which, count)
    for mutation in mutations:
        content = mutation(content)
    asked = question(*which, False, None)
    report = check(BytesIO(content), asked)
    found = {
        (line, report.control(place).sentence)
        for place in report.table.hits
        for hits in report.table.of(place)
        for line in hits.lines.tolist()
    }
    plain = read(content, asked.version.record_length)
    whole = {sentence for line, sentence in found if line == 0}
    if whole:
        assert whole <= {
            "K00.tom",
            "K00.blank",
            *(f"K01.{kind}" for kind in ("zip", "gzip", "7z", "pdf", "office", "utf-16")),
        }
    elif plain.bad:
        assert found == set(plain.bad.items())
    else:
        assert report.table.records == len(plain.records)
        assert {line for line, _ in found} <= plain.records.keys()


@pytest.mark.parametrize("pattern", [b"\0", b"A", b"1103 26 ", "Å".encode(), b"\xc5"])
@pytest.mark.parametrize("nil", [False, True])
def test_a_gigabyte_without_a_line_end_is_told_in_constant_memory(pattern: bytes, nil: bool) -> None:
    size = 1 << 30 if pattern in (b"\0", b"A") else 1 << 27
    tracemalloc.start()
    report = check(Endless(pattern, size), question("11F", 2026, nil, None))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 << 20
    assert len(written(report, Format.JSON)) < 2000
    [place] = report.table.counts
    expected = "K00.innhold" if nil and pattern != b"\0" else "K01.utf-16" if pattern == b"\0" else "K01.endelos"
    assert report.control(place).sentence == expected


def test_a_file_of_nothing_but_line_ends_is_empty_however_long() -> None:
    report = check(Endless(b"\r\n", 1 << 24), question("11F", 2026, False, None))  # type: ignore[arg-type]
    assert report.by_control() == {"K00": 1}


def test_eight_thousand_records_of_one_person_give_a_report_that_grows_no_faster_than_the_file() -> None:
    """The public program needed 640 MB for this."""
    asked = question("11F", 2026, False, None)
    line = lines(asked.version, "1103", 1, 3)[0]
    field = asked.version.field("person_fodselsnr")
    person = "17819012303"
    content = file_of([line[: field.first - 1] + person + line[field.last :]] * 8000)
    tracemalloc.start()
    report = check(BytesIO(content), asked)
    text = written(report, Format.JSON)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.by_control()["K05B"] == 8000
    assert peak < 150 << 20
    assert len(text) < 60 * len(content)
    assert person not in text
    people = check(BytesIO(content), ask("11F", 2026, "110300", keep=SHOWN, for_people=True))
    assert len(written(people, Format.HTML)) < 500_000
