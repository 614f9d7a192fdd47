"""What a run of the estimation says of a cube: whole figures where a region is reported in part, and which regions are published.

A gate closes figures and changes none: what is withheld stands in the cube, with why. Somebody may have decided otherwise, with a reason of
their own. A region that is all reported is never withheld, nor estimated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kostra import regions
from kostra.model.cube import Cube, Footnote, RunUsed, Withheld
from kostra.model.region import AgeBand, RegionKind, parts_of
from kostra.model.text import Text
from kostra.statistics import words
from kostra.statistics.definition import Decision, TableDefinition
from kostra.statistics.places import STRAY

MUNICIPAL = (RegionKind.MUNICIPALITY, RegionKind.DISTRICT)
_COUNTRY = "EAK"


@dataclass(frozen=True, slots=True)
class Figure:
    """Of one region. `closed` says why it is not good enough. `components` are by what they are called: a code and an age, or a sum."""

    whole: int
    reported: int
    expected: int
    closed: tuple[str, ...] = ()
    components: Mapping[tuple[str, ...], int] | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """`figures` are by the codes of the cube. `municipal` is what closes municipalities, which come as a whole or not at all.

    `alone` are regions whose figure would be one municipality's, `unmade` those that Oslo is lacking in. Size classes have no figure:
    `coverage` and `weight` are the least that they must have, in per cent. `by` and `ages` are what components are divided by.
    """

    figures: Mapping[str, Figure]
    municipal: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()
    unmade: frozenset[str] = frozenset()
    coverage: int = 0
    weight: int = 0
    by: str | None = None
    ages: tuple[AgeBand, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    used: RunUsed
    variables: Mapping[str, Variable]


@cache
def kind_of(region: str, year: int) -> RegionKind:
    """One that nobody knows is a municipality, and so are several that are told of as one."""
    return RegionKind.MUNICIPALITY if region == STRAY or parts_of(region) else regions.find(region, year).kind


def gated(cube: Cube, table: TableDefinition, runs: Mapping[str, Run]) -> Cube:
    """`runs` are by form. A table without a gate is published for every region."""
    if table.gate is None:
        return cube
    run = runs.get(table.data.id)
    gate = _Gate(cube, run, None if run is None else run.variables.get(table.gate))
    found: dict[tuple[RegionKind, Text], list[str]] = {}
    opened: dict[Text, None] = {}
    for region in cube.dimensions[0].values:
        kind = kind_of(region, cube.year)
        reason, decided = gate.closed(region, kind), _decided(table, cube, kind)
        if decided is not None and decided.publish:
            opened |= {decided.reason: None} if reason is not None else {}
            reason = None
        elif decided is not None:
            reason = decided.reason
        if reason is not None:
            found.setdefault((kind, reason), []).append(region)
    withheld = tuple(Withheld(kind, tuple(codes), reason) for (kind, reason), codes in found.items())
    notes = tuple(Footnote(reason, {}) for reason in opened)
    return replace(cube, withheld=withheld, footnotes=(*cube.footnotes, *notes))


def slipped(cube: Cube, forms: Collection[str]) -> Cube:
    """Told of a table that was to be final, and is not, since these forms are late."""
    notes = tuple(Footnote(words.SLIPPED.fill(form=form), {}) for form in forms)
    return replace(cube, footnotes=(*cube.footnotes, *notes))


def _decided(table: TableDefinition, cube: Cube, kind: RegionKind) -> Decision | None:
    of = (one for one in table.decisions if (one.year, one.status) == (cube.year, cube.status))
    return next((one for one in of if kind in one.levels), None)


@dataclass(frozen=True, slots=True)
class _Gate:
    """`run` and `variable` are None where there is no run."""

    cube: Cube
    run: Run | None
    variable: Variable | None

    def closed(self, region: str, kind: RegionKind) -> Text | None:
        if self._is_whole(_COUNTRY if kind in MUNICIPAL and _COUNTRY in self.cube.coverage else region):
            return None
        if self.variable is None:
            return words.NOT_JUDGED
        why = tuple(self._why(self.variable, region, kind))
        return words.joined(why) if why else None

    def _is_whole(self, region: str) -> bool:
        """Where data are those of the run, it knows best who is missing."""
        if self.run is not None and self.run.used.same_data and self.variable is not None:
            figure = self.variable.figures.get(region)
            if figure is not None and figure.reported < figure.expected:
                return False
        return self.cube.coverage[region].whole

    def _why(self, variable: Variable, region: str, kind: RegionKind) -> Iterator[Text]:
        covered, figure = self.cube.coverage[region], variable.figures.get(region)
        if kind in MUNICIPAL:
            yield from map(words.CLOSED.__getitem__, variable.municipal)
            if not variable.municipal and 0 < covered.reported < covered.expected:
                yield words.IN_PART
        elif kind is RegionKind.SIZE_CLASS:
            if 100 * covered.reported < variable.coverage * covered.expected:
                yield words.CLOSED["coverage"]
            if covered.share is None or 100 * covered.share < variable.weight:
                yield words.CLOSED["weight"]
        elif figure is not None:
            yield from map(words.CLOSED.__getitem__, figure.closed)
        elif region in variable.alone:
            yield words.ALONE
        else:
            yield words.WITHOUT_OSLO if region in variable.unmade else words.NOT_JUDGED
