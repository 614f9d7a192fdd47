"""Filling in an e-form as its version of the year says: its fields, steps, sums, follow-ups and codes.

What is true is brought by the caller, by field id; what the form does not ask is left out, and what it asks beyond
that gets a plain answer where it must have one. A total is shared out among its parts, or made of them: a filled form
always adds up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kostra.model.form import FieldType, FieldVersion, FormVersion, Sum
from kostra.synth.arrays import Floats, Ints
from kostra.synth.history.scaling import apportion_rows

Answer = str | int | float | None
Column = Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so at each sender, as columns of equal length. Decimals are given in tenths."""

    texts: Mapping[str, Sequence[str | None]]
    numbers: Mapping[str, Ints]
    weights: Mapping[str, Floats] = field(default_factory=dict)
    """How the parts of a total weigh at each sender: by the part's id, else by what sets it apart from the other parts."""


def fill(version: FormVersion, truth: Truth, senders: int) -> dict[str, Column]:
    """The answers, by field in the order of the form; None where nothing is answered."""
    numbers = _numbers(version, truth)
    columns: dict[str, Column] = {}
    for asked in version.fields:
        columns[asked.id] = _follow_up(asked, _column(asked, version, numbers, truth, senders), columns)
    return columns


def _numbers(version: FormVersion, truth: Truth) -> dict[str, Ints]:
    """Numbers in the smallest unit of their field, with every sum in place."""
    known = {id: _scaled(version.field(id), values) for id, values in truth.numbers.items() if version.has(id)}
    waiting = list(version.sums)
    while waiting:
        ready = [total for total in waiting if total.total in known or all(part in known for part in total.parts)]
        if not ready:
            break
        for total in ready:
            _settle(version, total, known, truth)
            waiting.remove(total)
    return known


def _settle(version: FormVersion, total: Sum, known: dict[str, Ints], truth: Truth) -> None:
    missing = [part for part in total.parts if part not in known]
    if not missing:
        known[total.total] = np.sum([known[part] for part in total.parts], axis=0)
        return
    step = _step(version.field(missing[0]))
    left = known[total.total].copy()
    for part in total.parts:
        left = left - known[part] if part in known else left
    common = _beginning(total.parts)
    plain = np.ones(len(left))
    weights = [truth.weights.get(part, truth.weights.get(part.removeprefix(common), plain)) for part in missing]
    shares = apportion_rows(left // step, np.stack(weights, axis=1))
    for part, values in zip(missing, shares.T, strict=True):
        known[part] = values * step


def _beginning(parts: Sequence[str]) -> str:
    """What all the ids begin with, up to and with the last underscore they share."""
    first, last = min(parts), max(parts)
    shared = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: first.rfind("_", 0, shared) + 1]


def _scaled(asked: FieldVersion, values: Ints) -> Ints:
    if asked.type is not FieldType.DECIMAL:
        return values
    step = _step(asked)
    return (np.rint(values * _unit(asked) / 10 / step) * step).astype(np.int64)


def _unit(asked: FieldVersion) -> int:
    return int(10 ** (asked.field.decimals or 0))


def _step(asked: FieldVersion) -> int:
    return 1 if asked.step is None else max(1, int(asked.step * _unit(asked)))


def _column(asked: FieldVersion, version: FormVersion, numbers: dict[str, Ints], truth: Truth, senders: int) -> Column:
    if asked.id in numbers:
        found: list[Any] = numbers[asked.id].tolist()
        if asked.type is FieldType.DECIMAL:
            return [value / _unit(asked) for value in found]
        if asked.type is FieldType.CODE:
            return [list(asked.codes)[value - 1] for value in found]
        return found
    if asked.id in truth.texts:
        return truth.texts[asked.id]
    return [_plain(asked, version.year) if asked.required else None] * senders


def _plain(asked: FieldVersion, year: int) -> Answer:
    """What is answered to a question that the synthetic nation knows nothing about, when it must be answered."""
    match asked.type:
        case FieldType.CODE:
            return next(iter(asked.codes))
        case FieldType.INTEGER | FieldType.DECIMAL:
            return max(asked.field.minimum or 0, 0)
        case FieldType.DATE:
            return f"{year}-12-31"
        case _:
            return "Ikke oppgitt"


def _follow_up(asked: FieldVersion, answers: Column, given: Mapping[str, Column]) -> Column:
    """A follow-up is answered only where the question before it was answered so."""
    condition = asked.field.asked_when
    if condition is None:
        return answers
    before = given.get(condition.field)
    if before is None:
        return answers
    return [answer if first == condition.equals else None for answer, first in zip(answers, before, strict=True)]
