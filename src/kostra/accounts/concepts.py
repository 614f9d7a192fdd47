"""Concepts of cost: which arts are added, in which kind of account, for which years and for which scope.

Amounts are added as they stand, income with a minus. A concept says nothing of a year that no rule of it covers, and refuses to guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kostra.model.errors import Refused
from kostra.model.text import Text


class Scope(StrEnum):
    """The municipality's own account, or it and its enterprises seen as one."""

    MUNICIPALITY = "municipality"
    CONSOLIDATED = "consolidated"


class Kind(StrEnum):
    RUNNING = "running"
    INVESTMENT = "investment"


@dataclass(frozen=True, slots=True)
class Account:
    """The form of a scope, and the number that each kind of account has in it."""

    form: str
    classes: Mapping[Kind, str]


ACCOUNTS: Mapping[Scope, Account] = {
    Scope.MUNICIPALITY: Account("0A", {Kind.RUNNING: "1", Kind.INVESTMENT: "0"}),
    Scope.CONSOLIDATED: Account("0M", {Kind.RUNNING: "3", Kind.INVESTMENT: "4"}),
}


@dataclass(frozen=True, slots=True)
class Arts:
    """From one art through another, both three digits wide, so that a range of numbers is a range of texts."""

    first: str
    last: str

    def __contains__(self, art: object) -> bool:
        return isinstance(art, str) and self.first <= art <= self.last


@dataclass(frozen=True, slots=True)
class ArtRule:
    """`scope` is None where both add the same arts."""

    since: int
    until: int | None
    arts: tuple[Arts, ...]
    scope: Scope | None = None

    def covers(self, scope: Scope, year: int) -> bool:
        return self.scope in (None, scope) and self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Concept:
    """`code` is what it is called in the hierarchy of arts that it is taken from."""

    id: str
    title: Text
    about: Text
    code: str
    kind: Kind
    rules: tuple[ArtRule, ...]

    def arts(self, scope: Scope, year: int) -> tuple[Arts, ...]:
        for rule in self.rules:
            if rule.covers(scope, year):
                return rule.arts
        first = min(rule.since for rule in self.rules)
        raise Refused(f"Hvilke arter {self.title.nb.lower()} er i {year}, er ikke kjent. Velg et år fra {first}.")
