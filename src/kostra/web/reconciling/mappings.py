"""Codes that mean the same in two systems, and those that have no counterpart, with why."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.permissions import demand_duty
from kostra.app.reconciling.mapped import every, mapping
from kostra.codelists.mappings import FROM, TO, Mapping
from kostra.model.codelist import CodeList
from kostra.model.people import Duty
from kostra.web.reconciling.asked import Asked, asked, page


def all_mappings(request: Request) -> Response:
    one = asked(request)
    demand_duty(one.asker, Duty.STATISTICIAN)
    return page(one, "mappings", one.say("mappings"), {"rows": [_row(one, each) for each in every()]})


def one_mapping(request: Request) -> Response:
    one = asked(request)
    demand_duty(one.asker, Duty.STATISTICIAN)
    found = mapping(request.path_params["mapping"])
    sides = {side: _labels(one, codes) for side, codes in found.sides.items()}
    context = _row(one, found) | {
        "of": one.say.of(found.sides[FROM].title),
        "to": one.say.of(found.sides[TO].title),
        "pairs": [
            {
                "code": _named(sides[FROM], pair.code),
                "to": [_named(sides[TO], code) for code in pair.to],
                "years": _years(one, pair.since, pair.until),
            }
            for pair in found.pairs
        ],
        "left": [
            {
                "side": one.say.of(found.sides[left.side].title),
                "code": _named(sides[left.side], left.code),
                "reason": one.say.of(left.reason),
            }
            for left in found.unmapped
        ],
    }
    return page(one, "mapping", one.say.of(found.title), context, (one.say("mappings"), f"{one.top}/kodenokler"))


def _row(one: Asked, found: Mapping) -> dict[str, Any]:
    return {
        "title": one.say.of(found.title),
        "years": _years(one, found.since, found.until),
        "mapped": len({pair.code for pair in found.pairs}),
        "unmapped": len(found.unmapped),
        "here": f"{one.top}/kodenokler/{found.id}",
    }


def _years(one: Asked, since: int, until: int | None) -> str:
    return one.say("from_year", since=since) if until is None else f"{since}–{until}"


def _labels(one: Asked, codes: CodeList) -> dict[str, str]:
    """What a code was last called."""
    return {code.value: one.say.of(code.label.points[-1][1]) for code in codes.codes}


def _named(labels: dict[str, str], code: str) -> str:
    return f"{code} {labels[code]}" if code in labels else code
