"""What was sent is kept as it was said, with the keys to its bytes and what came of its controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from integration.databases import START
from kostra.app.ports.submissions import INNDATA, ORIGINAL, REPORT, Frequency, Progress, Tally
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.app.receiving.refusals import KeyUsed
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.finding import Severity
from kostra.model.people import HOUSE, Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season, Stage, Standing, State, Submission

HALDEN, MOSS = "310100", "310300"
KARI = Actor(ActorKind.PERSON, "p1", "Kari")
VENDOR = Actor(ActorKind.SYSTEM, "v1", "Fagsystem AS")
SENT = Submission(
    id="s1",
    answers=Expected("11F", Period(2026), HALDEN),
    content=Content.FILE,
    stage=Stage.RECEIVED,
    uploaded=START,
    preparer=KARI,
    sha256="ab" * 32,
    size=34_000_000,
    received=START,
    sender=VENDOR,
    file_name="fil.dat",
    replaces="s0",
    severity=Severity.WARNING,
    records=812,
    receipt="a.b.c",
)
BARE = Submission("s2", SENT.answers, Content.NIL, Stage.PREPARED, START, KARI, "cd" * 32, 0)
BYTES = Kept("kildedata/ab/x", b"wrapped", "k1", "ab" * 32, 100)


@pytest.mark.parametrize("submission", [SENT, BARE])
def test_it_is_kept_as_it_was_said(system: System, submission: Submission) -> None:
    with system.transactions.begin(KARI, Scope(frozenset({HALDEN}))) as tx:
        tx.submissions.add(submission)
        assert tx.submissions.one(submission.id) == submission
        changed = replace(submission, stage=Stage.CHECKED, severity=Severity.OK, records=3)
        tx.submissions.put(changed)
        assert tx.submissions.one(submission.id, lock=True) == changed
        assert tx.submissions.one("s9") is None


def test_they_are_listed_newest_first(system: System) -> None:
    later = replace(SENT, id="s3", uploaded=START.replace(hour=11))
    other = replace(SENT, id="s4", answers=Expected("11F", Period(2026), MOSS))
    tried = replace(SENT, id="s5", answers=replace(SENT.answers, season=Season.TEST))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        for one in (SENT, later, other, tried):
            tx.submissions.add(one)
        assert [one.id for one in tx.submissions.of(SENT.answers)] == ["s3", "s1"]
        assert [one.id for one in tx.submissions.listed(limit=2)] == ["s3", "s4"]
        assert [one.id for one in tx.submissions.listed(form="11F", unit=MOSS)] == ["s4"]
        assert [one.id for one in tx.submissions.listed(season=Season.TEST)] == ["s5"]


def test_the_newest_is_the_one_that_no_other_replaces(system: System) -> None:
    later = replace(SENT, id="s3", replaces="s1", uploaded=START.replace(hour=1))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.submissions.newest(SENT.answers) is None
        tx.submissions.add(BARE)
        assert tx.submissions.newest(SENT.answers) is None, "what is prepared is not delivered"
        tx.submissions.add(SENT)
        tx.submissions.add(later)
        tx.submissions.add(replace(SENT, id="s4", answers=replace(SENT.answers, season=Season.TEST), replaces="s3"))
        assert tx.submissions.newest(SENT.answers) == later


def test_a_key_of_the_sender_finds_its_submission_in_its_own_season_alone(system: System) -> None:
    tried = replace(SENT, id="s5", answers=replace(SENT.answers, season=Season.TEST))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT, "once")
        tx.submissions.add(tried, "once")
        assert tx.submissions.by_idempotency_key("p1", "once") == SENT
        assert tx.submissions.by_idempotency_key("p1", "once", Season.TEST) == tried
        assert tx.submissions.by_idempotency_key("p2", "once") is None
        assert tx.submissions.by_idempotency_key("p1", "twice") is None
    with pytest.raises(KeyUsed), system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(replace(SENT, id="s6"), "once")


def test_keys_are_kept_until_they_are_destroyed(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT)
        for what in (ORIGINAL, REPORT, INNDATA):
            tx.submissions.keep("s1", what, BYTES)
        newer = replace(BYTES, key=b"anew", wrapped_by="k2")
        tx.submissions.keep("s1", REPORT, newer)
        assert tx.submissions.kept("s1", ORIGINAL) == BYTES
        tx.submissions.destroy_key("s1", ORIGINAL, START)
        assert tx.submissions.kept("s1", ORIGINAL) is None
        assert list(tx.submissions.all_kept()) == [("s1", INNDATA, BYTES), ("s1", REPORT, newer)]


def test_a_destroyed_key_is_gone_from_the_row(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT)
        tx.submissions.keep("s1", ORIGINAL, BYTES)
        tx.submissions.destroy_key("s1", ORIGINAL, START)
        tx.submissions.destroy_key("s1", ORIGINAL, START.replace(year=2040))
        assert tx.submissions.kept("s1", "other") is None
        assert list(tx.submissions.all_kept()) == []


def test_what_belongs_to_one_out_of_reach_is_not_added(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT)
    with system.transactions.begin(KARI, Scope(frozenset({MOSS}))) as tx:
        assert tx.submissions.one("s1") is None
        changes: tuple[Callable[[], None], ...] = (
            lambda: tx.submissions.put(SENT),
            lambda: tx.submissions.keep("s1", ORIGINAL, BYTES),
            lambda: tx.submissions.tally("s1", []),
            lambda: tx.submissions.progress("s1", Progress(1, 2, "kontroller")),
        )
        for change in changes:
            with pytest.raises(Broken):
                change()


def test_counting_again_counts_anew(system: System) -> None:
    k, t = Tally("K23B", Severity.ERROR, "trygdesit", 3), Tally("K3B", Severity.WARNING, None, 7)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT)
        tx.submissions.tally("s1", [t, k, k])
        assert tx.submissions.tallies("s1") == (replace(k, count=6), t)
        tx.submissions.tally("s1", [t])
        assert tx.submissions.tallies("s1") == (t,)


def test_the_most_frequent_controls_count_what_stands_now(system: System) -> None:
    moss = Expected("11F", Period(2026), MOSS)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        for id, answers, sender, count in (
            ("old", SENT.answers, VENDOR, 100),
            ("s1", SENT.answers, VENDOR, 3),
            ("s2", moss, KARI, 4),
        ):
            tx.submissions.add(replace(SENT, id=id, answers=answers, sender=sender))
            tx.submissions.tally(
                id, [Tally("K23B", Severity.ERROR, "trygdesit", count), Tally("K1", Severity.INFO, None, 1)]
            )
            tx.campaign.put(Standing(answers, State.RECEIVED, START, id, START))
        assert tx.submissions.most_frequent("11F", 2026) == (
            Frequency("K23B", Severity.ERROR, "", 4, 1),
            Frequency("K23B", Severity.ERROR, "Fagsystem AS", 3, 1),
            Frequency("K1", Severity.INFO, "", 1, 1),
            Frequency("K1", Severity.INFO, "Fagsystem AS", 1, 1),
        )
        assert tx.submissions.most_frequent("11F", 2025) == ()
        assert tx.submissions.most_frequent("11F", 2026, Season.TEST) == ()


def test_progress_is_the_last_that_was_told(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.submissions.add(SENT)
        assert tx.submissions.progress_of("s1") is None
        tx.submissions.progress("s1", Progress(1, 9, "leser"))
        tx.submissions.progress("s1", Progress(5, 9, "kontrollerer"))
        assert tx.submissions.progress_of("s1") == Progress(5, 9, "kontrollerer")
