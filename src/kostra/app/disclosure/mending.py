"""What the elimination cannot see, mended: as long as somebody could work out a hidden count from all that would be published, what gives
it away is hidden too, the cheapest first. What must be shown stays so, and the audit stops the release.

The tables are looked at as anybody may read them; what is found is mended here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kostra.app.disclosure.adding_up import Added, add_up
from kostra.app.disclosure.auditing import audited
from kostra.app.disclosure.reading import Figures, figures, of_cubes
from kostra.app.disclosure.solving import Made, Solution
from kostra.app.disclosure.writing import published
from kostra.disclosure.audit.leaks import for_known
from kostra.disclosure.audit.programs import Reals
from kostra.model.region import RegionKind
from kostra.statistics.definition import Source
from kostra.statistics.places import map_of

_ROUNDS = 8
_REACH = 2
_DEARER = 20.0
"""How much more it costs to hide a figure of a larger region."""
_COUNTRY = 500.0


def mend(solution: Solution, made: Sequence[Made], tell: Callable[[str], None]) -> None:
    tables, year = [one.table for one in made], made[0].cube.year
    left: set[Source] | None = None
    for round_ in range(1, _ROUNDS + 1):
        cubes = published(made, solution.shown())
        every = [one for one in figures(of_cubes(cubes), tables, year) if left is None or one.source in left]
        left = set()
        for source in dict.fromkeys(one.source for one in every):
            if _mended(solution, source.id, [one for one in every if one.source == source], round_, tell):
                left.add(source)
        if not left:
            return


def _mended(
    solution: Solution, source: str, every: Sequence[Figures], round_: int, tell: Callable[[str], None]
) -> bool:
    """Whether anything was known, and something more is hidden now."""
    added = add_up(every, solution.year)
    found = audited(source, added, lambda _: None)
    known = found.follows | found.stuck
    if not known.any():
        return False
    hidden = for_known(added.exact, known, found.low, _price(added, solution.year), min(round_, _REACH))
    tell(f"{source}: {int(known.sum())} skjulte tall kan regnes ut; {int(hidden.sum())} til skjules for dem")
    places = {(one.table, one.measure, region): place for one in every for place, region in enumerate(one.regions)}
    shapes = {(one.table, one.measure): one for one in every}
    changed = [
        solution.hide(*_place(added.exact.labels[cell], places, shapes)) for cell in np.flatnonzero(hidden).tolist()
    ]
    return any(changed)


def _place(
    label: str, places: dict[tuple[str, str, str], int], shapes: dict[tuple[str, str], Figures]
) -> tuple[str, str, int]:
    """A table, a measure, and the place among its cells."""
    table, region, *codes, measure = label.split(";")
    shape = shapes[table, measure].shape
    within = int(np.ravel_multi_index([int(code) for code in codes if code], shape)) if shape else 0
    cell = places[table, measure, region] * int(np.prod(shape, dtype=np.int64)) + within
    return table, measure, cell


def _price(added: Added, year: int) -> Reals:
    """By cell of what is published: large figures cost more than small ones, and those of larger regions much more."""
    exact = added.exact
    price = np.full(len(exact.known), np.inf)
    own = np.flatnonzero(exact.known[: added.counted])
    regions = [exact.labels[cell].split(";")[1] for cell in own.tolist()]
    whole = {code for kind, code in map_of(year, ()).regions if kind is RegionKind.COUNTRY}
    dearer = np.array([1.0 if one.isdecimal() else _COUNTRY if one in whole else _DEARER for one in regions])
    price[own] = np.log2(exact.value[own] + 2) * dearer
    return price
