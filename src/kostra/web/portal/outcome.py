"""One submission: that it has come, how far the controls are, what they found, the report as a file, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kostra.app.controls.pages import word as severity_word
from kostra.app.controls.reports import kept
from kostra.app.controls.reports.head import figures
from kostra.app.controls.reports.words import Words as ReportWords
from kostra.app.guide.addresses import of_field
from kostra.app.pages.numbers import written
from kostra.app.passing.seeing import may_see_records
from kostra.app.people import units
from kostra.app.portal import findings
from kostra.app.portal.findings import Findings, Group
from kostra.app.receiving import seeing
from kostra.app.receiving.refusals import NotNow
from kostra.app.receiving.seeing import Seen
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.finding import Severity
from kostra.model.people import Right
from kostra.model.submission import Content, Expected, Stage
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.address import address_of
from kostra.web.api.shapes import is_running
from kostra.web.doors.answering import gathered
from kostra.web.downloads import pieces
from kostra.web.events import told_events
from kostra.web.pages import Page, show
from kostra.web.portal.asked import crumbs_above, language_of, writing_about
from kostra.web.portal.owing import SECTION, title_of
from kostra.web.portal.words import Words

KINDS = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_COLOURS = {Severity.FATAL: "danger", Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.INFO: "info"}


def page(request: Request) -> Response:
    language, asker, id = language_of(request), asker_of(request), request.path_params["id"]
    system: System = request.app.state.system
    seen = seeing.see(system, asker, id)
    found = _findings(request, seen, language)
    expected = seen.submission.answers
    say = Words(language)
    name = units.name(expected.unit, expected.period.year)
    title = say("submission_title", form=expected.form, period=expected.period, name=name)
    context = _context(seen, language, say) | {
        "kinds": KINDS,
        "write": writing_about(language, expected, title),
        "figures": [] if found is None else _figures(found, language),
        "groups": [] if found is None else [_group(group, language, say, expected) for group in found.groups],
        "total": 0 if found is None else found.total,
        "version": "" if found is None else found.version,
        "may_send": asker.may(Right.SEND, expected.unit, expected.form),
        "may_prepare": asker.may(Right.PREPARE, expected.unit, expected.form),
        "history": told_events(seeing.events(system, asker, id), language),
    }
    crumbs = crumbs_above(asker, expected, name, say)
    return show(request, Page("portal/outcome.html", title, language, crumbs, SECTION, context=context))


class _Kind(Convertor[str]):
    """How the address of a report ends."""

    regex = "|".join(KINDS)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("report", _Kind())


def report(request: Request) -> Response:
    """The whole of it, in the language of the address."""
    language, asker, path = language_of(request), asker_of(request), request.path_params
    system: System = request.app.state.system
    kind: str = path["kind"]
    expected = seeing.see(system, asker, path["id"]).submission.answers
    file = seeing.report(system, asker, path["id"], language)
    name = f"{expected.form}_{expected.period}_{expected.unit}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "xlsx":
        out = BytesIO()
        with file:
            kept.as_xlsx(file, out, language)
        return Response(out.getvalue(), headers=headers, media_type=KINDS[kind])
    return StreamingResponse(
        _pieces(file, kind, language, address_of(request)), headers=headers, media_type=KINDS[kind]
    )


def _pieces(file: BinaryIO, kind: str, language: Language, site: str) -> Iterator[bytes]:
    with file:
        if kind == "csv":
            yield from gathered(kept.as_csv(file))
        elif kind == "html":
            yield from gathered(kept.as_page(file, language, site))
        else:
            yield from pieces(file)


def receipt(request: Request) -> Response:
    language, id = language_of(request), request.path_params["id"]
    system: System = request.app.state.system
    asker = asker_of(request)
    seen = seeing.see(system, asker, id)
    say = Words(language)
    if seen.submission.receipt is None:
        raise NotNow(say("no_receipt"))
    expected = seen.submission.answers
    above = crumbs_above(asker, expected, units.name(expected.unit, expected.period.year), say)
    crumbs = (*above, (say("one_sent"), f"/{language}/innsending/{id}"))
    return show(
        request,
        Page(
            "portal/receipt.html",
            say("receipt_title"),
            language,
            crumbs,
            SECTION,
            context=_context(seen, language, say),
        ),
    )


def _findings(request: Request, seen: Seen, language: Language) -> Findings | None:
    """None while the controls run, when there was nothing to control, and for those who may not see records."""
    submission = seen.submission
    if submission.severity is None or submission.content is Content.NIL:
        return None
    asker = asker_of(request)
    if not may_see_records(asker, submission.answers.unit, submission.answers.form):
        return None
    counts = {(one.control, one.field): one.count for one in seen.tallies}
    with seeing.report(request.app.state.system, asker, submission.id, language) as report:
        return findings.read(report, counts)


def _context(seen: Seen, language: Language, say: Words) -> dict[str, Any]:
    submission = seen.submission
    expected = submission.answers
    return {
        "say": say,
        "seen": seen,
        "submission": submission,
        "expected": expected,
        "name": units.name(expected.unit, expected.period.year),
        "form_title": title_of(expected.form, expected.period.year, language),
        "outcome": _outcome(seen),
        "stopped": submission.severity is not None and submission.severity.blocks,
        "running": is_running(submission),
        "received": say.moment(submission.received) if submission.received else "",
        "uploaded": say.moment(submission.uploaded),
        "content": say(f"content_{submission.content}"),
        "size": written(submission.size),
        "records": None if submission.records is None else written(submission.records),
        "received_for": catalogue.form(expected.form).received_for,
    }


def _outcome(seen: Seen) -> str:
    """Which of the texts about the outcome fits."""
    submission = seen.submission
    if submission.content is Content.NIL:
        return "nil"
    if submission.stage is Stage.WITHDRAWN:
        return "withdrawn"
    if submission.severity is None:
        return "running" if is_running(submission) else "registered"
    if submission.severity.blocks:
        return "stopped"
    if submission.stage is Stage.PREPARED:
        return "ready"
    if catalogue.form(submission.answers.form).received_for is not None:
        return "passed"
    return "warnings" if submission.severity >= Severity.INFO else "ok"


def _figures(found: Findings, language: Language) -> list[dict[str, Any]]:
    """What an accepted file came to, for whoever sent it: not yet statistics."""
    return [
        {"title": title, "unit": unit, "rows": rows}
        for title, unit, rows in figures(found.statistics, ReportWords(language))
    ]


def _group(group: Group, language: Language, say: Words, expected: Expected) -> dict[str, Any]:
    return {
        "control": group.control,
        "address": f"/{language}/skjema/{expected.form}/kontroller/{group.control}",
        "guide": of_field(language, expected.form, expected.period.year, group.field),
        "severity": severity_word(str(group.severity), language),
        "colour": _COLOURS.get(group.severity, "neutral"),
        "field": "" if group.field is None else group.field.upper(),
        "count": written(group.count),
        "more": say("findings_more", shown=len(group.lines), count=written(group.count))
        if group.count > len(group.lines)
        else "",
        "lines": group.lines,
    }
