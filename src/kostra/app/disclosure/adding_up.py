"""How the published counts of a source add up, as everybody knows it: cells, and the sums between them.

A table's totals are the sums of their values. Cases of municipalities add up to every larger region; of persons, who are once in each
region, the larger region has fewer than the sum, by a number that is in no table. Districts add up to more than Oslo in the same way. What
one table divides finer than another adds up too. A set that stands in several tables is one cell. Municipalities that are published as one
add up to that as to a larger region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np

from kostra import regions
from kostra.app.disclosure.equations import Sums, equations, of_lines, parted
from kostra.app.disclosure.reading import Asked, Figures
from kostra.app.disclosure.sameness import NOWHERE, now_of, the_same
from kostra.disclosure.audit.earlier import together
from kostra.disclosure.audit.published import Published, Whole, ranges
from kostra.disclosure.audit.system import tightened, unknown
from kostra.model.errors import Refused
from kostra.model.region import RegionKind, parts_of
from kostra.statistics.definition import MONTHS
from kostra.statistics.places import STRAY, map_of

_MANY, _MUCH = 10**6, 2**39
"""More than anybody is counted too often, and more than anybody got."""
_PARTS = ("EKA", "EKG", "ST")
"""How the codes of counties, groups and sizes begin: each kind is the whole country."""
SMALL = (RegionKind.MUNICIPALITY, RegionKind.DISTRICT)


class _State(IntEnum):
    """Of two tables that show the same cell, the larger counts."""

    SILENT = 0
    HIDDEN = 1
    KNOWN = 2


@dataclass(frozen=True, slots=True)
class _Key:
    """`persons` where they are fewer than the cases: in larger regions. `table` is named where a table does not agree with the others,
    since it is made without somebody's data.
    """

    asked: Asked
    persons: bool
    table: str = ""
    amount: tuple[str, ...] = ()

    @property
    def is_kroner(self) -> bool:
        """Each of them is paid once; a month may be of several."""
        return bool(self.amount) and self.amount != (MONTHS,)


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """`exact` is what everybody knows. `supposed` is the same if everybody also knew who is in several regions: there only what follows by
    adding and subtracting is to be asked, for its figures do not agree.
    """

    exact: Published
    supposed: Published
    counted: int
    """How many of the exact cells are of the release: in some table of it, or `as_one`."""
    carried: int
    """How many after them are what parts are more than their total. The last are those of earlier releases."""
    as_one: Mapping[int, Whole] = field(default_factory=dict)
    """Of municipalities that another table or release tells of as one, the cells they are here: in no table, but their sum is known to
    be the same number."""
    was: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    """Of each of those of earlier releases, the cell that it is now; `NOWHERE` where there is none."""

    @property
    def in_tables(self) -> Whole:
        """The cells that stand in some table of the release."""
        found: Whole = np.setdiff1d(np.arange(self.counted), list(self.as_one))
        return found


def members(year: int) -> Mapping[str, tuple[str, ...]]:
    """The municipalities of each larger region, and the districts of Oslo. What came from no municipality of the year is in the country."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, code in map_of(year, ()).regions:
        if kind not in SMALL:
            own = tuple(
                one for one in regions.members(code.removeprefix("EKA") if kind is RegionKind.COUNTY else code, year)
            )
            found[code] = (*own, STRAY) if kind is RegionKind.COUNTRY else own
    found[regions.OSLO] = tuple(one.code for one in regions.districts(year, regions.OSLO) if one.reports)
    return found


def add_up(figures: Sequence[Figures], year: int, earlier: Sequence[Sequence[Figures]] = ()) -> Added:
    """Of one source, beside `earlier` releases of the same figures. The cells of the new release stand first.

    What is hidden both times is the same number to whoever compares the two, unless something else that is told of the region has changed;
    or unless that cannot be, as everybody then sees.
    """
    joined = sorted({code for those in (figures, *earlier) for one in those for code in one.regions if parts_of(code)})
    added, mine = _added(figures, year, joined)
    exact, inside = added.exact, _inside(members(year), joined)
    was: list[Whole] = []
    for one in earlier:
        then, theirs = _added(one, year, joined)
        own = now_of(mine, theirs)
        for hidden_too in (True, False):
            same = the_same(exact, (then.exact, theirs), own, inside, hidden_too=hidden_too)
            both = together(exact, then.exact, same)
            if _can_be(both.published):
                break
        exact = both.published
        was.append(own[both.own])
        mine += [None] * (len(exact.known) - len(mine))
    return replace(added, exact=exact, was=np.concatenate([added.was, *was]))


