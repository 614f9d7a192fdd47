"""What the elimination cannot see, mended: as long as somebody could work out a hidden figure from all that would be published, what gives
it away is hidden too, the cheapest first. What must be shown stays so, and the audit stops the release.

The tables are looked at as anybody may read them; what is found is mended here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from kostra.app.disclosure.adding_up import Added, add_up
from kostra.app.disclosure.auditing import Audited, Earlier, audited, of_amounts, of_source
from kostra.app.disclosure.figures import Made
from kostra.app.disclosure.reading import Figures, figures, of_cubes
from kostra.app.disclosure.solving import Solution
from kostra.app.disclosure.truth import Places
from kostra.app.disclosure.writing import published
from kostra.disclosure.audit.leaks import for_known
from kostra.disclosure.audit.programs import Reals
from kostra.disclosure.audit.published import Truth
from kostra.model.region import RegionKind, parts_of
from kostra.statistics.definition import Source
from kostra.statistics.places import map_of

_ROUNDS = 8
"""Each looks for what gives away one sum further off than the one before."""
_DEARER = 20.0
"""How much more it costs to hide a figure of a larger region."""
_COUNTRY = 500.0


def mend(solution: Solution, made: Sequence[Made], tell: Callable[[str], None], earlier: Earlier = ()) -> None:
    """Each source by itself: none knows of another, and the programs hold nobody up while they are solved."""
    with ThreadPoolExecutor(len(solution.sources) or 1) as several:
        list(several.map(partial(_mend, solution, made, tell, earlier), solution.sources))


def _mend(
    solution: Solution, made: Sequence[Made], tell: Callable[[str], None], earlier: Earlier, source: Source
) -> None:
    """The counts first: an amount of those who are not shown is not shown either."""
    own = [number for number, one in enumerate(made) if any(each.data == source for each in one.table.measures)]
    places = Places(made)
    for amounts in (False, True):
        if amounts:
            solution.solve_amounts(source, tell)
        for reach in range(1, _ROUNDS + 1):
            beside = _Beside(_figures(solution, made, own, source, amounts), earlier, amounts)
            if not beside.every or _mended(solution, beside, places, reach, tell, source):
                break
        else:
            if amounts:
                beside = _Beside(_figures(solution, made, own, source, amounts), earlier, amounts)
                _withhold(solution, beside, tell, source)


def _figures(
    solution: Solution, made: Sequence[Made], own: Sequence[int], source: Source, amounts: bool
) -> list[Figures]:
    """As anybody would read them now: of a source, from its own tables."""
    shown = solution.shown()
    tables = [made[number] for number in own]
    cubes = published(tables, [shown[number] for number in own])
    return of_source(list(figures(of_cubes(cubes), [one.table for one in tables], solution.year)), source, amounts)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The figures of a source, beside releases that are out."""

    every: Sequence[Figures]
    earlier: Earlier
    amounts: bool

    def added(self, source: Source, year: int) -> Added:
        before = [of_source(one, source, self.amounts) for one in self.earlier]
        return add_up(self.every, year, before)


def _withhold(solution: Solution, beside: _Beside, tell: Callable[[str], None], source: Source) -> None:
    """Amounts of a source are not published while any that is hidden can be worked out."""
    found = of_amounts(source.id, beside.added(source, solution.year))
    known = int((found.follows | found.stuck).sum())
    if known:
        tell(f"{source.id}: {known} skjulte beløp kan regnes ut; beløpene holdes tilbake")
        solution.withhold(source)


def _mended(
    solution: Solution,
    beside: _Beside,
    places: Places,
    reach: int,
    tell: Callable[[str], None],
    source: Source,
) -> bool:
    """Whether nothing was known; else something more may be hidden now."""
    added = beside.added(source, solution.year)
    found = of_amounts(source.id, added) if beside.amounts else audited(source.id, added, lambda _: None)
    known = found.follows | found.stuck
    if not known.any():
        return True
    room = _room(added, places, found)
    hidden = for_known(added.exact, known, room, _price(added, solution, places), reach, amounts=beside.amounts)
    what = "beløp" if beside.amounts else "tall"
    tell(f"{source.id}: {int(known.sum())} skjulte {what} kan regnes ut; {int(hidden.sum())} til skjules for dem")
    cells: dict[tuple[str, str], list[int]] = {}
    for place in np.flatnonzero(hidden).tolist():
        table, measure, cell = places.of(added.exact.labels[place])
        cells.setdefault((table, measure), []).append(cell)
    for (table, measure), those in cells.items():
        solution.hide(table, measure, np.array(those))
    return False


def _room(added: Added, places: Places, found: Audited) -> Reals:
    """How far each cell can go down. Of what was hidden in an earlier release alone, as far as it was found to."""
    exact = added.exact
    number, told = places.truth(added)
    number = np.where(told, number, found.low + found.width)
    room: Reals = np.maximum(number - np.where(exact.known, 1, exact.lower), 0).astype(np.float64)
    return room


def _price(added: Added, solution: Solution, places: Places) -> Reals:
    """By cell of what is published: large figures cost more than small ones, and those of larger regions much more. What must be shown
    cannot be bought.
    """
    exact = added.exact
    price = np.full(len(exact.known), np.inf)
    whole = {code for kind, code in map_of(solution.year, ()).regions if kind is RegionKind.COUNTRY}
    free: dict[tuple[str, str], Truth] = {}
    for own in added.in_tables[exact.known[added.in_tables]].tolist():
        table, measure, cell = places.of(exact.labels[own])
        if (table, measure) not in free:
            free[table, measure] = solution.free(table, measure)
        if free[table, measure][cell]:
            region = exact.labels[own].split(";", 2)[1]
            dearer = 1.0 if region.isdecimal() or parts_of(region) else _COUNTRY if region in whole else _DEARER
            price[own] = np.log2(exact.value[own] + 2) * dearer
    return price
