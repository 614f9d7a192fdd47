"""One comparison in one year: every unit or county with what is left, what is remarkable, and how it stands; the same as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.reconciling.amounts import reconcile
from kostra.app.reconciling.told import cells
from kostra.editing.places import Level, names
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Season
from kostra.reconciling.comparison import Check
from kostra.reconciling.described import CHECKS, STANDS
from kostra.reconciling.engine import Line, Reconciled
from kostra.reconciling.explanations import Stands
from kostra.reconciling.residuals import Row
from kostra.web.desk.paging import paged
from kostra.web.exports import rows_file
from kostra.web.reconciling.asked import About, about, page
from kostra.web.reconciling.counties import by_county, county
from kostra.web.reconciling.drawings import Dot, scatter
from kostra.web.reconciling.figures import number, percent, tag

_SHOWN: dict[str, Callable[[Line], bool]] = {
    "apne": lambda line: line.answer.asks,
    "besvart": lambda line: line.answer.stands in (Stands.ANSWERED, Stands.CARRIED),
    "alle": lambda line: True,
}
"""Which units the table has, as the address says it."""
_ORDERS: dict[str, Callable[[Line], Any]] = {
    "rest": lambda line: (line.row.residual is None, -abs(line.row.residual or 0), line.row.region),
    "andel": lambda line: (line.row.share is None, -abs(line.row.share or 0), line.row.region),
    "nummer": lambda line: line.row.region,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for, by the names it has there."""

    vis: str
    tegn: str
    fylke: str
    sorter: str
    problem: Refused | None

    def lines(self, found: Reconciled) -> list[Line]:
        kept = [
            line
            for line in found.lines
            if _SHOWN[self.vis](line)
            and self.tegn in ("", *(flag.check.value for flag in line.flags))
            and self.fylke in ("", county(line.row.region, found.year))
        ]
        return sorted(kept, key=_ORDERS[self.sorter])

    @property
    def query(self) -> str:
        return "?" + urlencode({"vis": self.vis, "tegn": self.tegn, "fylke": self.fylke, "sorter": self.sorter})


def _chosen(one: About) -> Chosen:
    shown, first = one.choice("vis", _SHOWN, "apne")
    check, second = one.choice("tegn", list(Check), "")
    where, third = one.choice("fylke", names(Level.COUNTY, one.year), "")
    order, fourth = one.choice("sorter", _ORDERS, "rest")
    return Chosen(shown, check, where, order, first or second or third or fourth)


def comparison(request: Request) -> Response:
    one = about(request)
    found = reconcile(one.system, one.asker, one.comparison.id, one.year)
    chosen = _chosen(one)
    shown = paged(request, chosen.lines(found))
    context = _around(one, found) | {
        "chosen": chosen,
        "shown": [(key, one.say(f"show_{key}")) for key in _SHOWN],
        "orders": [(key, one.say(f"order_{key}")) for key in _ORDERS],
        "checks": [(each.value, one.say.of(CHECKS[each])) for each in Check if each in one.comparison.checks],
        "counties": list(names(Level.COUNTY, one.year).items()),
        "paged": shown,
        "rows": [_unit(one, line) for line in shown.rows],
        "drawing": scatter(_dots(one, found), one.say("others_sum"), one.say.of(one.comparison.first.title), one.say),
    }
    return page(one, "comparison", one.title, context, problem=chosen.problem)


def counties(request: Request) -> Response:
    one = about(request)
    found = reconcile(one.system, one.asker, one.comparison.id, one.year)
    rows = [
        {"name": each.name, "complete": one.say("complete_of", complete=each.complete, of=each.municipalities)}
        | {"here": f"{one.here}?{urlencode({'vis': 'alle', 'fylke': each.row.region})}"}
        | _figures(each.row if each.complete else Row(each.row.region, (None,) * len(each.row.amounts)))
        for each in by_county(found)
    ]
    title = one.say("by_county_title", title=one.title)
    return page(one, "counties", title, _around(one, found) | {"rows": rows}, (one.title, one.here))


def export(request: Request) -> Response:
    """The rows that the table has, all of them, in its order."""
    one = about(request)
    found = reconcile(one.system, one.asker, one.comparison.id, one.year)
    heads = (
        *(one.say("number"), one.say("unit")),
        *(one.say.of(source.title) for source in one.comparison.sources),
        *(one.say("residual"), one.say("share_head"), one.say("flags"), one.say("stands"), one.say("cause")),
    )
    rows = cells(found, _chosen(one).lines(found), one.language)
    return rows_file(request, heads, rows, f"{one.comparison.id}-{one.year}")


def _around(one: About, found: Reconciled) -> dict[str, Any]:
    whole = found.country
    titles = [one.say.of(source.title) for source in one.comparison.sources]
    return {
        "here": one.here,
        "about": one.say.of(one.comparison.about),
        "measured": one.say(f"measured_{one.comparison.measured}"),
        "titles": titles,
        "years": [(year, one.of_year(year), year == one.year) for year in one.years() if one.comparison.covers(year)],
        "lacking": _lacking(one, found),
        "open": len(found.open),
        "complete": one.say("complete_of", complete=number(whole.complete), of=number(whole.municipalities)),
        "country": _figures(whole.whole) if whole.complete else None,
        "left_out": [
            (one.unit_name(code), ", ".join(titles[place] for place in places), f"{one.here}/enhet/{code}")
            for code, places in whole.left_out.items()
        ],
    }


def _lacking(one: About, found: Reconciled) -> list[tuple[str, str]]:
    """What nobody has delivered, or has not come at all, with a way to it."""
    told = []
    for place, source in enumerate(one.comparison.sources):
        if any(line.row.amounts[place] is not None for line in found.lines):
            continue
        title = one.say.of(source.title)
        if source.register is not None:
            told.append(
                (
                    one.say("register_lacking", source=title, year=one.year),
                    f"/{one.language}/registre/{source.register}",
                )
            )
            continue
        due = ""
        if source.form in calendar.calendars():
            deadline = calendar.calendar(source.form).dates(Period(one.year), Season.REAL).deadline
            due = " " + one.say("form_due", day=one.say.day(deadline))
        sentence = one.say("form_lacking", source=title, form=source.form, year=one.year)
        told.append((sentence + due, f"/{one.language}/skrivebord/inngang/{source.form}/{one.year}"))
    return told


def _figures(row: Row) -> dict[str, Any]:
    return {
        "amounts": [number(amount) for amount in row.amounts],
        "residual": number(row.residual),
        "share": percent(row.share),
    }


def _unit(one: About, line: Line) -> dict[str, Any]:
    stands = line.answer.stands
    return {
        "region": line.row.region,
        "name": one.unit_name(line.row.region),
        "here": f"{one.here}/enhet/{line.row.region}",
        "flags": [one.say.of(CHECKS[check]) for check in dict.fromkeys(flag.check for flag in line.flags)],
        "stands": tag(stands, one.say.of(STANDS[stands])),
    } | _figures(line.row)


def _dots(one: About, found: Reconciled) -> list[Dot]:
    return [
        Dot(one.unit_name(line.row.region), line.row.first, line.row.others, bool(line.flags))
        for line in found.lines
        if line.row.first is not None and line.row.others is not None
    ]
