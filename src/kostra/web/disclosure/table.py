"""One table of a run: the map of what is not shown and in defence of what, forcing a cell out, and merging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.disclosure import deciding, mapping, merging
from kostra.app.disclosure.advising import Advice
from kostra.app.disclosure.mapping import Lost, TableSeen
from kostra.app.disclosure.naming import counties
from kostra.app.pages.numbers import written
from kostra.model.cube import REGION
from kostra.model.errors import Refused
from kostra.model.protection import Merge, Shown
from kostra.model.region import RegionKind
from kostra.statistics.places import ORDER
from kostra.web.desk.paging import paged
from kostra.web.disclosure.asked import Asked, asked, cell, counts, kind, page, table_title, title, why

_BEST = 8
_BETWEEN = ";"
_TWO = ("den_ene", "den_andre")
"""Two municipalities chosen by hand."""
_WHYS = (Shown.PRIMARY, Shown.SECONDARY, Shown.SMALL, Shown.HELD)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the address asks for, by the names it has there."""

    fylke: str
    hvorfor: str
    niva: str
    problem: Refused | None

    @property
    def query(self) -> str:
        return "?" + urlencode({"fylke": self.fylke, "hvorfor": self.hvorfor, "niva": self.niva})


def table(request: Request) -> Response:
    return _show(asked(request))


def force(request: Request) -> Response:
    one = asked(request)
    try:
        deciding.propose(one.system, one.asker, one.data, one.id, one.form.get("celle", ""), one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.run}?gjort=foreslaatt#forslag", 303)


def merge(request: Request) -> Response:
    """One click: what it brings back is the reason, where no other is given."""
    one = asked(request)
    try:
        seen = _seen(one)
        several = [*one.form.get("koder", "").split(_BETWEEN), *(one.form.get(name, "") for name in _TWO)]
        codes = [code for code in several if code]
        dimension = one.form.get("dimensjon", "")
        merging.merge(one.system, one.asker, one.table, dimension, codes, seen.made.year, one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.of_table(one.table)}?gjort=slaatt-sammen#sammenslaing", 303)


def undo(request: Request) -> Response:
    one = asked(request)
    try:
        merging.undo(one.system, one.asker, str(request.path_params["merge"]), one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.of_table(one.table)}?gjort=opphevet#sammenslaing", 303)


def _seen(one: Asked) -> TableSeen:
    return mapping.of_table(one.system, one.asker, one.data, one.id, one.table)


def _chosen(one: Asked, year: int) -> _Chosen:
    county, first = one.choice("fylke", dict(counties(year).values()))
    because, second = one.choice("hvorfor", _WHYS)
    level, third = one.choice("niva", ORDER)
    return _Chosen(county, because, level, first or second or third)


def _show(one: Asked, problem: Refused | None = None) -> Response:
    seen = _seen(one)
    year = seen.made.year
    chosen = _chosen(one, year)
    shown = paged(one.request, seen.lost(chosen.fylke, chosen.hvorfor, chosen.niva))
    asked_for = one.form.get("celle") or one.request.query_params.get("slipp", "")
    rows = [_lost(one, seen, seen.told(row), chosen) for row in shown.rows]
    context = {
        "here": one.of_table(one.table),
        "chosen": chosen,
        "counties": sorted(set(counties(year).values())),
        "whys": [(each.value, one.say(f"why_{each}")) for each in _WHYS],
        "levels": [(each.value, kind(each, one)) for each in ORDER if each is not RegionKind.ALL_DISTRICTS],
        "counts": counts(seen.tally, seen.before),
        "year_before": "" if seen.before is None else str(year - 1),
        "paged": shown,
        "rows": rows,
        "forced": next((row for row in rows if row["key"] == asked_for and row["may_force"]), None),
        "typed": one.form.get("grunn", ""),
        "advice": None if seen.advice is None else [_advice(one, seen, each) for each in _open(seen)],
        "merges": [_merge(one, each) | {"holds": seen.holds(each)} for each in seen.merges],
        "year": year,
        "municipalities": [(code, f"{code} {one.say.of(name)}") for code, name in seen.municipalities.items()],
        "two": [(name, one.form.get(name, "")) for name in _TWO],
    }
    crumb = (title(seen.made, one), one.run)
    return page(one, "table", table_title(seen, one), context, crumb, problem=problem or chosen.problem)


def _lost(one: Asked, seen: TableSeen, lost: Lost, chosen: _Chosen) -> dict[str, Any]:
    because = lost.because
    key = str(lost.place)
    parts = seen.naming.parts(lost.place)
    return {
        "key": key,
        "region": one.say.of(parts[0]),
        "code": lost.place.region,
        "kind": kind(lost.kind, one),
        "category": ", ".join(one.say.of(part) for part in parts[1:]),
        "why": why(lost.shown, one),
        "because": "" if because is None else cell(because, seen.naming_of(because.table), one),
        "because_table": "" if because is None or because.table == one.table else because.table,
        "may_force": lost.shown is Shown.SECONDARY,
        "force": f"{chosen.query}&side={one.request.query_params.get('side', '1')[:5]}&slipp={quote(key)}#slipp",
    }


def _open(seen: TableSeen) -> list[Advice]:
    """The best of those that no merge has taken."""
    taken = {(each.dimension, code) for each in seen.merges for code in each.codes}
    every = [each for each in seen.advice or () if not {(each.dimension, code) for code in each.codes} & taken]
    return sorted(every, key=lambda each: -each.back)[:_BEST]


def _advice(one: Asked, seen: TableSeen, each: Advice) -> dict[str, Any]:
    naming = seen.naming
    by_region = each.dimension == REGION
    names = [one.say.of(naming.region(code) if by_region else naming.code(each.dimension, code)) for code in each.codes]
    return {
        "dimension": each.dimension,
        "title": one.say("municipality") if by_region else one.say.of(naming.titles[each.dimension]),
        "codes": _BETWEEN.join(each.codes),
        "names": " + ".join(names),
        "back": written(each.back),
        "reason": one.say("advice_reason", back=written(each.back)),
    }


def _merge(one: Asked, each: Merge) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": one.say.of(each.title),
        "since": each.since,
        "who": each.decided.by.name,
        "when": one.say.moment(each.decided.at),
        "reason": each.decided.text,
    }
