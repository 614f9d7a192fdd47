"""What each control of a form came to in a year, sorted as one likes, with what the numbers speak for; and the same as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.evaluation import controls, told
from kostra.app.evaluation.controls import OfYear, Row
from kostra.model.errors import Refused
from kostra.reporting.evaluation import Evaluated
from kostra.reporting.evaluation_advice import Advice, limits
from kostra.web.desk.paging import paged
from kostra.web.evaluation.asked import Asked, asked, chosen, page
from kostra.web.exports import rows_file

_NOTHING = Fraction(-1)
_ORDERS: dict[str, Callable[[Row], Any]] = {
    "kontroll": lambda row: row.now.control,
    "treff": lambda row: -row.now.hits,
    "andel": lambda row: -(row.now.hit_rate or _NOTHING),
    "kommuner": lambda row: -row.now.units,
    "rettet": lambda row: -row.now.corrected,
    "riktig": lambda row: -row.now.confirmed,
    "apne": lambda row: -row.now.open,
    "besvart": lambda row: -row.now.answered,
    "for": lambda row: -(row.before.hits if row.before else -1),
}
"""By what the address calls them: names from the first, numbers from the most."""
_SHOWN: dict[str, Callable[[Row], bool]] = {
    "treff": lambda row: row.now.hits > 0 or row.advice is not None,
    "raad": lambda row: row.advice is not None,
    "alle": lambda row: True,
}
_PROPOSES = {
    Advice.BLOCK: "blocking-control",
    Advice.WARN: "warning-control",
    Advice.DROP: "dropped-control",
    Advice.DROP_UNUSED: "dropped-control",
}
"""The kind of proposal that each advice would be."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A form and year and how they are shown; `found` is None where nothing has been collected."""

    form: str
    forms: dict[str, tuple[int, ...]]
    found: OfYear | None
    shown: str
    order: str
    problem: Refused | None

    @property
    def rows(self) -> list[Row]:
        if self.found is None:
            return []
        kept = [row for row in self.found.rows if _SHOWN[self.shown](row)]
        return sorted(kept, key=lambda row: (_ORDERS[self.order](row), row.now.control))

    def query(self, order: str | None = None) -> str:
        year = "" if self.found is None else str(self.found.year)
        return "?" + urlencode({"skjema": self.form, "ar": year, "vis": self.shown, "sorter": order or self.order})


def all_controls(request: Request) -> Response:
    one = asked(request)
    here = _asked_for(one)
    shown = paged(request, here.rows)
    context = {
        "forms": [(form, form) for form in here.forms],
        "form": here.form,
        "years": [(str(year), str(year)) for year in here.forms.get(here.form, ())],
        "year": "" if here.found is None else str(here.found.year),
        "shown": [(key, one.say(f"show_{key}")) for key in _SHOWN],
        "vis": here.shown,
        "order": here.order,
        "heads": [(key, one.say(f"head_{key}"), here.query(key), key == here.order) for key in _ORDERS],
        "whole": None if here.found is None else _whole(one, here.found),
        "paged": shown,
        "rows": [_row(one, here.form, row) for row in shown.rows],
        "advised": [] if here.found is None else list(_advised(one, here.found)),
        "query": here.query(),
        "limits": _limits(one),
    }
    return page(one, "controls", one.say("title"), context, problem=here.problem)


def export(request: Request) -> Response:
    """The rows that the page has, all of them, in its order."""
    one = asked(request)
    here = _asked_for(one)
    name = "kontroller" if here.found is None else f"kontroller-{here.form}-{here.found.year}"
    return rows_file(request, told.controls_heads(one.language), told.controls_rows(here.rows, one.language), name)


