"""Data handed to somebody else, cut by the legal basis they have for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.model.period import Period


class Identity(StrEnum):
    """How persons are told apart in a delivery."""

    NATIONAL_ID = "national id"
    RECIPIENT_PSEUDONYM = "recipient pseudonym"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """What a recipient may have. A delivery never holds more."""

    id: str
    recipient: str
    paragraph: str
    purpose: str
    forms: tuple[str, ...]
    fields: tuple[str, ...]
    identity: Identity
    valid_from: date
    valid_to: date | None
    entered_by: str
    approved_by: str | None

    def covers(self, form: str, fields: tuple[str, ...], on: date) -> bool:
        return (
            self.approved_by is not None
            and self.approved_by != self.entered_by
            and form in self.forms
            and set(fields) <= set(self.fields)
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    id: str
    basis: str
    form: str
    period: Period
    made: datetime
    made_by: str
    persons: int
    sha256: str
    approved_by: str | None = None
    replaces: str | None = None
