"""Groups of functions, dated, and what breaks a series of them. A function is counted once in a group, however it came into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kostra.accounts.concepts import Scope
from kostra.model.text import Text


@dataclass(frozen=True, slots=True)
class GroupRule:
    """`of` are functions and other groups."""

    since: int
    until: int | None
    of: tuple[str, ...]

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    title: Text
    rules: tuple[GroupRule, ...]
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """From this year the figures of these functions and groups are not as those before; of one scope, or of both."""

    year: int
    of: tuple[str, ...]
    text: Text
    scope: Scope | None = None


def functions(groups: Mapping[str, Group], id: str, year: int) -> tuple[str, ...]:
    """The functions of a group in a year, in order; a function is itself. Empty where the group is not there in the year."""
    group = groups.get(id)
    if group is None:
        return (id,)
    members = (member for rule in group.rules if rule.covers(year) for member in rule.of)
    return tuple(sorted(function for member in members for function in functions(groups, member, year)))
