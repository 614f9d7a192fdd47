"""What a client writes to pick values of a variable: a code, `*`, `?`, TOP, BOTTOM, FROM, TO, RANGE. Case does not matter.

A code that is written out is that code, whatever else it could mean. What picks nothing is refused: silence would become another table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate

from kostra.publication.refusals import no_value, not_an_expression
from kostra.publication.table import TIME, Axis

_CALL = re.compile(r"(RANGE|TOP|BOTTOM|FROM|TO)\((.*)\)", re.IGNORECASE | re.DOTALL)
_COMMA = re.compile(r",(?=[^\]]*(?:\[|$))")
_STARS = 2


def split(values: str) -> tuple[str, ...]:
    """The expressions of one parameter of an address. One that holds a comma stands in brackets."""
    each = (one.strip() for one in _COMMA.split(values))
    return tuple(one[1:-1] if one.startswith("[") and one.endswith("]") else one for one in each if one)


def places(axis: Axis, asked: str, among: Sequence[int]) -> list[int]:
    """Which of `among`, the places of the axis that there are to choose from."""
    at = axis.place.get(asked)
    if at is None:
        at = axis.place_folded.get(asked.casefold())
    if at is not None and at in among:
        return [at]
    call = _CALL.fullmatch(asked)
    if call is not None:
        found = _called(axis, call[1].upper(), [one.strip() for one in call[2].split(",")], among, asked)
    elif "?" in asked or "*" in asked:
        found = _masked(axis, asked, among)
    else:
        found = []
    if not found:
        raise no_value(asked, axis.code, (axis.codes[one] for one in among))
    return found


def plain(axis: Axis, asked: str) -> str:
    """The same expression, as everybody writes it who asks for the same."""
    at = axis.place.get(asked, axis.place_folded.get(asked.casefold()))
    return "".join(asked.split()).upper() if at is None else axis.codes[at]


def _called(axis: Axis, name: str, given: Sequence[str], among: Sequence[int], asked: str) -> list[int]:
    match name, given:
        case "RANGE", [first, last]:
            ends = sorted((_position(axis, first, among), _position(axis, last, among)))
            return list(among[ends[0] : ends[1] + 1])
        case "FROM", [first]:
            return list(among[_position(axis, first, among) :])
        case "TO", [last]:
            return list(among[: _position(axis, last, among) + 1])
        case (("TOP" | "BOTTOM"), [count, *offset]) if len(offset) < 2:
            if not all(re.fullmatch(r"[0-9]{1,6}", one) for one in given) or int(count) == 0:
                raise not_an_expression(asked, axis.code)
            skipped = int(offset[0]) if offset else 0
            # Of the years, the newest are on top, though they stand last.
            first_ones = (name == "TOP") != (axis.code == TIME)
            rest = len(among) - skipped
            if first_ones:
                return list(among[skipped : skipped + int(count)])
            return list(among[max(rest - int(count), 0) : max(rest, 0)])
    raise not_an_expression(asked, axis.code)


def _position(axis: Axis, code: str, among: Sequence[int]) -> int:
    at = axis.place.get(code, axis.place_folded.get(code.casefold()))
    if at is None or at not in among:
        raise no_value(code, axis.code, (axis.codes[one] for one in among))
    return among.index(at)


def _masked(axis: Axis, asked: str, among: Sequence[int]) -> list[int]:
    """`?` is one character. `*` is any number of them, at the beginning, at the end, or both."""
    if "*" in asked:
        inner = asked[1:-1] if len(asked) > 1 else ""
        if "?" in asked or asked.count("*") > _STARS or "*" in inner:
            raise not_an_expression(asked, axis.code)
    mask = re.compile(translate(asked.replace("[", "[[]")), re.IGNORECASE)
    return [one for one in among if mask.match(axis.codes[one])]
