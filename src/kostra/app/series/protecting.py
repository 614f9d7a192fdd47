"""Which of a period's figures may be shown: units, KOSTRA groups and all together, in one run, with an audit of exactly what comes out.

Recipients are divided by each indicator into those it is true of and the others, and the three tables are one problem, as they share their
recipients. Kroner are shown where recipients are, and an amount that one person has nearly all of hides both. Participants in the programme
are others, and stand by themselves. So do those in temporary housing, among the units that have answered that addition: what it cost is
shown where they are.

A period may be made again when somebody late has come. What those who have come since have together is then the difference between two
sums that are out, so it is protected as a sum of its own, and the sums of before are out already. A unit that has sent other figures than
before, and has any of them hidden, stays as it stood until the year's own figures come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from math import prod

import numpy as np

from kostra.app.disclosure.anybodys import as_published, safe
from kostra.disclosure.asking import Asked, Earlier, Summed, ask, no_lists, problem
from kostra.disclosure.audit.auditing import audit
from kostra.disclosure.audit.published import Published
from kostra.disclosure.crossing import cross
from kostra.disclosure.layout import TOTAL, Dimension, Table, dimension, shape
from kostra.disclosure.primary import guessed
from kostra.disclosure.problem import Status, Truth, Whole
from kostra.model.protection import AuditVerdict
from kostra.statistics.definition import Disclosure
from kostra.statistics.indicators import HOUSING, Indicator
from kostra.statistics.series.counting import OfUnit

RULES = Disclosure()
DIVIDES = (Indicator.SUPPORTING, Indicator.MAIN_SOURCE, Indicator.YOUNG)
_TRUE, _FALSE = "1", "2"
_REGION, _GROUP = "region", "group"
_OLD, _NEW = "before", "since"
Signs = Mapping[str, str]
"""By indicator: one sign for each of true, others and all, `s` for what is shown. Of the programme and of housing, one sign alone."""
Values = Mapping[Indicator, int | None]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of temporary housing; None where it is hidden."""

    persons: int | None
    kroner: int | None


@dataclass(frozen=True, slots=True)
class Out:
    """What has been made of the period before: the units that were in it, and what was shown of each unit, group and all."""

    units: Mapping[str, OfUnit]
    signs: Mapping[str, Signs]


@dataclass(frozen=True, slots=True)
class Protected:
    """`units` are those that are in, as they are counted. `shown` is by unit, group and `TOTAL`. Nothing of it may be published unless
    the `verdict` is passed."""

    units: Mapping[str, OfUnit]
    shown: Mapping[str, Values]
    signs: Mapping[str, Signs]
    verdict: AuditVerdict
    housing: Mapping[str, Cost]
    """By unit, group and `TOTAL`, of those who have answered the addition and what is of them."""


def protect(units: Mapping[str, OfUnit], group: Callable[[str], str | None], before: Out | None = None) -> Protected:
    """`group` is the KOSTRA group of a unit."""
    now = dict(units) if before is None else {**before.units, **units}
    while True:
        found = _once(now, group, before)
        kept = {} if before is None else _kept(now, found, before)
        if not kept:
            return found
        now |= kept


def _kept(now: Mapping[str, OfUnit], found: Protected, before: Out) -> dict[str, OfUnit]:
    """The units that have sent other figures, and are not shown in all of both; each as it was."""
    return {
        unit: was
        for unit, was in before.units.items()
        if now[unit] != was and not (_is_all(found.signs[unit]) and _is_all(before.signs[unit]))
    }


def _is_all(signs: Signs) -> bool:
    return all(set(one) == {"s"} for one in signs.values())


def _once(units: Mapping[str, OfUnit], group: Callable[[str], str | None], before: Out | None) -> Protected:
    of = {unit: found for unit in units if (found := group(unit)) is not None}
    regions = _regions(units, of, before)
    helped = [_divided(regions, units, id) for id in DIVIDES]
    told = _told(regions)
    signs: dict[str, dict[str, str]] = {label: {} for label in told}
    verdicts = [
        _solved(tables, units, before, signs) for tables in (helped, [_alone(regions, units, Indicator.PROGRAMME)])
    ]
    shown = {label: _values(signs[label], _sum(units, _members(regions, label))) for label in told}
    housing: dict[str, Cost] = {}
    answered = {unit: one for unit, one in units.items() if one.housing is not None}
    if answered:
        then = _answered(before)
        there = _regions(answered, {unit: code for unit, code in of.items() if unit in answered}, then)
        verdicts.append(_solved([_alone(there, answered, HOUSING)], answered, then, signs))
        housing = {label: _cost(signs[label], answered, _members(there, label)) for label in _told(there)}
    return Protected(units, shown, signs, reduce(_together, verdicts), housing)


