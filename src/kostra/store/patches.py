"""The patches of accepted proposals in the database. There is no changing a row of them, and no right to."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import sqlalchemy as sa

from kostra.app.ports.patches import Patch, Review, Verdict
from kostra.model.people import Actor, ActorKind
from kostra.model.protection import Said
from kostra.store.tables.patches import proposal_patch, proposal_review
from kostra.store.tables.proposals import proposal


class StoredPatches:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, patch: Patch) -> int:
        added = (
            sa.insert(proposal_patch)
            .values(
                id=patch.id,
                proposal=patch.proposal,
                version=patch.version,
                year=patch.year,
                text=patch.text,
                sha256=patch.sha256,
                **_said(patch.made),
            )
            .returning(proposal_patch.c.number)
        )
        number: int = self._connection.execute(added).scalar_one()
        return number

    def review(self, patch: str, review: Review) -> None:
        values = {"patch": patch, "verdict": review.verdict.value, **_said(review.said)}
        self._connection.execute(sa.insert(proposal_review).values(**values))

    def one(self, number: int) -> Patch | None:
        found = self._read(proposal_patch.c.number == number)
        return found[0] if found else None

    def of(self, proposal: str) -> tuple[Patch, ...]:
        return self._read(proposal_patch.c.proposal == proposal)[::-1]

    def of_year(self, year: int) -> tuple[Patch, ...]:
        found = {one.proposal: one for one in self._read(proposal_patch.c.year == year) if one.approved}
        return tuple(sorted(found.values(), key=_approved_at))

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({one.year for one in self._read(sa.true()) if one.approved}))

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Patch, ...]:
        """In the order in which they were made."""
        wanted = (
            sa.select(proposal_patch, proposal.c.number.label("proposal_number"))
            .join(proposal, proposal.c.id == proposal_patch.c.proposal)
            .where(where)
            .order_by(proposal_patch.c.number)
        )
        rows = self._connection.execute(wanted).mappings().all()
        said = sa.select(proposal_review).where(proposal_review.c.patch.in_([row["id"] for row in rows]))
        reviews: dict[str, list[Review]] = {}
        for row in self._connection.execute(said.order_by(proposal_review.c.number)).mappings():
            reviews.setdefault(row["patch"], []).append(Review(Verdict(row["verdict"]), _read_said(row)))
        return tuple(_patch(row, tuple(reviews.get(row["id"], ()))) for row in rows)


def _approved_at(patch: Patch) -> tuple[Any, int]:
    assert patch.approved is not None
    return (patch.approved.at, patch.number)


def _patch(row: sa.RowMapping, reviews: tuple[Review, ...]) -> Patch:
    return Patch(
        id=row["id"],
        proposal=row["proposal"],
        proposal_number=row["proposal_number"],
        version=row["version"],
        year=row["year"],
        text=row["text"],
        sha256=row["sha256"],
        made=_read_said(row),
        reviews=reviews,
        number=row["number"],
    )


def _said(said: Said) -> dict[str, Any]:
    return {
        "said": said.text,
        "at": said.at,
        "by_kind": said.by.kind.value,
        "by_id": said.by.id,
        "by_name": said.by.name,
    }


def _read_said(row: sa.RowMapping) -> Said:
    return Said(Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"]), row["at"].astimezone(UTC), row["said"])
