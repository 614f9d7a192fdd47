"""The step from kildedata to inndata, as a job: once for each submission that was let through, and the same whenever it is made."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pyrage  # type: ignore[import-untyped]
import pytest

from integration.receiving.sending import BERGEN, EXPECTED, actions, asker, expect, good_file, send, stopped_file
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.app.receiving.controlling import control
from kostra.app.receiving.inndata import has_inndata, make_inndata
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Submission
from kostra.store.chest import resolver
from oracle.judging import cut

VERSION = catalogue.form("11F").version(2026)


def made(system: System, content: bytes, expected: Expected = EXPECTED) -> str:
    """The id of a submission whose controls have been run, and whose inndata has been asked for."""
    expect(system, expected)
    id = send(system, content, asker(Right.SEND, region=expected.unit), expected).submission.id
    control(system, id, expected.unit)
    make_inndata(system, id, expected.unit)
    return id


def inndata(system: System, id: str) -> Kept | None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tx.submissions.kept(id, INNDATA)


def frame(system: System, id: str) -> pl.DataFrame:
    kept = inndata(system, id)
    assert kept is not None
    with system.vault.open(kept) as file:
        return pl.read_parquet(io.BytesIO(file.read()))


def people(content: bytes) -> list[str]:
    return [cut(VERSION, line)["person_fodselsnr"] for line in content.decode("latin-1").splitlines()]


def test_a_file_becomes_typed_records_with_pseudonyms(system: System, tmp_path: Path) -> None:
    content = good_file(20)
    found = frame(system, made(system, content))
    assert found.height == 20 and "person_fodselsnr" not in found.columns
    back = resolver(tmp_path / "keys" / "resolve", lambda _: None, demo=True)
    assert [one.decode() for one in back.resolve(found["person_fodselsnr_pseudonym"].to_list())] == people(content)
    assert set(found["kommune_nr"]) == {"1103"} and found["person_journalnr"].n_unique() == 20
    assert set(found["id_type"]) == {"fodselsnummer"}
    text = found.select(pl.all().exclude(pl.Binary).cast(pl.String)).write_csv()
    assert not [one for one in people(content) if one in text]


def test_one_person_has_one_pseudonym_in_every_municipality_and_year(system: System) -> None:
    here = frame(system, made(system, good_file(5)))
    there = frame(system, made(system, good_file(5, BERGEN), Expected("11F", EXPECTED.period, BERGEN)))
    column = "person_fodselsnr_pseudonym"
    assert here[column].to_list() == there[column].to_list() and here[column].n_unique() == 5


def test_it_is_made_once_and_would_be_the_same_again(system: System) -> None:
    id = made(system, good_file(10))
    first = inndata(system, id)
    make_inndata(system, id, EXPECTED.unit)
    assert inndata(system, id) == first and actions(system, id).count("inndata.made") == 1
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.destroy_key(id, INNDATA, tx.now)
    make_inndata(system, id, EXPECTED.unit)
    again = inndata(system, id)
    assert first is not None and again is not None
    assert again.sha256 == first.sha256 and again.object != first.object


def test_a_file_that_the_sender_encrypted_gives_the_same(system: System) -> None:
    content = good_file(10)
    sealed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(system.opener.recipient())])
    plain, opened = inndata(system, made(system, content)), inndata(system, made(system, sealed))
    assert plain is not None and opened is not None and plain.sha256 == opened.sha256


def test_what_was_stopped_has_no_inndata(system: System) -> None:
    assert inndata(system, made(system, stopped_file())) is None


@pytest.mark.parametrize(
    ("form", "content", "stage", "expected"),
    [
        ("11F", Content.FILE, Stage.CHECKED, True),
        ("7", Content.ANSWERS, Stage.CHECKED, True),
        ("7", Content.PAPER, Stage.CHECKED, True),
        ("11F", Content.NIL, Stage.CHECKED, False),
        ("11F", Content.FILE, Stage.RECEIVED, False),
        ("11F", Content.FILE, Stage.PREPARED, False),
        ("KRISE-B", Content.FILE, Stage.CHECKED, False),
        ("KRISE-S", Content.ANSWERS, Stage.CHECKED, False),
    ],
)
def test_what_inndata_is_made_of(form: str, content: Content, stage: Stage, expected: bool, system: System) -> None:
    """Never of what is received for another body."""
    about = Expected(form, Period(2026), "110300")
    one = Submission("x", about, content, stage, system.clock.now(), HOUSE, "", 0)
    assert has_inndata(one) is expected


def test_a_submission_that_is_not_there_is_nothing_to_do(system: System) -> None:
    make_inndata(system, "nothing", EXPECTED.unit)
    assert actions(system, "nothing") == []
