"""How the season goes: the front page of the desk, the inflow of one form against last year, and who is missing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.followup import campaigns, exporting, frequent, talking, watching, working
from kostra.app.followup.campaigns import Shown, Years
from kostra.app.followup.watching import Inflow, MissingList
from kostra.app.pages.numbers import written
from kostra.followup.calendar import OSLO
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.web.desk.asked import Asked, asked, day_of, form_and_period, page
from kostra.web.desk.curves import drawing
from kostra.web.desk.working import work_rows
from kostra.web.exports import file

_FIRST = 10


def front(request: Request) -> Response:
    one = asked(request)
    years = campaigns.years(one.system, one.asker)
    year = _year(one, years)
    shown = () if year is None else campaigns.show(one.system, one.asker, year)
    rows = working.worklist(one.system, one.asker)
    newest = campaigns.newest_of_each(shown, one.system.clock.now())
    periods = Counter(row.form for row in shown)
    unread = talking.unread(one.system, one.asker)
    context = {
        "year": year,
        "others": [other for other in years.known if other != year],
        "campaign": [_form(row, periods[row.form], one) for row in newest],
        "work": work_rows(rows[:_FIRST], one),
        "work_total": written(len(rows)),
        "unread": sum(unread.values()),
    }
    return page(one, "front", one.say("desk"), context)


def inflow(request: Request) -> Response:
    one = asked(request)
    form, period = form_and_period(request)
    found = watching.inflow(one.system, one.asker, form, period)
    asked_for, problem = request.query_params.get("dag", ""), None
    try:
        lists = watching.missing_list(one.system, one.asker, form, period, _moment(one))
    except Refused as refused:
        lists, problem = watching.missing_list(one.system, one.asker, form, period), refused
    frozen = watching.at_publications(one.system, one.asker, form, period)
    context = {
        "form": form,
        "period": str(period),
        "periods": [
            (str(each), f"{one.top}/inngang/{form}/{each}")
            for each in campaigns.periods_of(one.system, one.asker, form)
        ],
        "found": found,
        "drawing": Markup(drawing(found, one.say)),
        "points": _points(found),
        "missing": _missing(lists, one),
        "frozen": [_missing(each, one) for each in frozen],
        "measures": _measures(one, form, period),
        "at": asked_for,
        "at_query": "?" + urlencode({"dag": asked_for}) if asked_for and problem is None else "",
        "here": f"{one.top}/inngang/{form}/{period}",
    }
    return page(one, "inflow", one.say("inflow_title", form=form, period=period), context, problem=problem)


def controls(request: Request) -> Response:
    """The most frequent ones of a form and year."""
    one = asked(request)
    form = catalogue.form(request.path_params["form"]).id
    year = Period.read(request.path_params["period"]).year
    rows = frequent.most_frequent(one.system, one.asker, form, year)
    vendors = sorted({vendor for row in rows for vendor in row.by_vendor})
    context = {
        "form": form,
        "year": year,
        "vendors": [vendor or one.say("by_person") for vendor in vendors],
        "rows": [
            {
                "control": row.control,
                "severity": one.say(f"severity_{row.severity}"),
                "findings": written(row.findings),
                "submissions": written(row.submissions),
                "by_vendor": [written(row.by_vendor.get(vendor, 0)) for vendor in vendors],
            }
            for row in rows
        ],
    }
    return page(one, "controls", one.say("controls_title", form=form, year=year), context)


def export_inflow(request: Request) -> Response:
    one = asked(request)
    form, period = form_and_period(request)
    found = watching.inflow(one.system, one.asker, form, period)
    return file(one.request, exporting.inflow(found), f"inngang-{form}-{period}")


def export_missing(request: Request) -> Response:
    one = asked(request)
    form, period = form_and_period(request)
    found = watching.missing_list(one.system, one.asker, form, period, _moment(one))
    return file(one.request, exporting.missing(found), f"mangler-{form}-{period}")


def export_chasing(request: Request) -> Response:
    one = asked(request)
    form, period = form_and_period(request)
    rows = [row for row in working.chasing(one.system, one.asker, form) if row.standing.expected.period == period]
    return file(one.request, exporting.chasing(rows, one.language), f"svarliste-{form}-{period}")


def _year(one: Asked, years: Years) -> int | None:
    asked_for = one.request.query_params.get("ar")
    if asked_for is None:
        return years.current
    if asked_for not in map(str, years.known):
        raise Refused(one.say("year_unknown", year=asked_for[:20]))
    return int(asked_for)


def _moment(one: Asked) -> datetime | None:
    """The end of the day asked for, in Oslo; now when none is."""
    written_day = one.request.query_params.get("dag", "")
    if not written_day:
        return None
    end = datetime.combine(day_of(one, written_day, "the_day"), time(23, 59, 59), OSLO)
    now = one.system.clock.now()
    return min(end, now) if end.date() == now.astimezone(OSLO).date() else end


def _form(row: Shown, periods: int, one: Asked) -> dict[str, Any]:
    return {
        "form": row.form,
        "title": one.say.of(catalogue.form(row.form).version(row.period.year).title),
        "period": str(row.period),
        "periods": periods,
        "deadline": one.say.day(row.dates.deadline),
        "owed": row.owed,
        "answered": row.answered,
        "missing": row.owed - row.answered,
        "states": [(one.say.state(state), count) for state, count in sorted(row.states.items(), key=lambda it: -it[1])],
        "here": f"{one.top}/inngang/{row.form}/{row.period}",
    }


def _points(found: Inflow) -> list[tuple[int, int | None, int | None]]:
    """Day by day: this year and last."""
    this, last = ({point.days: point.count for point in curve} for curve in (found.this_year, found.last_year))
    return [(days, this.get(days), last.get(days)) for days in sorted({*this, *last})]


def _missing(found: MissingList, one: Asked) -> dict[str, Any]:
    return {
        "at": one.say.moment(found.at),
        "text": one.say.of(found.text),
        "units": [(unit, found.names[unit]) for unit in found.found.units],
        "owed": found.found.owed,
        "nil": found.found.nil,
        "share": written(100 * found.found.share, 1),
    }


def _measures(one: Asked, form: str, period: Period) -> dict[str, Any]:
    found = watching.measure(one.system, one.asker, form, period)
    return {
        "on_time": None if found.on_time is None else written(100 * found.on_time, 1),
        "days_in": [(one.say.state(state)["name"], written(days, 1)) for state, days in found.days_in.items()],
        "reminders": None if found.reminders_per_received is None else written(found.reminders_per_received, 2),
        "lists": f"{found.lists_returned} / {found.lists_sent}",
    }