def _can_be(published: Published) -> bool:
    try:
        tightened(published, unknown(published, *ranges(published)))
    except Refused:
        return False
    return True


def _inside(members: Mapping[str, tuple[str, ...]], joined: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """What each region holds, also of municipalities that are told of as one."""
    found = dict(members)
    for code in joined:
        found |= {region: (*those, code) for region, those in found.items() if set(parts_of(code)) <= set(those)}
        found[code] = parts_of(code)
    return found


def _added(figures: Sequence[Figures], year: int, joined: Sequence[str]) -> tuple[Added, list[Any]]:
    """And what each cell is, whichever table has it."""
    adding = _Adding(figures, members(year), joined)
    for one in figures:
        adding.take(one)
    adding.as_one()
    adding.within_tables()
    adding.across_regions()
    adding.across_bands()
    adding.across_amounts()
    exact, identities = adding.exact()
    return Added(exact, adding.supposed(), adding.many, len(exact.known) - adding.many, adding.silent), identities


class _Adding:
    def __init__(
        self, figures: Sequence[Figures], members: Mapping[str, tuple[str, ...]], joined: Sequence[str]
    ) -> None:
        self._members = {**members, **{code: parts_of(code) for code in joined}}
        there = [region for one in figures for region in one.regions]
        self._codes = tuple(dict.fromkeys([*there, *(part for code in joined for part in parts_of(code)), *joined]))
        self._place = {region: place for place, region in enumerate(self._codes)}
        self._large = np.array([region in self._members and region != regions.OSLO for region in self._codes])
        self._joined = [(self._place[code], [self._place[part] for part in parts_of(code)]) for code in joined]
        self.silent: dict[int, Whole] = {}
        self._cells: dict[_Key, Whole] = {}
        self._ids: list[tuple[Figures, Whole]] = []
        self.labels: list[str] = []
        self._identities: list[Any] = []
        self._state = np.zeros(0, np.int64)
        self._value = np.zeros(0, np.int64)
        self._lower = np.zeros(0, np.int64)
        self._sums: list[Sums] = []

    def take(self, figures: Figures) -> None:
        here = np.array([self._place[region] for region in figures.regions])
        alone = "" if self._agrees(figures, here) else figures.table
        ids = np.full(figures.value.shape, NOWHERE, np.int64)
        for combination, asked in enumerate(figures.asked):
            if asked is not None:
                ids[:, combination] = self._enter(figures, combination, asked, here, alone)
        self._ids.append((figures, ids))
        there = ids != NOWHERE
        at = ids[there]
        state = np.where(figures.known, _State.KNOWN, np.where(figures.hidden, _State.HIDDEN, _State.SILENT))[there]
        told = state > self._state[at]
        self._state[at[told]], self._value[at[told]] = state[told], figures.value[there][told]
        self._lower[at] = np.minimum(self._lower[at], int(figures.zeros_shown))

    def _agrees(self, figures: Figures, here: Whole) -> bool:
        for combination, asked in enumerate(figures.asked):
            if asked is None:
                continue
            old = self._found(figures, asked, here, "")
            both = (old != NOWHERE) & figures.known[:, combination]
            both[both] = self._state[old[both]] == _State.KNOWN
            if (self._value[old[both]] != figures.value[both, combination]).any():
                return False
        return True

    def _found(self, figures: Figures, asked: Asked, here: Whole, table: str) -> Whole:
        nothing = np.full(len(self._codes), NOWHERE)
        large = self._cells.get(_Key(asked, figures.persons, table, figures.amount), nothing)[here]
        small = self._cells.get(_Key(asked, False, table, figures.amount), nothing)[here]
        return np.where(self._large[here], large, small)

    def _enter(self, figures: Figures, combination: int, asked: Asked, here: Whole, table: str) -> Whole:
        """The cells of a combination, new ones where there were none."""
        found = self._found(figures, asked, here, table)
        new = np.flatnonzero(found == NOWHERE)
        found[new] = len(self.labels) + np.arange(len(new))
        for persons, those in ((figures.persons, self._large[here[new]]), (False, ~self._large[here[new]])):
            cells = self._cells.setdefault(
                _Key(asked, persons, table, figures.amount), np.full(len(self._codes), NOWHERE)
            )
            cells[here[new[those]]] = found[new[those]]
        codes = ";".join(map(str, np.unravel_index(combination, figures.shape))) if figures.shape else ""
        self.labels += [f"{figures.table};{figures.regions[row]};{codes};{figures.measure}" for row in new]
        # As it is kept above: persons and cases of a small region are one.
        self._identities += [
            (_Key(asked, figures.persons and bool(self._large[here[row]]), table, figures.amount), figures.regions[row])
            for row in new
        ]
        self._more(len(new))
        return found

    def _more(self, many: int) -> None:
        """Cells of which nothing is known yet."""
        self._state = np.append(self._state, np.full(many, _State.SILENT))
        self._value = np.append(self._value, np.zeros(many, np.int64))
        self._lower = np.append(self._lower, np.ones(many, np.int64))

    def as_one(self) -> None:
        """Of municipalities that something tells of as one, also where everything here tells of each of them."""
        for place, parts in self._joined:
            for key, cells in self._cells.items():
                small = self._cells.get(replace(key, persons=False), cells)[parts]
                large = cells[self._large & (cells != NOWHERE)]
                if cells[place] != NOWHERE or (small == NOWHERE).any() or not len(large):
                    continue
                cells[place] = len(self.labels)
                self.silent[len(self.labels)] = small
                table, _, rest = self.labels[large[0]].split(";", 2)
                self.labels.append(f"{table};{self._codes[place]};{rest}")
                self._identities.append((key, self._codes[place]))
        self._more(len(self.silent))

    def within_tables(self) -> None:
        """A total first, its values after it."""
        for figures, found in self._ids:
            ids = found.reshape(len(figures.regions), *figures.shape)
            for axis in range(1, ids.ndim):
                lines = np.moveaxis(ids, axis, -1).reshape(-1, ids.shape[axis])
                self._sums.append(of_lines(np.unique(lines, axis=0)))

    def across_regions(self) -> None:
        every = [
            (region, self._place[region], [self._place[one] for one in those if one in self._place])
            for region, those in self._members.items()
            if region in self._place
        ]
        for key in list(self._cells):
            small = self._cells.get(replace(key, persons=False))
            if small is None:
                continue
            for region, place, those in every:
                total = self._cells[key][place]
                if total == NOWHERE or not those:
                    continue
                parts, as_one = small[those], self._as_one(key, small, those, total)
                for each in (parts, as_one):
                    if each is None or (each == NOWHERE).any():
                        continue
                    # Months of several municipalities are added, so that somebody has more of them in a larger region, and all of them in
                    # the part that one of the municipalities tells. So too with what somebody got in several districts of Oslo.
                    own = region == regions.OSLO
                    months = any(question == MONTHS for question, _ in key.asked)
                    more = key.persons or (own and (not key.is_kroner or bool(key.asked)))
                    less = _most(key) if more and (months or (key.amount and key.asked)) else 0
                    self._sums.append(Sums(np.array([total]), each[None], more, less))
                if self._large[place] and (parts == NOWHERE).all():
                    self._of_large(key, region, total)

    def _as_one(self, key: _Key, small: Whole, those: Sequence[int], total: int) -> Whole | None:
        """The parts of a larger region, where municipalities in it are told of as one; None where none are."""
        taken: set[int] = set()
        found = []
        for place, parts in self._joined:
            own = int(self._cells[key][place])
            if own not in (NOWHERE, total) and taken.isdisjoint(parts) and set(parts) <= set(those):
                taken.update(parts)
                found.append(own)
        return np.array([*(small[one] for one in those if one not in taken), *found]) if found else None

    def _of_large(self, key: _Key, region: str, total: int) -> None:
        """Of a table without municipalities: the country is its counties, its groups, its sizes."""
        for parts in self._kinds.get(region, ()):
            found = self._cells[key][parts]
            if (found != NOWHERE).all():
                self._sums.append(Sums(np.array([total]), found[None], key.persons, _most(key) if key.persons else 0))

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[Whole, ...]]:
        """The larger regions of one kind that together are another."""
        found: dict[str, tuple[Whole, ...]] = {}
        for region in self._place.keys() & self._members.keys():
            inside, told = set(self._members[region]), []
            for start in _PARTS:
                parts = [one for one in self._place if one.startswith(start) and inside.issuperset(self._members[one])]
                covered = {each for one in parts for each in self._members[one]}
                if region not in parts and len(parts) > 1 and covered >= inside - ({STRAY} - self._place.keys()):
                    told.append(np.array([self._place[one] for one in parts], np.int64))
            found[region] = tuple(told)
        return found

    def across_bands(self) -> None:
        """A set that is put together from those of another table."""
        by_rest: dict[tuple[_Key, str], list[frozenset[str]]] = {}
        for key in self._cells:
            for question, answers in key.asked:
                rest = replace(key, asked=key.asked - {(question, answers)})
                by_rest.setdefault((rest, question), []).append(answers)
        for (rest, question), every in by_rest.items():
            for large in every:
                parts = parted(large, every)
                if parts is not None:
                    keys = [replace(rest, asked=rest.asked | {(question, one)}) for one in (large, *parts)]
                    self._add([self._cells[one] for one in keys])

    def across_amounts(self) -> None:
        """An amount that is put together from others of the same persons."""
        by_rest: dict[_Key, list[_Key]] = {}
        for key in self._cells:
            if key.amount:
                by_rest.setdefault(replace(key, amount=()), []).append(key)
        for every in by_rest.values():
            amounts = {frozenset(key.amount): key for key in every}
            for large in amounts:
                parts = parted(large, list(amounts))
                if parts is not None:
                    self._add([self._cells[amounts[one]] for one in (large, *parts)])

    def _add(self, cells: Sequence[Whole]) -> None:
        """The total first, by region."""
        lines = np.stack(cells, axis=1)
        self._sums.append(of_lines(lines[(lines != NOWHERE).all(axis=1)]))

    @property
    def many(self) -> int:
        return len(self.labels)

    def exact(self) -> tuple[Published, list[Any]]:
        """What parts are more than their total is known by the two, so that it is the same number in another release."""
        found, lower, carrying = equations(self._sums, self.many, carried=True)
        extra = len(lower)
        of = self._identities
        more = [(of[total], of[first], many) for total, first, many in carrying]
        state = np.append(self._state, np.full(extra, _State.SILENT))
        published = Published(
            known=state == _State.KNOWN,
            value=np.append(self._value, np.zeros(extra, np.int64)),
            lower=np.append(np.where(self._state == _State.HIDDEN, self._lower, 0), lower),
            asked=state == _State.HIDDEN,
            equations=found,
            labels=[*self.labels, *(f"flere enn én gang {number}" for number in range(extra))],
        )
        return published, [*of, *more]

    def supposed(self) -> Published:
        """Persons are cases, and parts are no more than their total."""
        same = np.append(np.arange(self.many), NOWHERE)
        for key, cells in self._cells.items():
            cases = self._cells.get(replace(key, persons=False))
            if key.persons and cases is not None:
                both = (cells != NOWHERE) & (cases != NOWHERE)
                same[cells[both]] = cases[both]
        state = self._state.copy()
        np.maximum.at(state, same[:-1], self._state)
        known = state[same[:-1]] == _State.KNOWN
        zero = np.zeros(self.many, np.int64)
        sums = [Sums(same[one.total], same[one.parts]) for one in self._sums]
        found, _, _ = equations(sums, self.many, carried=False)
        return Published(known, zero, zero, (state == _State.HIDDEN) & ~known, found, self.labels)


def _most(key: _Key) -> int:
    return _MUCH if key.amount else _MANY
