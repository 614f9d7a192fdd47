"""What a table says of how it keeps persons from being known. A measure that is none, or that counts persons anyhow, is refused."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from kostra.model.content import Table
from kostra.statistics.definition import Declared, Disclosure, Sum


class Zeros(StrEnum):
    SHOWN = "shown"
    PROTECTED = "protected"


_FROM = (2, 100)
"""The limits that mean anything: below 2 nobody is hidden, and above 100 nobody is a person any more."""


def read_disclosure(file: Table, measures: Sequence[Declared]) -> Disclosure:
    if not file.has("disclosure"):
        return Disclosure()
    row = file.table("disclosure")
    limit = row.maybe("limit", int)
    usual = Disclosure()
    limit = usual.limit if limit is None else limit
    first, last = _FROM
    if not first <= limit <= last:
        raise row.wrong("limit", f"the limit is {limit}", f"Write a number from {first} to {last}.")
    zeros = usual.zeros_shown
    if row.has("zeros"):
        zeros = row.choice("zeros", Zeros, Zeros) is Zeros.SHOWN
    percent = row.maybe("percent", int)
    percent = usual.percent if percent is None else percent
    if not 0 <= percent <= last:
        raise row.wrong("percent", f"percent is {percent}", f"Write a number from 0 to {last}.")
    smallest = row.maybe("smallest", int)
    if smallest is not None and smallest < 1:
        raise row.wrong("smallest", f"smallest is {smallest}", "Write a number of inhabitants, or remove it.")
    persons = row.texts("persons")
    known = {one.id for one in measures if isinstance(one.formula, Sum)}
    for id in persons:
        if id not in known:
            raise row.wrong(
                "persons", f"«{id}» is no sum of what units answer", f"Write some of: {', '.join(sorted(known))}."
            )
    row.done()
    return Disclosure(limit, zeros, percent, smallest, persons)