def _regions(units: Mapping[str, OfUnit], of: dict[str, str], before: Out | None) -> Dimension:
    return dimension(_REGION, units, {_GROUP: of} | ({} if before is None else _turns(units, of, before)))


def _told(regions: Dimension) -> tuple[str, ...]:
    return (*regions.codes, *regions.groupings[0].codes, TOTAL)


def _solved(
    tables: Sequence[Table], units: Mapping[str, OfUnit], before: Out | None, signs: Mapping[str, dict[str, str]]
) -> AuditVerdict:
    """One problem. What may be shown of its tables is put down in `signs`."""
    regions, crossing = tables[0].dimensions[0], cross(tables)
    whole = problem(crossing, [_asked(table, units, before) for table in tables])
    pattern = safe(whole, crossing)
    for table, cells in zip(tables, crossing.of, strict=True):
        status = pattern.status[cells].reshape(len(regions.labels), -1)
        for label, row in zip(regions.labels, status.tolist(), strict=True):
            if label in signs:
                signs[label][table.name] = "".join("s" if one == Status.SAFE else "h" for one in row)
    return _audited(as_published(whole, crossing, pattern), exposed=bool(pattern.exposed.any()))


def _answered(before: Out | None) -> Out | None:
    """What was out of those who had answered about housing; None where nobody had."""
    units = {} if before is None else {unit: one for unit, one in before.units.items() if one.housing is not None}
    if before is None or not units:
        return None
    return Out(units, {label: {HOUSING: one[HOUSING]} for label, one in before.signs.items() if HOUSING in one})


def _cost(signs: Signs, units: Mapping[str, OfUnit], members: Sequence[str]) -> Cost:
    if signs[HOUSING] != "s":
        return Cost(None, None)
    each = [found for unit in members if (found := units[unit].housing) is not None]
    return Cost(sum(one.persons for one in each), sum(one.kroner for one in each))


def _turns(units: Mapping[str, OfUnit], of: Mapping[str, str], before: Out) -> dict[str, dict[str, str]]:
    """Those who were in it before and those who have come since, in all and in each group; nothing where nobody has."""
    turn = {unit: _OLD if unit in before.units else _NEW for unit in units}
    if _NEW not in turn.values():
        return {}
    return {"turn": turn, "turn of group": {unit: f"{code} {turn[unit]}" for unit, code in of.items()}}


def _divided(regions: Dimension, units: Mapping[str, OfUnit], id: str) -> Table:
    true, all_ = _counts(regions, units, id), _counts(regions, units, Indicator.RECIPIENTS)
    return Table(id, (regions, dimension(id, (_TRUE, _FALSE))), np.stack([true, all_ - true], axis=1))


def _alone(regions: Dimension, units: Mapping[str, OfUnit], id: str) -> Table:
    return Table(id, (regions,), _counts(regions, units, id))


def _counts(regions: Dimension, units: Mapping[str, OfUnit], id: str) -> Whole:
    return np.array([_count(units[unit], id) if unit in units else 0 for unit in regions.codes], np.int64)


def _count(of: OfUnit, id: str) -> int:
    """The persons of a table."""
    if id == HOUSING:
        return 0 if of.housing is None else of.housing.persons
    return of.counts[Indicator(id)]


def _asked(table: Table, units: Mapping[str, OfUnit], before: Out | None) -> Asked:
    lists = replace(no_lists(table), weight=_wanted(table))
    if before is not None:
        lists = replace(lists, earlier=_earlier(table, before))
    found = ask(Summed(table, RULES.limit, RULES.zeros_shown), (), lists)
    if before is not None:
        found.forced[_still_out(table, before)] = True
    if table.name != Indicator.PROGRAMME:
        # By its own cells: the last of each region is all that have an amount.
        of_region = found.primary.reshape(len(table.dimensions[0].labels), -1)
        of_region[:, -1] |= _told_by_one(table.dimensions[0], units, table.name)
    return found


