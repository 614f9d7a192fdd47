"""The controls of a form in a year, with their limits: what is run, in which order, and under which version.

A control that asks for a field or a limit that the year does not have is broken; that is found when the set is built, not when somebody
sends a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kostra.controls import release
from kostra.controls.declare import Control, Given, Requirement, Unique
from kostra.methods.columns import Column, Fields
from kostra.model.dated import Dated
from kostra.model.errors import Broken, Refused
from kostra.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Set:
    """`controls` in the order they are told. `version` names the release and a fingerprint of what was declared."""

    form: str
    year: int
    release: int
    controls: tuple[Control, ...]
    limits: Mapping[str, int]
    version: str

    def severity(self, control: Control) -> Severity:
        return control.severity.at(self.release)

    def bind(self, control: Control, given: Given) -> Callable[[Fields], Requirement | Unique]:
        """The rule with its limits filled in."""
        arguments = {name: given if name == "given" else self.limits[name] for name in control.parameters}
        rule = control.rule
        return lambda fields: rule(fields, **arguments)

    def concerned(self, control: Control, nothing: Fields, given: Given) -> tuple[str, ...]:
        """The fields a rule reads, found by running it on no records."""
        watched = _Watched(nothing)
        self.bind(control, given)(watched)
        return tuple(watched.asked)


class _Watched(Fields):
    """Fields that remember which of them a rule asked for."""

    def __init__(self, fields: Fields) -> None:
        super().__init__(fields._readers, len(fields), fields._written)
        self.asked: dict[str, None] = {}

    def column(self, id: str) -> Column:
        self.asked[id] = None
        return super().column(id)


def build(
    form: str,
    year: int,
    declared: Iterable[Control],
    limits: Mapping[str, Dated[int]],
    *,
    fingerprint: str,
    asked: int | None = None,
    proposals: bool = False,
) -> Set:
    """The set of a year: its last release, or the one asked for. Proposals are left out unless asked for.

    `fingerprint` is of the files the controls were declared in, so that a report tells which rules it was made by.
    """
    every = [c for c in declared if proposals or not c.proposal]
    turns = releases(year, every)
    if asked is not None and asked not in turns:
        known = ", ".join(map(release.written, turns))
        raise Refused(f"{release.written(asked)} er ikke en kontrollversjon for {form}. For {year} finnes {known}.")
    wanted = asked or release.last(year)
    chosen = [c for c in every if c.in_release(wanted)]
    of_year = {name: limit.at(year) for name, limit in limits.items() if limit.covers(year)}
    for control in chosen:
        for name in control.parameters:
            if name != "given" and name not in of_year:
                raise Broken(f"{control.id} of {form} needs the limit «{name}», which has no value in {year}")
    named = max(turn for turn in turns if turn <= wanted)
    return Set(form, year, wanted, tuple(chosen), of_year, f"{release.written(named)}-{fingerprint}")


def releases(year: int, declared: Iterable[Control]) -> tuple[int, ...]:
    """The releases of a year, the first always among them: one begins where a control begins, ends or changes in the midst of it."""
    turns = {release.first(year)}
    for control in declared:
        turns |= {turn for turn, _ in control.severity.points if turn // 100 == year}
        until = control.severity.until
        if until is not None and until // 100 == year and until < release.last(year):
            turns.add(until + 1)
    return tuple(sorted(turns))
