"""What the elimination cannot see, mended: as long as somebody could work out a hidden count from all that would be published, what gives
it away is hidden too, the cheapest first. What follows from what everybody knows, and is not hidden for its own sake, tells nobody anything
when it is shown. What must be shown stays so, and the audit stops the release.

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
from kostra.disclosure.audit.leaks import for_stuck
from kostra.disclosure.audit.programs import Reals
from kostra.statistics.definition import Source

_ROUNDS = 8
_REACH = 2
_DEARER = 20.0
"""How much more it costs to hide a figure of a larger region."""


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
    if not (found.follows | found.stuck).any():
        return False
    hidden = np.zeros(len(found.stuck), np.bool_)
    if found.stuck.any():
        hidden = for_stuck(added.exact, found.stuck, found.low, _price(added), min(round_, _REACH))
    follows, stuck, more = (int(one.sum()) for one in (found.follows, found.stuck, hidden))
    tell(f"{source}: {follows} skjulte tall følger av andre og vises, {stuck} står ved grensen; {more} skjules for dem")
    places = {(one.table, one.measure, region): place for one in every for place, region in enumerate(one.regions)}
    shapes = {(one.table, one.measure): one for one in every}
    changed = [
        change(*_place(added.exact.labels[cell], places, shapes))
        for change, cells in ((solution.show, found.follows), (solution.hide, hidden))
        for cell in np.flatnonzero(cells).tolist()
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


def _price(added: Added) -> Reals:
    """By cell of what is published: large figures cost more than small ones, and those of larger regions much more."""
    exact = added.exact
    price = np.full(len(exact.known), np.inf)
    own = np.flatnonzero(exact.known[: added.counted])
    large = np.array([not exact.labels[cell].split(";")[1].isdecimal() for cell in own.tolist()])
    price[own] = np.log2(exact.value[own] + 2) * np.where(large, _DEARER, 1)
    return price
