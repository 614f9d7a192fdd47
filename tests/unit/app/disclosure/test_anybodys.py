"""What the audit finds in anybody's table is mended before it is written, or told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kostra.app.disclosure import anybodys
from kostra.disclosure.asking import Summed, ask, no_lists, problem
from kostra.disclosure.audit.auditing import audit
from kostra.disclosure.audit.published import agree
from kostra.disclosure.crossing import Crossing, cross
from kostra.disclosure.layout import Dimension, Table, dimension
from kostra.disclosure.problem import Pattern, Problem, Status, Truth, values
from kostra.disclosure.protecting import protect

PLACES = dimension(
    "mun", "abcd", {name: dict(zip("abcd", of, strict=True)) for name, of in (("county", "AABB"), ("group", "XYXY"))}
)


def linked() -> tuple[Problem, Crossing]:
    """Two tables of the same persons, who are in the same places."""
    ages = np.array([[2, 30, 40], [9, 20, 7], [8, 8, 1], [50, 3, 12]])
    sexes = np.array([[40, 32], [30, 6], [2, 15], [60, 5]])
    tables = [_table("age", "xyz", ages), _table("sex", "mk", sexes)]
    asked = [ask(Summed(table, 4, True), (), no_lists(table)) for table in tables]
    crossing = cross(tables, [each.summed.cells for each in asked])
    return problem(crossing, asked), crossing


def _table(name: str, codes: str, counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Table:
    dimensions: tuple[Dimension, ...] = (PLACES, dimension(name, codes))
    return Table(name, dimensions, counts)


def unprotected(made: Problem, *_: object, **__: object) -> Pattern:
    """What is small is not shown, and nothing defends it."""
    none = np.full(len(made.primary), -1)
    return Pattern(made.primary.astype(np.int8), none, none > 0, none > 0)


def test_the_sums_that_anybody_sees_hold_for_the_figures() -> None:
    made, crossing = linked()
    published = anybodys.as_published(made, crossing, protect(made))
    assert agree(published, values(made)) is None
    assert len(set(published.labels)) == len(published.labels) == len(made.primary)
    for cell in np.flatnonzero(np.diff(made.cells.start) > 1)[:3]:
        wrong = values(made)
        wrong[cell] += 1
        assert agree(published, wrong) is not None


def test_what_is_protected_is_safe() -> None:
    made, crossing = linked()
    pattern = anybodys.safe(made, crossing)
    assert not pattern.exposed.any()
    assert audit(anybodys.as_published(made, crossing, pattern)).passed
    assert not audit(anybodys.as_published(made, crossing, unprotected(made))).passed


def test_what_the_audit_finds_is_doubted_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made, crossing = linked()
    heard: list[Truth] = []

    def at_last(made: Problem, doubted: Truth) -> Pattern:
        heard.append(doubted.copy())
        return protect(made) if doubted.any() else unprotected(made)

    monkeypatch.setattr(anybodys, "protect", at_last)
    pattern = anybodys.safe(made, crossing)
    assert [each.any() for each in heard] == [False, True]
    assert (heard[1] <= made.primary).all()
    assert (pattern.status == protect(made).status).all()


def test_what_cannot_be_mended_is_exposed(monkeypatch: pytest.MonkeyPatch) -> None:
    made, crossing = linked()
    monkeypatch.setattr(anybodys, "protect", unprotected)
    pattern = anybodys.safe(made, crossing)
    assert pattern.exposed.any()
    assert (pattern.status[pattern.exposed] != Status.SAFE).all()


def test_what_was_exposed_before_is_not_asked_of_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, crossing = linked()
    monkeypatch.setattr(anybodys, "audit", None)
    out = replace(made, forced=made.primary)
    assert (anybodys.safe(out, crossing).exposed == made.primary).all()
