"""The quality statement: written down with the release, worked out from rows and cells, and read by anybody once the release is out."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from integration.commands import running
from integration.databases import SetClock
from integration.evaluation.played import played
from integration.portal.asking import text_of
from integration.portal.house import House
from integration.publication.released import AGES, HIDDEN, HOURS, SEXES, released
from kostra.app.evaluation import stating
from kostra.app.publication import folders, reading, showing
from kostra.app.system import System
from kostra.cli import evaluate
from kostra.model.errors import Missing
from kostra.model.release import Kind, Release
from kostra.publication import manifest
from kostra.reporting import quality

CHANGED = {**HIDDEN, ("1103", "a"): 7, ("EAK", "alle"): 13}
"""Against 10 everywhere: two of the seven cells that are shown both times."""


def kept(system: System, data: Path, one: Release) -> quality.Quality:
    found = stating.statement(showing.public(system, data), one.id).kept
    assert found is not None
    return found


@pytest.fixture
def both(there: House, clock: SetClock) -> tuple[Release, Release]:
    """Provisional figures, and then final ones, of the season that was played."""
    played(there)
    first = released(there.system, there.folder)
    clock.time = HOURS[Kind.PROVISIONAL]
    final = released(there.system, there.folder, {AGES: CHANGED, SEXES: {}}, Kind.FINAL)
    clock.time = HOURS[Kind.FINAL]
    return first, final


def test_it_lies_among_the_files_of_the_release_and_never_changes(there: House, both: tuple[Release, Release]) -> None:
    first, _ = both
    path = folders.of_release(there.folder, first.id) / quality.NAME
    content = path.read_bytes()
    assert reading.opened(there.folder, first).manifest.files[quality.NAME] == manifest.file(content)
    assert quality.written(quality.read(content)) == content
    path.chmod(0o600)
    path.write_bytes(content.replace(b'"cells": 9', b'"cells": 8'))
    assert reading.differing(there.folder, first) == (quality.NAME,)


def test_revisions_are_those_of_the_cells_themselves(there: House, both: tuple[Release, Release]) -> None:
    first, final = both
    assert kept(there.system, there.folder, first).revisions == (), "nothing was published before"
    for one in kept(there.system, there.folder, final).revisions:
        was, now = (
            pl.read_parquet(folders.of_release(there.folder, each.id) / "tables" / f"{one.table}.parquet")
            for each in both
        )
        pairs = [
            (int(a), int(b))
            for a, b in zip(was["value"].to_list(), now["value"].to_list(), strict=True)
            if a is not None and b is not None
        ]
        assert (one.compared, one.changed) == (len(pairs), sum(a != b for a, b in pairs))
        assert (one.absolute, one.base) == (sum(abs(b - a) for a, b in pairs), sum(a for a, _ in pairs))
    ages, sexes = (kept(there.system, there.folder, final).revised(table)[0] for table in (AGES, SEXES))
    assert (ages.compared, ages.changed, ages.absolute, ages.base) == (7, 2, 6, 70) and (
        sexes.changed,
        sexes.compared,
    ) == (0, 9)


def test_the_burden_is_that_of_the_rows_themselves(there: House, both: tuple[Release, Release]) -> None:
    (form,) = kept(there.system, there.folder, both[0]).forms
    with there.database.everything() as connection:
        (deliveries, again, by_system, units) = connection.execute(  # type: ignore[misc]
            "SELECT count(*), count(replaces), count(*) FILTER (WHERE sender_kind = 'system'), count(DISTINCT region)"
            " FROM submission WHERE form = '11F' AND period = '2026' AND received IS NOT NULL"
        ).fetchone()
        (findings,) = connection.execute("SELECT sum(count) FROM tally").fetchone()  # type: ignore[misc]
        (records,) = connection.execute(  # type: ignore[misc]
            "SELECT sum(s.records) FROM expected e JOIN submission s ON s.id = e.submission WHERE e.form = '11F'"
        ).fetchone()
        moves = connection.execute(
            "SELECT region, min(at) FROM event WHERE action = 'state.changed' AND details ->> 'to' = 'accepted' GROUP BY region"
        ).fetchall()
    told = form.burden
    assert (
        (told.units, told.deliveries, told.again, told.by_system)
        == (units, deliveries, again, by_system)
        == (4, 5, 1, 3)
    )
    assert (told.findings, told.asked, told.answered, told.stopped) == (int(findings), 3, 3, 0) and told.findings == 12
    assert (form.form, form.records, form.edited) == ("11F", int(records), 0)
    assert told.approved == len(moves) and (told.days is None) == (not moves)


def test_the_page_for_readers_in_three_languages(there: House, both: tuple[Release, Release]) -> None:
    _, final = both
    reader = there.visit()
    for language, said, moved in (
        ("nb", "166 dager etter at 2026 var slutt", "7 2 0,86 8,57 %"),
        ("nn", "166 dagar etter at 2026 var slutt", "7 2 0,86 8,57 %"),
        ("en", "166 days after the end of 2026", "7 2 0.86 8.57%"),
    ):
        page = reader.get(f"/{language}/kvalitet/{final.id}")
        told = text_of(page.text).replace("\u00a0", " ")
        assert page.status_code == 200 and said in told and moved in told
    norwegian = text_of(reader.get(f"/nb/kvalitet/{final.id}").text).replace("\u00a0", " ")
    assert "151 dager etter fristen for skjema 11F, 15. januar 2027" in norwegian
    assert "11F 4 5 1 3 0 12 3 3" in norwegian and "11F 2026 4 av 4 100,00 %" in norwegian
    front = text_of(reader.get("/nb/kvalitet").text)
    assert "Endelige tall for 2026" in front and "Foreløpige tall for 2026" in front
    of_table = reader.get(f"/nb/kvalitet?tabell={AGES}")
    assert of_table.status_code == 200 and f"Publiseringer med tabell {AGES}." in text_of(of_table.text)
    assert reader.get("/nb/kvalitet?tabell=99999").status_code == 404
    changes = reader.get(f"/nb/endringer/{final.id}").text
    assert f'href="/nb/kvalitet/{final.id}"' in changes
    assert f'href="/nb/kvalitet?tabell={AGES}"' in reader.get(f"/nb/tabeller/{AGES}").text


def test_programs_read_the_same(
    there: House, both: tuple[Release, Release], capsys: pytest.CaptureFixture[str]
) -> None:
    _, final = both
    answer = there.visit().get(f"/api/releases/{final.id}/quality.json")
    told = answer.json()
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "*"
    assert told["timeliness"]["published"] == "2027-06-15" and told["timeliness"]["days_after_the_year"] == 166
    (ages,) = [one for one in told["revisions"] if one["table"] == AGES]
    assert (ages["mean_absolute"], ages["relative_percent"]) == (0.86, 8.57)
    (coverage,) = told["coverage"]
    assert (coverage["form"], coverage["expected"], coverage["missing"]) == ("11F", 4, 0)
    add = lambda commands, opened: evaluate.add(commands, opened, lambda: there.folder)  # noqa: E731
    assert json.loads(running(there.system, capsys, add, "evaluate")("quality", final.id)) == told


def test_nothing_is_told_before_the_hour(there: House, clock: SetClock) -> None:
    waiting = released(there.system, there.folder)
    reader = there.visit()
    for path in (f"/nb/kvalitet/{waiting.id}", f"/api/releases/{waiting.id}/quality.json", "/nb/kvalitet/finnes-ikke"):
        assert reader.get(path).status_code == 404
    assert "Ingen tall er publisert ennå." in text_of(reader.get("/nb/kvalitet").text)
    with pytest.raises(Missing):
        stating.statement(showing.public(there.system, there.folder), waiting.id)
    clock.time = HOURS[Kind.PROVISIONAL]
    assert reader.get(f"/nb/kvalitet/{waiting.id}").status_code == 200


def test_a_release_from_before_there_were_statements_has_the_days_and_who_was_missing(
    there: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        put = folders.put
        older.setattr(
            folders, "put", lambda part, name, content: None if name == quality.NAME else put(part, name, content)
        )
        one = released(there.system, there.folder)
    clock.time = HOURS[Kind.PROVISIONAL]
    page = there.visit().get(f"/nb/kvalitet/{one.id}")
    told = text_of(page.text)
    assert page.status_code == 200 and "ble laget før kvaliteten ble skrevet ned" in told
    assert "74 dager etter at 2026 var slutt" in told and "0 av 4" in told
    assert there.visit().get(f"/api/releases/{one.id}/quality.json").json()["forms"] == []
