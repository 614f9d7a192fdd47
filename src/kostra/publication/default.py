"""What is shown of a table where nobody has chosen: what a reader can take in, by the rules of the table bank's own servers.

With the regions alone, all of them for the last years or for all that is counted. With more than these, what is counted first and the last
year, and at most two variables beside them; what has a total is shown by it, and of what is left, the first value.
"""

from __future__ import annotations

from kostra.publication.asking import Asked, Wanted
from kostra.publication.selecting import MOST_CELLS, Selection, select
from kostra.publication.table import CONTENTS, TIME, Axis, Table

_YEARS = 13
_EVERY, _NEWEST = Wanted(("*",)), Wanted(("TOP(1)",))


def answer(table: Table, wanted: Asked, most: int = MOST_CELLS) -> Selection:
    """What was asked for, or the default where nothing was."""
    return select(table, wanted, most) if wanted.wanted else default(table, most)


def default(table: Table, most: int = MOST_CELLS) -> Selection:
    return select(table, asked(table), most)


def asked(table: Table) -> Asked:
    """As a client would write it."""
    contents = table.axes[table.contents]
    others = list(table.axes[: table.contents])
    if len(others) == 1:
        return _of_one(contents, others[0])
    first = Wanted((contents.codes[0],))
    mandatory = [one for one in others if one.total is None]
    totalled = [one for one in others if one.total is not None]
    if len(mandatory) > 1:
        shown = [mandatory[0], mandatory[-1]]
    elif mandatory:
        shown = [mandatory[0], totalled[-1]]
    else:
        shown = [others[0], others[-1]]
    shown.sort(key=len, reverse=True)
    wanted = {one.code: _EVERY for one in shown}
    wanted |= {one.code: Wanted((one.codes[0],)) for one in mandatory if one not in shown}
    stub = [shown[0].code, *(one.code for one in mandatory if one not in shown)]
    return Asked(wanted | {CONTENTS: first, TIME: _NEWEST}, (shown[1].code, CONTENTS, TIME), tuple(stub))


def _of_one(contents: Axis, other: Axis) -> Asked:
    if len(contents) == 1:
        wanted = {other.code: _EVERY, CONTENTS: _EVERY, TIME: Wanted((f"TOP({_YEARS})",))}
        return Asked(wanted, (CONTENTS, TIME), (other.code,))
    wanted = {other.code: _EVERY, CONTENTS: _EVERY, TIME: _NEWEST}
    stub, heading = (other, contents) if len(other) >= len(contents) else (contents, other)
    return Asked(wanted, (heading.code, TIME), (stub.code,))
