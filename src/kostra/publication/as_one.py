"""Municipalities that a table of a year has as one: each of them stands there too, with nothing but a word of where its figures are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kostra import regions
from kostra.model.cube import Mark
from kostra.model.errors import Refused
from kostra.model.region import SEVERAL, parts_of
from kostra.model.text import Text
from kostra.publication.table import BY_MARK, REGION, TIME, Axis, Marks, Note, Whole

_MUNICIPALITIES = re.compile(SEVERAL)
_WITH = Text(
    "I {year} er tallene publisert sammen med {others}. Se {name}.",
    "I {year} er tala publiserte saman med {others}. Sjå {name}.",
    "In {year} the figures are published together with those of {others}. See {name}.",
)


def each(axis: Axis, values: Whole, marks: Marks, year: int) -> tuple[Axis, Whole, Marks]:
    """With a row for each of them, which says that its figure is not shown."""
    alone = sorted({part for code in axis.codes for part in parts_of(code)} - set(axis.codes))
    if axis.code != REGION or not alone:
        return axis, values, marks
    texts = dict(zip(axis.codes, axis.texts, strict=True))
    codes = list(axis.codes)
    for code in alone:
        texts[code] = Text(*[_name(code, year)] * 3)
        codes.insert(_place(codes, code), code)
    shape = (len(codes), *values.shape[1:])
    there = [code in axis.place for code in codes]
    more, signs = np.zeros(shape, values.dtype), np.full(shape, BY_MARK[Mark.CONFIDENTIAL], marks.dtype)
    more[there], signs[there] = values, marks
    return replace(axis, codes=tuple(codes), texts=tuple(texts[code] for code in codes)), more, signs


def notes(axis: Axis, year: int) -> Iterator[Note]:
    for code, text in zip(axis.codes, axis.texts, strict=True):
        for part in parts_of(code):
            others = ", ".join(_name(other, year) for other in parts_of(code) if other != part)
            said = (
                one.format(year=year, others=others, name=name)
                for one, name in ((_WITH.nb, text.nb), (_WITH.nn, text.nn), (_WITH.en or "", text.en or text.nb))
            )
            yield Note(Text(*said), {REGION: part, TIME: str(year)}, mandatory=True)


def _place(codes: list[str], code: str) -> int:
    """Among the municipalities, by number."""
    those = [(one, at) for at, one in enumerate(codes) if _MUNICIPALITIES.fullmatch(one)]
    after = bisect_left(those, (code, 0))
    return those[after][1] if after < len(those) else those[-1][1] + 1


def _name(code: str, year: int) -> str:
    try:
        return regions.find(code, year).name
    except Refused:
        return code
