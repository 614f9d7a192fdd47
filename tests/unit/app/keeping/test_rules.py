"""How long what is kept is kept: the rules as they stand, and what they say of a submission."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kostra
from kostra.app.deliveries import making
from kostra.app.keeping.retention import KINDS
from kostra.app.keeping.rules import FILE, Of, became, due, rules
from kostra.app.keeping.shelves import shelves
from kostra.app.ports import edits, submissions
from kostra.app.ports.transaction import Transaction
from kostra.model.errors import ContentError
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season, Stage, Submission

THEN = datetime(2027, 1, 12, 9, tzinfo=UTC)


def submission(id: str, stage: Stage, days: int = 0, replaces: str | None = None) -> Submission:
    at = THEN + timedelta(days=days)
    received = None if stage in (Stage.PREPARED, Stage.WITHDRAWN) else at
    expected = Expected("11F", Period(2026), "110300")
    return Submission(id, expected, Content.FILE, stage, at, HOUSE, "", 0, received, replaces=replaces)


def test_what_became_of_a_submission() -> None:
    first = submission("first", Stage.CHECKED)
    stopped = submission("stopped", Stage.STOPPED, 1, "first")
    last = submission("last", Stage.CHECKED, 5, "stopped")
    others = [last, stopped, first]
    assert became(first, others, "last") == (Of.REPLACED, THEN + timedelta(days=5))
    assert became(stopped, others, "last") == (Of.STOPPED, THEN + timedelta(days=1))
    assert became(last, others, "last") == (Of.CURRENT, THEN + timedelta(days=5))
    assert became(first, [stopped, first], "first") == (Of.CURRENT, THEN)
    assert became(first, [stopped, first], None) == (Of.CURRENT, THEN), "a stopped one replaces nothing"
    assert became(first, others, "first") == (Of.CURRENT, THEN), "what stands is not replaced"
    waiting = submission("waiting", Stage.RECEIVED, 6, "last")
    assert became(waiting, [waiting, *others], "waiting") is None
    assert became(last, [waiting, *others], "waiting") == (Of.CURRENT, THEN + timedelta(days=5))
    assert became(submission("x", Stage.PREPARED), others, "last") == (Of.UNSENT, THEN)
    assert became(submission("x", Stage.WITHDRAWN), others, "last") == (Of.WITHDRAWN, THEN)


def test_a_rule_is_due_on_its_day_and_not_before() -> None:
    among = rules()
    rule = next(one for one in among if one.of is Of.STOPPED and one.season is Season.REAL)
    last = THEN + timedelta(days=rule.days)
    assert due(Of.STOPPED, THEN, Season.REAL, last, among) == rule
    assert due(Of.STOPPED, THEN, Season.REAL, last - timedelta(seconds=1), among) is None
    assert due(Of.STOPPED, THEN, Season.REAL, last, ()) is None


def test_inndata_that_figures_are_made_of_has_no_rule() -> None:
    assert not [
        rule for rule in rules() if rule.season is Season.REAL and rule.of is Of.CURRENT and "inndata" in rule.what
    ]
    assert {(rule.season, rule.of) for rule in rules()} == {(season, of) for season in Season for of in Of}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("days   = 30", "days   = 0", "days is 0"),
        ("days   = 30", "dager  = 30", "days"),
        ('what   = ["kildedata", "report"]', 'what   = ["kildedata", "alt"]', "what is kildedata, alt"),
        ('of     = "withdrawn"', 'of     = "stopped"', "a rule for real stopped already"),
        ('of     = "withdrawn"', 'of     = "gone"', "of is «gone»"),
    ],
)
def test_a_rule_that_is_not_understood_is_refused(before: str, after: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "retention.toml"
    text = FILE.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(ContentError, match=problem):
        rules(file)


def test_everything_that_is_kept_of_a_submission_ends_some_time() -> None:
    """Somebody who begins to keep something more must say for how long."""
    named = {name for name, one in vars(submissions).items() if type(one) is str and name.isupper()}
    kept = {getattr(submissions, name) for name in named}
    for of in Of:
        ending = {what for rule in rules() if (rule.season, rule.of) == (Season.TEST, of) for what in rule.what}
        assert ending >= kept - {submissions.INNDATA}
    assert {what for rule in rules() for what in rule.what} == kept


def test_every_kind_of_object_is_looked_through_for_strays() -> None:
    written = set()
    for path in Path(kostra.__file__).parent.rglob("*.py"):
        written |= set(re.findall(r'vault\.writing\("([^"]+)"\)', path.read_text("utf-8")))
    assert written | {submissions.INNDATA, edits.SNAPSHOT, making.KIND} == set(KINDS)


def test_every_room_that_keeps_something_has_a_shelf() -> None:
    """A room whose keys are forgotten cannot be read after a rotation, and its objects would be taken for strays."""
    from kostra.app import ports

    folder = Path(ports.__file__).parent
    lists = re.compile(r"def (all_kept|snapshots)\(")
    keeping = {path.stem for path in folder.glob("*.py") if lists.search(path.read_text("utf-8"))}
    assert keeping == {shelf.room for shelf in shelves()}
    assert keeping <= {name for name, one in vars(Transaction).items() if isinstance(one, property)}
    holding = {path.stem for path in folder.glob("*.py") if "Kept" in path.read_text("utf-8")}
    assert holding - keeping <= {"vault"}, "what takes a Kept must be able to list them"
