"""One unit of a comparison: what each source says and where that came from, what is left over the years, and the desk's answer to it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import one_unit
from kostra.app.people import units
from kostra.app.ports.registers import Holds
from kostra.app.reconciling.amounts import as_seen, explain
from kostra.app.reconciling.amounts import one as one_region
from kostra.app.registers import seeing
from kostra.model.errors import Missing, Refused
from kostra.model.period import Period
from kostra.model.submission import Standing
from kostra.reconciling.comparison import Source
from kostra.reconciling.described import STANDS, STATUSES
from kostra.reconciling.engine import Line
from kostra.reconciling.explanations import Explanation, Stands, Status
from kostra.web.pages import Link
from kostra.web.reconciling.asked import About, about, page
from kostra.web.reconciling.drawings import bars
from kostra.web.reconciling.figures import number, percent, sentence, tag

_ANSWERS = {
    "forklart": Status.EXPLAINED,
    "rettet-regnskap": Status.CORRECTED_ACCOUNTS,
    "rettet-skjema": Status.CORRECTED_FORM,
    "godtatt": Status.ACCEPTED,
}
"""As the form says them; the same words as the command."""
_BOXES = ("svar", "grunn", "tekst", "hvorfor")


def unit(request: Request) -> Response:
    one = about(request)
    done = request.query_params.get("gjort")
    return _show(one, said=one.say("answer_saved") if done == "svar" else one.say("answer_taken_back") if done else "")


def answer(request: Request) -> Response:
    one = about(request)
    try:
        chosen = _ANSWERS.get(one.form.get("svar", ""))
        if chosen is None:
            raise Refused(one.say("no_status"))
        cause = one.form.get("grunn", "")
        if cause not in one.comparison.causes:
            raise Refused(one.say("no_cause"))
        return _answered(one, chosen, cause, one.form.get("tekst", ""), "svar")
    except Refused as refused:
        return _show(one, refused)


def take_back(request: Request) -> Response:
    one = about(request)
    try:
        return _answered(one, Status.TAKEN_BACK, "", one.form.get("hvorfor", ""), "trukket")
    except Refused as refused:
        return _show(one, refused)


def _answered(one: About, status: Status, cause: str, text: str, done: str) -> Response:
    region = _region(one)
    seen = one.form.get("sett")
    explain(one.system, one.asker, one.comparison.id, one.year, region, status, cause, text, seen)
    return RedirectResponse(f"{one.here}/enhet/{region}?gjort={done}", 303)


def _region(one: About) -> str:
    region: str = one.request.path_params["region"]
    if region not in units.names(one.year):
        raise Missing(one.say("no_unit", wanted=region[:20], year=one.year))
    return region


def _show(one: About, problem: Refused | None = None, said: str = "") -> Response:
    region = _region(one)
    line, told = one_region(one.system, one.asker, one.comparison.id, one.year, region)
    name, now = one.unit_name(region), line.answer.explanation
    stands = line.answer.stands
    over_years = [*line.series, *([] if line.row.residual is None else [(one.year, line.row.residual)])]
    context = {
        "here": f"{one.here}/enhet/{region}",
        "region": region,
        "seen": as_seen(line.row),
        "measured": one.say(f"measured_{one.comparison.measured}"),
        "sources": _sources(one, line),
        "residual": number(line.row.residual),
        "share": percent(line.row.share),
        "allowed": "" if line.row.first is None else number(one.comparison.limits.allowed(line.row.first)),
        "sentences": [sentence(flag, line, one.comparison, one.say) for flag in line.flags],
        "stands": tag(stands, one.say.of(STANDS[stands])),
        "standing": "" if now is None else _standing(one, stands, now),
        "current": None if now is None else _told(one, now),
        "years": [(year, number(residual), f"{one.of_year(year)}/enhet/{region}") for year, residual in over_years],
        "drawing": bars(over_years, one.say("drawing_years", name=name)) if len(over_years) > 1 else "",
        "may_answer": bool(line.flags) or now is not None,
        "may_take_back": now is not None and now.year == one.year,
        "answers": [(key, one.say.of(STATUSES[status])) for key, status in _ANSWERS.items()],
        "causes": [(key, one.say.of(text)) for key, text in one.comparison.causes.items()],
        "typed": {box: one.form.get(box, "") for box in _BOXES},
        "history": [_told(one, each) for each in reversed(told)],
    }
    title = one.say("unit_title", name=name, year=one.year)
    crumb: Link = (one.title, one.here)
    return page(one, "unit", title, context, crumb, problem=problem, said=said)


def _standing(one: About, stands: Stands, now: Explanation) -> str:
    match stands:
        case Stands.CARRIED:
            return one.say("stands_carried", year=now.year)
        case Stands.CHANGED:
            return one.say("stands_changed", year=now.year, then=number(now.residual))
        case _:
            return one.say("stands_answered")


def _told(one: About, said: Explanation) -> dict[str, Any]:
    cause = one.comparison.causes.get(said.cause)
    return {
        "year": said.year,
        "status": one.say.of(STATUSES[said.status]),
        "cause": "" if cause is None else one.say.of(cause),
        "text": said.text,
        "residual": number(said.residual),
        "by": said.actor.name,
        "at": one.say.moment(said.at),
    }


def _sources(one: About, line: Line) -> list[dict[str, Any]]:
    standings = _standings(one, line.row.region)
    return [
        {
            "title": one.say.of(source.title),
            "amount": number(amount),
            "first": place == 0,
            "from": _register(one, source) if source.register else _submission(one, source, standings),
        }
        for place, (source, amount) in enumerate(zip(one.comparison.sources, line.row.amounts, strict=True))
    ]


def _standings(one: About, region: str) -> dict[tuple[str, Period], Standing]:
    """What the unit owes and has sent. One that is no unit any longer is not asked about."""
    if region not in units.names(one.system.clock.now().year):
        return {}
    seen = one_unit.look(one.system, one.asker, region)
    return {(each.expected.form, each.expected.period): each for each in seen.standings}


def _submission(one: About, source: Source, standings: dict[tuple[str, Period], Standing]) -> Link | None:
    """The delivery that counts, if it is the unit's own: a municipality may also be the sum of its districts."""
    standing = standings.get((source.form or "", Period(one.year)))
    if standing is None or standing.submission is None:
        return None
    return one.say("see_submission", form=source.form), f"/{one.language}/innsending/{standing.submission}"


def _register(one: About, source: Source) -> Link | None:
    """The file in force, or the page of the register when it comes month by month."""
    received = seeing.history(one.system, one.asker, source.register or "").received
    here = [each for each in received if each.holds is Holds.IN_FORCE and each.period in Period(one.year)]
    if not here:
        return None
    text = one.say("see_register", day=one.say.day(here[0].received.date()))
    place = f"fil/{here[0].id}" if len(here) == 1 else source.register
    return text, f"/{one.language}/registre/{place}"