def _wanted(table: Table) -> Whole:
    """The sums before the groups, and these before the units: the most who read want them."""
    regions = table.dimensions[0]
    last = len(regions.labels) - 1
    each = np.array([0 if at < len(regions.codes) else 2 if at == last else 1 for at in range(last + 1)], np.int64)
    found: Whole = np.repeat(each, prod(shape(table)[1:]))
    return found


def _told_by_one(regions: Dimension, units: Mapping[str, OfUnit], id: str) -> Truth:
    """Where the amount of one person follows nearly from what all got, for the one who got next most."""
    found = []
    for label in regions.labels:
        amounts = [_amounts(units[unit], id) for unit in _members(regions, label)]
        top = sorted((amount for _, largest in amounts for amount in largest), reverse=True)[:2]
        whole = sum(all_ for all_, _ in amounts)
        found.append((whole, *top) if whole else (0, 0, 0))
    figures = np.array(found, np.int64)
    told: Truth = guessed(figures[:, 0], figures[:, 1:], RULES.percent, 1) & (figures[:, 0] > 0)
    return told


def _amounts(of: OfUnit, id: str) -> tuple[int, tuple[int, int]]:
    """All that the persons of a table got, and the two largest."""
    if id == HOUSING:
        return (0, (0, 0)) if of.housing is None else (of.housing.kroner, of.housing.largest)
    return of.counts[Indicator.KRONER], of.largest


def _earlier(table: Table, before: Out) -> Earlier:
    regions = table.dimensions[0]
    one = table.name
    was = _divided(regions, before.units, one) if one in DIVIDES else _alone(regions, before.units, one)
    counts = Summed(was, RULES.limit, RULES.zeros_shown).counts
    there = np.array([label in before.signs for label in regions.labels])
    cells = np.flatnonzero(np.repeat(there, len(counts) // len(there)))
    told = "".join(before.signs[label][one] for label in regions.labels if label in before.signs)
    return Earlier(cells, counts[cells], np.array([sign == "s" for sign in told], np.bool_))


def _still_out(table: Table, before: Out) -> Whole:
    """The cells of those who were in it before: what was shown of them then, of all and of each group."""
    signs = []
    for label in table.dimensions[0].labels:
        code = TOTAL if label == _OLD else label.removesuffix(f" {_OLD}")
        signs += list(before.signs[code][table.name] if label != code and code in before.signs else _hidden(table))
    return np.flatnonzero(np.array(signs) == "s")


def _hidden(table: Table) -> str:
    return "h" * prod(shape(table)[1:])


def _members(regions: Dimension, label: str) -> Sequence[str]:
    if label == TOTAL:
        return regions.codes
    for grouping in regions.groupings:
        if label in grouping.codes:
            number = grouping.codes.index(label)
            return [unit for unit, of in zip(regions.codes, grouping.of.tolist(), strict=True) if of == number]
    return (label,)


def _sum(units: Mapping[str, OfUnit], members: Sequence[str]) -> dict[Indicator, int]:
    return {id: sum(units[unit].counts[id] for unit in members) for id in Indicator}


def _values(signs: Signs, counts: Mapping[Indicator, int]) -> dict[Indicator, int | None]:
    """All three tables tell the same of the recipients."""
    out: dict[Indicator, bool] = {id: signs[id][0] == "s" for id in (*DIVIDES, Indicator.PROGRAMME)}
    out[Indicator.RECIPIENTS] = out[Indicator.KRONER] = signs[Indicator.YOUNG][-1] == "s"
    return {id: counts[id] if out[id] else None for id in Indicator}


def _audited(published: Published, *, exposed: bool) -> AuditVerdict:
    found = audit(published)
    return AuditVerdict(
        found.cells,
        int(found.asked.sum()),
        int(found.follows.sum()),
        int(found.bounded.sum()),
        int(found.narrow.sum()),
        int(found.proven.sum()),
        int(found.unique.sum()),
        found.passed and not exposed,
    )


def _together(one: AuditVerdict, other: AuditVerdict) -> AuditVerdict:
    counted = [field.name for field in fields(AuditVerdict) if field.name != "passed"]
    sums = {name: getattr(one, name) + getattr(other, name) for name in counted}
    return AuditVerdict(**sums, passed=one.passed and other.passed)
