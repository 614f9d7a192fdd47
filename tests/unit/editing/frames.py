"""Small frames of klargjorte data, and edits to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import polars as pl

from kostra.editing.keys import Identity, keyed
from kostra.model.edit import Act, Edit, Reason, Whole
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period

WHOLE = Whole("11F", Period(2026))
UNIT, OTHER = "110300", "460100"
EDITOR = Actor(ActorKind.PERSON, "desk", "Siri")
IDENTITY = Identity("journal", "kind", (("fodselsnummer", "who_pseudonym"),))
SCHEMA = {
    "line": pl.Int64(),
    "journal": pl.String(),
    "who_pseudonym": pl.Binary(),
    "kind": pl.String(),
    "bosit": pl.String(),
    "bidrag": pl.Int64(),
    "day": pl.Date(),
}


def inndata(rows: Sequence[Mapping[str, object]], unit: str = UNIT, submission: str = "s1") -> pl.DataFrame:
    """One unit's records. What is not said of a row is what every row has."""
    whole = [
        {
            "line": number,
            "journal": f"J{number}",
            "who_pseudonym": f"p{number}".encode(),
            "kind": "fodselsnummer",
            "bosit": "1",
            "bidrag": 1000 * number,
            "day": None,
            **row,
        }
        for number, row in enumerate(rows, start=1)
    ]
    return keyed(pl.DataFrame(whole, schema=SCHEMA), WHOLE.of(unit), submission, IDENTITY)


def change(frame: pl.DataFrame, row: int, field: str, before: str | None, after: str | None, number: int) -> Edit:
    """An edit of one row of the frame."""
    return Edit(
        id=f"e{number}",
        number=number,
        act=Act.CHANGED,
        of=WHOLE.of(frame["unit"][row]),
        submission=frame["submission"][row],
        record=frame["record"][row],
        line=frame["line"][row],
        field=field,
        before=before,
        after=after,
        reason=Reason.REVIEW,
        comment="",
        actor=EDITOR,
        at=datetime(2027, 1, 20, 12, 0, number % 60, tzinfo=UTC),
        digest=frame["digest"][row],
    )


def about(one: Edit, act: Act, number: int, digest: str | None = None) -> Edit:
    return Edit(
        id=f"e{number}",
        number=number,
        act=act,
        of=one.of,
        submission=one.submission,
        record=one.record,
        line=one.line,
        field=one.field,
        before=None,
        after=None,
        reason=Reason.REVIEW,
        comment="",
        actor=EDITOR,
        at=one.at,
        about=one.id,
        digest=digest,
    )
