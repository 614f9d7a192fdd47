"""The years of a table as one: a region or a category that a year does not have stands there as what cannot be.

The newest year says what things are called and in which order they stand; what only older years have stands after its neighbour there, and
a region that is no more says which years it was. What is counted in another unit than before is another thing, and is not joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from kostra import regions
from kostra.model.cube import Mark, Measure
from kostra.model.errors import Broken, Refused
from kostra.model.text import Text
from kostra.publication import mergers, words
from kostra.publication.reading import Edition, Year
from kostra.publication.reading import year as read_year
from kostra.publication.table import BY_MARK, TIME, Axis, Listing, Note, Table

_REGION = re.compile(r"\d{4}|\d{6}|EKA\d\d|EKG\d\d|ST\d")


def table(editions: Iterable[Edition], listing: Listing) -> Table:
    """Of the newest release of each year, in any order."""
    every = sorted(map(read_year, editions), key=lambda one: one.year)
    if not every:
        raise Broken("a table without years")
    newest = every[-1]
    if len({one.year for one in every}) < len(every) or any(one.id != newest.id for one in every):
        raise Broken(f"table {newest.id}: a year is there twice, or is of another table")
    if any([axis.code for axis in one.axes] != [axis.code for axis in newest.axes] for one in every):
        raise Broken(f"table {newest.id} is divided by other things in some years; it needs a new number")
    axes = [_joined([one.axes[place] for one in every]) for place in range(len(newest.axes))]
    axes[0] = _told_apart(axes[0], every)
    measures = _measures(axes[-1].codes, every)
    shape = (*map(len, axes), len(every))
    values = np.zeros(shape, np.int64)
    marks = np.full(shape, BY_MARK[Mark.NOT_POSSIBLE])
    for at, one in enumerate(every):
        own = {each.id: each.decimals for each in one.measures}
        more = 10 ** np.array([each.decimals - own[each.id] for each in measures if each.id in own])
        known = [[axis.place[code] for code in year.codes] for axis, year in zip(axes, one.axes, strict=True)]
        order = [each.id for each in measures if each.id in own]
        taken = [one.axes[-1].place[id] for id in order]
        known[-1] = [axes[-1].place[id] for id in order]
        values[..., at][np.ix_(*known)] = one.values[..., taken] * more
        marks[..., at][np.ix_(*known)] = one.marks[..., taken]
    return Table(
        id=newest.id,
        title=newest.title,
        population=newest.population,
        source=newest.source,
        axes=(*axes, _years(every)),
        measures=measures,
        values=values,
        marks=marks,
        notes=(*_notes(every), *mergers.notes(axes[0], every[0].year, newest.year)),
        breaks=tuple(dict.fromkeys(each for one in reversed(every) for each in one.breaks)),
        updated=max(one.published for one in every),
        provisional=frozenset(str(one.year) for one in every if one.provisional),
        synthetic=any(one.synthetic for one in every),
        listing=listing,
        replaced_by=newest.replaced_by,
        replaces=newest.replaces,
    )


def _joined(axes: Sequence[Axis]) -> Axis:
    """Oldest first, as they come."""
    newest = axes[-1]
    codes = list(newest.codes)
    texts = dict(zip(newest.codes, newest.texts, strict=True))
    for older in reversed(axes[:-1]):
        before = -1
        for code, text in zip(older.codes, older.texts, strict=True):
            if code not in texts:
                texts[code] = text
                codes.insert(before + 1, code)
            before = codes.index(code)
    total = newest.total if all(one.total == newest.total for one in axes) else None
    return replace(newest, codes=tuple(codes), texts=tuple(texts[code] for code in codes), total=total)


def _told_apart(axis: Axis, every: Sequence[Year]) -> Axis:
    """Those that are no more say when they were, as the table bank writes it."""
    there = set(every[-1].axes[0].codes)
    texts = [
        text if code in there else _spanned(code, text, max(y.year for y in every if code in y.axes[0].place))
        for code, text in zip(axis.codes, axis.texts, strict=True)
    ]
    return replace(axis, texts=tuple(texts))


def _spanned(code: str, text: Text, last: int) -> Text:
    since, until = None, last
    if _REGION.fullmatch(code):
        try:
            found = regions.find(code, last)
        except Refused:
            pass
        else:
            since = found.since if found.since > regions.load().first else None
            until = found.until or last
    span = f" ({since or ''}-{until})"
    return Text(text.nb + span, text.nn + span, None if text.en is None else text.en + span)


def _measures(codes: Sequence[str], every: Sequence[Year]) -> tuple[Measure, ...]:
    """As the newest year has them, with the decimals of the year that has most."""
    found: dict[str, Measure] = {}
    for one in every:
        for each in one.measures:
            before = found.get(each.id)
            if before is not None and before.unit.nb != each.unit.nb:
                raise Broken(
                    f"table {one.id}: {each.id} is in {each.unit.nb} in {one.year}, and was in {before.unit.nb}"
                )
            found[each.id] = replace(each, decimals=max(each.decimals, before.decimals if before else 0))
    return tuple(found[code] for code in codes)


def _years(every: Sequence[Year]) -> Axis:
    """A year that is not final has the sign of that in its name, so that every format shows it."""
    texts = [f"{one.year}{Mark.PROVISIONAL.value if one.provisional else ''}" for one in every]
    return Axis(TIME, words.YEAR, tuple(str(one.year) for one in every), tuple(Text(one, one, one) for one in texts))


def _notes(every: Sequence[Year]) -> tuple[Note, ...]:
    """What is said in some years alone is said of those."""
    years = {str(one.year) for one in every}
    said: dict[tuple[Text, tuple[tuple[str, str | None], ...], bool], list[str]] = {}
    for one in reversed(every):
        for note in one.notes:
            said.setdefault((note.text, tuple(note.at.items()), note.mandatory), []).append(str(one.year))
    found: list[Note] = []
    for (text, at, mandatory), when in said.items():
        if TIME in dict(at) or set(when) == years:
            found.append(Note(text, dict(at), mandatory))
        else:
            found += [Note(text, {**dict(at), TIME: year}, mandatory) for year in sorted(set(when))]
    late = [str(one.year) for one in every if one.provisional]
    return (*found, *(Note(words.PROVISIONAL, {TIME: year}, mandatory=True) for year in late))
