"""One run: whether it is made, and every figure of it with its uncertainty, what it rests on, and whether it may be published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.estimating import seeing, told
from kostra.app.estimating.record import Figure, Frozen, Part
from kostra.app.estimating.revising import told_of
from kostra.app.estimating.seeing import Seen, in_order
from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.app.ports.estimates import Ordered
from kostra.editing.variables import declared as sums
from kostra.estimation.gates import Level
from kostra.estimation.run import Unit
from kostra.model.errors import Conflict
from kostra.model.estimate import Response as Answer
from kostra.web.downloads import attached
from kostra.web.estimating.asked import Asked, asked, labels, page, per_cent, signed, title, why

_LEVELS = (Level.COUNTRY, Level.COUNTY, Level.GROUP)
_LONG = timedelta(minutes=15)
"""A run that is not made by then will hardly be: the worker is down, or the job failed and stands in its log."""
_SILENT = (Answer.LATE, Answer.UNKNOWN)


def one_run(request: Request) -> Response:
    one = asked(request)
    seen = seeing.see(one.system, one.asker, request.path_params["id"])
    ordered, outcome = seen.ordered, seen.ordered.outcome
    names = labels(ordered.whole.form, one)
    context = {
        "here": f"{one.top}/{ordered.id}",
        "when": one.say.moment(ordered.at),
        "who": ordered.by.name,
        "reason": ordered.reason,
        "waiting": outcome is None,
        "stuck": outcome is None and one.system.clock.now() - ordered.at > _LONG,
        "refused": None if outcome is None else outcome.refused,
        "sha256": None if outcome is None else outcome.sha256,
        "revision": _revision(one, ordered),
        "facts": [] if seen.frozen is None else _facts(one, seen.frozen),
        "parts": []
        if seen.frozen is None
        else [_part(one, each, ordered.whole.period.year, names, seen.frozen.basis.last) for each in seen.frozen.parts],
    }
    return page(one, "run", title(ordered, one), context)


def _revision(one: Asked, ordered: Ordered) -> str:
    """The address of the revision that there is of the form and year; nothing where there is none."""
    of = ordered.whole.form, ordered.whole.period.year
    there = told_of(seeing.listed(one.system, one.asker, ordered.whole.form))
    return f"{one.top}/revisjon/{of[0]}/{of[1]}" if of in there else ""


def figures_csv(request: Request) -> Response:
    """Those that may be published; of the others only why not."""
    one = asked(request)
    seen, frozen = _made(one)
    return attached(told.as_csv(frozen), f"estimat-{seen.ordered.id}.csv", "text/csv; charset=utf-8")


def record_json(request: Request) -> Response:
    """The record byte for byte, so that its checksum can be held against the log."""
    one = asked(request)
    seen, _ = _made(one)
    return attached(seen.record or "", f"estimat-{seen.ordered.id}.json", "application/json")


def _made(one: Asked) -> tuple[Seen, Frozen]:
    seen = seeing.see(one.system, one.asker, one.request.path_params["id"])
    if seen.frozen is None:
        raise Conflict(one.say("not_made"))
    return seen, seen.frozen


def _facts(one: Asked, frozen: Frozen) -> list[tuple[str, str]]:
    run, basis = frozen.parts[0].run, frozen.basis
    return [
        (one.say("data_version"), run.data),
        (one.say("log_position"), str(run.log)),
        (one.say("last_year"), basis.last or one.say("not_collected")),
        (one.say("year_before"), basis.before or one.say("not_collected")),
        (one.say("register"), basis.register or one.say("none")),
        (one.say("seed"), str(run.seed)),
        (one.say("program"), frozen.program),
    ]


def _part(one: Asked, part: Part, year: int, names: dict[str, str], last: str | None) -> dict[str, Any]:
    id = part.run.variable
    figures = sorted(part.figures, key=lambda each: in_order(each.region))
    silent = [each for each in part.run.units if each.response in _SILENT]
    country = part.figure("EAK")
    return {
        "id": id,
        "label": names.get(id, id),
        "levels": [
            (
                level,
                one.say(f"level_{level.replace('-', '_')}"),
                [_row(one, part, each, year, last) for each in figures if each.level is level],
            )
            for level in _LEVELS
        ],
        "withheld": [seeing.name(region, year) for region in part.withheld],
        "unmade": [seeing.name(region, year) for region in part.unmade],
        "municipal": why(part.municipal, one),
        "backtest": _backtest(one, part, last),
        "components": [] if country is None else _components(one, part, country),
        "silent": [_unit(one, each, year) for each in silent],
        "unlike": [units.name(each.code, year) for each in part.run.units if each.unlike],
        "counts": _counts(one, part),
    }


def _row(one: Asked, part: Part, figure: Figure, year: int, last: str | None) -> dict[str, Any]:
    """`last` names last year's data; without them nobody knows the weight of those who reported."""
    of = part.estimate(figure.region)
    return {
        "name": seeing.name(figure.region, year),
        "value": written(figure.whole),
        "interval": one.say("between", low=written(of.low), high=written(of.high)) if of.interval_error else "",
        "cv": per_cent(of.cv, 2),
        "answered": one.say("answered_of", answered=of.reported, expected=of.expected),
        "weight": "" if last is None else per_cent(of.weight),
        "nil": of.nil,
        "late": of.late,
        "unknown": of.unknown,
        "carried": of.carried,
        "closed": why(figure.closed, one),
    }


def _counts(one: Asked, part: Part) -> list[tuple[str, int]]:
    responses = [each.response for each in part.run.units]
    return [(one.say(f"response_{answer}"), responses.count(answer)) for answer in Answer if answer in responses]


def _components(one: Asked, part: Part, figure: Figure) -> list[tuple[str, str]]:
    known = {each.id: one.say.of(each.label) for each in sums().get(part.run.form, ())}
    return [
        (known[name] if name in known else _by_sex_and_age(one, name), written(count))
        for name, count in zip(part.components, figure.components, strict=True)
        if count
    ]


def _by_sex_and_age(one: Asked, name: str) -> str:
    code, _, band = name.partition(" ")
    age = one.say("age_unknown") if band == "0" else one.say("age", band=band.replace("-", "\u2013"))
    return one.say("sex_and_age", sex=one.say(f"sex_{code}"), age=age)


def _backtest(one: Asked, part: Part, last: str | None) -> str:
    tried = part.run.backtest
    if tried is None:
        return one.say("backtest_none" if last is None else "backtest_cannot")
    return one.say(
        "backtest_inside" if tried.inside else "backtest_outside",
        removed=tried.removed,
        share=per_cent(tried.share),
        truth=written(tried.truth),
        estimate=written(tried.estimate.value),
        error=signed(100 * tried.relative, 2),
    )


def _unit(one: Asked, unit: Unit, year: int) -> dict[str, Any]:
    """No figure: what it is estimated from is all that is told."""
    return {
        "name": units.name(unit.code, year),
        "code": unit.code,
        "state": one.say.state(unit.state),
        "response": one.say(f"response_{unit.response}"),
        "marker": one.say(f"marker_{unit.marker.lower() or 'none'}"),
    }