def counts(one: Asked, each: Evaluated) -> dict[str, str]:
    """The numbers of one control in one year, as they stand in the tables."""
    say = one.say
    return {
        "hits": say.number(each.hits),
        "rate": say.number(None if each.hit_rate is None else each.hit_rate * 1000, 2),
        "units": say.number(each.units),
        "corrected": _with_share(one, each.corrected, each.corrected_rate),
        "confirmed": _with_share(one, each.confirmed, each.confirmed_rate),
        "open": say.number(each.open),
        "answered": say.number(each.answered),
    }


def advice(one: Asked, form: str, now: Evaluated, found: Advice | None) -> dict[str, str] | None:
    """What the numbers speak for, in words with the numbers, and a proposal that is begun."""
    if found is None:
        return None
    why = one.say(
        f"because_{found.value.replace('-', '_')}",
        hits=one.say.number(now.hits),
        corrected=one.say.percent(now.corrected_rate, 0),
        confirmed=one.say.percent(now.confirmed_rate, 0),
        units=now.units,
        years=limits().never_years,
    )
    says = one.say(f"advice_{found.value.replace('-', '_')}")
    begun = {"skjema": form, "kontroll": now.control, "slag": _PROPOSES[found], "hvorfor": why}
    query = urlencode(begun | {"tittel": f"{now.control}: {says.rstrip('.')}"})
    return {
        "says": says,
        "why": why,
        "proposal": f"/{one.language}/forslag/nytt?{query}",
    }


def _asked_for(one: Asked) -> _Chosen:
    of = chosen(one)
    year, second = of.year(one)
    shown, third = one.choice("vis", _SHOWN, "treff")
    order, fourth = one.choice("sorter", _ORDERS, "treff")
    found = None
    for each in of.years if year is None else (year,):
        found = controls.in_year(one.system, one.asker, of.form, each)
        if found.whole.deliveries:
            break  # The newest year that anything has come of.
    return _Chosen(of.form, of.forms, found, shown, order, of.problem or second or third or fourth)


def _row(one: Asked, form: str, row: Row) -> dict[str, Any]:
    return counts(one, row.now) | {
        "control": row.now.control,
        "here": f"{one.top}/{form}/{row.now.control}",
        "severity": one.say(f"severity_{row.now.rule.severity}"),
        "before": "" if row.before is None else one.say.number(row.before.hits),
        "advice": "" if row.advice is None else one.say(f"advice_{row.advice.value.replace('-', '_')}"),
    }


def _advised(one: Asked, found: OfYear) -> Iterator[dict[str, Any]]:
    """All that the numbers speak for changing, whatever the table shows; those that never found anything apart from the others."""
    for row in found.rows:
        told = advice(one, found.form, row.now, row.advice)
        if told is not None:
            here = f"{one.top}/{found.form}/{row.now.control}"
            yield {"control": row.now.control, "here": here, "unused": row.advice is Advice.DROP_UNUSED, "advice": told}


def _whole(one: Asked, found: OfYear) -> list[tuple[str, str]]:
    whole = found.whole
    names = ("units", "deliveries", "again", "records", "hits", "corrected", "confirmed", "asked", "answered")
    return [(one.say(f"whole_{name}"), one.say.number(getattr(whole, name))) for name in names]


def _limits(one: Asked) -> dict[str, str]:
    by = limits()
    return {
        "of": one.say("limits_of", findings=by.cleared, units=by.units),
        "block": one.say(
            "limits_block",
            corrected=one.say.percent(by.block_corrected, 0),
            confirmed=one.say.percent(by.block_confirmed, 0),
        ),
        "warn": one.say("limits_warn", confirmed=one.say.percent(by.warn_confirmed, 0)),
        "drop": one.say("limits_drop", confirmed=one.say.percent(by.drop_confirmed, 0)),
        "never": one.say("limits_never", years=by.never_years, records=one.say.number(by.never_records)),
    }


def _with_share(one: Asked, count: int, share: Fraction | None) -> str:
    return (
        one.say.number(count)
        if share is None or not count
        else f"{one.say.number(count)} ({one.say.percent(share, 0)})"
    )
