"""The draft of the next year: which forms become otherwise and by which proposal, and of each form the very pages that a real year has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.controls.pages import between_as_document
from kostra.app.forms import changes, guidance, specification
from kostra.app.pages.document import Document
from kostra.app.proposals import drafts, patches
from kostra.app.proposals.drafts import ChangedForm, Draft, Overview, Standing
from kostra.followup.calendar import day
from kostra.model.errors import Missing, Refused
from kostra.model.form import Form
from kostra.model.proposal import Proposal
from kostra.web.downloads import attached, json_file, markdown_file
from kostra.web.naming import form_title
from kostra.web.pages import body
from kostra.web.proposals.asked import SECTION, number_of, top
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

T = TypeVar("T")

PLACE = "utkast"


def newest(request: Request) -> Response:
    """On to the draft that is open."""
    language = request.path_params["language"]
    return RedirectResponse(f"/{language}/{PLACE}/{drafts.year()}", 303)


def front(request: Request) -> Response:
    one = Visit.of(request, Words)
    found = _asked(lambda: drafts.overview(one.system, _year(request)))
    year, say = found.draft.year, one.say
    context: dict[str, Any] = {
        "year": year,
        "forms": [_form(each, one, year) for each in found.forms],
        "put": [_put(standing, proposal, one) for standing, proposal in found.put],
        "waiting": [_named(each, one) for each in found.waiting],
        "tables": _tables(found),
        "forslag": top(one.language),
    }
    return one.show("proposals/draft.html", say("draft_title", year=year), _above(one), SECTION, context, None)


def form(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    version = asked.version(found.year)
    return _document(one, found, asked, specification.as_document(version, one.language), "draft_specification", "")


def form_json(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    name = f"utkast-{asked.id}-{found.year}-{one.language}"
    return json_file(specification.as_json(asked.version(found.year), one.language), name)


def form_markdown(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    name = f"utkast-{asked.id}-{found.year}-{one.language}"
    return markdown_file(specification.as_document(asked.version(found.year), one.language), name)


def log(request: Request) -> Response:
    """What becomes otherwise: the questions, and below them the controls."""
    one, found, asked = _form_asked(request)
    return _document(
        one, found, asked, _log(one, found, asked), "draft_log", "/endringer", _controls(one, found, asked)
    )


def log_json(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    before, after = _two_years(found, asked)
    told = changes.as_json(asked.version(before), asked.version(after), one.language, found.content)
    return json_file(told, f"utkast-{asked.id}-endringer-{before}-{after}-{one.language}")


def log_markdown(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    return markdown_file(_log(one, found, asked), f"utkast-{asked.id}-endringer-{found.year}-{one.language}")


def guide(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    return _document(one, found, asked, _guide(one, found, asked), "draft_guide", "/veiledning")


def guide_markdown(request: Request) -> Response:
    one, found, asked = _form_asked(request)
    return markdown_file(_guide(one, found, asked), f"utkast-{asked.id}-veiledning-{found.year}-{one.language}")


def patch_file(request: Request) -> Response:
    """The patch itself, for the repository."""
    one = Visit.of(request, Words)
    written = str(request.path_params["patch"])
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise Missing(f"«{written[:40]}» er ikke nummeret på noen endringsfil. Se på siden til forslaget.")
    found = patches.patch_of(one.system, int(written))
    if found.proposal_number != number_of(request):
        raise Missing(f"Endringsfil {found.number} hører ikke til dette forslaget. Se på siden til forslaget.")
    return attached(found.text, patches.file_name(found), "text/x-patch; charset=utf-8")


def _document(
    one: Visit[Words],
    found: Draft,
    asked: Form,
    document: Document,
    word: str,
    here: str,
    more: Document | None = None,
) -> Response:
    say, place = one.say, f"{_top(one, found.year)}/{asked.id}"
    context = {
        "year": found.year,
        "heading": document.title,
        "body": body(document),
        "more_title": more.title if more is not None else "",
        "more": body(more) if more is not None else "",
        "parts": [(say(name), f"{place}{end}", end == here) for name, end in _parts(found, asked)],
        "address": f"{place}{here}",
        "json": here != "/veiledning",
        "current": f"/{one.language}/skjema/{asked.id}",
        "form_id": asked.id,
    }
    title = say(word, form=asked.id, year=found.year)
    crumbs = (*_above(one), (say("draft_title", year=found.year), _top(one, found.year)))
    return one.show("proposals/draft_form.html", title, crumbs, SECTION, context, None)


def _parts(found: Draft, asked: Form) -> list[tuple[str, str]]:
    log = [("draft_to_log", "/endringer")] if found.year - 1 in asked.years else []
    return [("draft_to_form", ""), *log, ("draft_to_guide", "/veiledning")]


def _log(one: Visit[Words], found: Draft, asked: Form) -> Document:
    before, after = _two_years(found, asked)
    return changes.as_document(asked.version(before), asked.version(after), one.language, found.content)


def _controls(one: Visit[Words], found: Draft, asked: Form) -> Document:
    before, after = _two_years(found, asked)
    return between_as_document(asked.id, before, after, one.language, found.content)


def _guide(one: Visit[Words], found: Draft, asked: Form) -> Document:
    return guidance.as_document(asked, one.language, found.year, found.content)


def _two_years(found: Draft, asked: Form) -> tuple[int, int]:
    if found.year - 1 not in asked.years:
        raise Missing(f"Skjema {asked.id} er nytt i {found.year}, så det er ingenting å sammenligne med.")
    return found.year - 1, found.year


def _form_asked(request: Request) -> tuple[Visit[Words], Draft, Form]:
    one = Visit.of(request, Words)
    found = _asked(lambda: drafts.draft(one.system, _year(request)))
    return one, found, _asked(lambda: found.form(str(request.path_params["form"])[:20]))


def _asked(ask: Callable[[], T]) -> T:
    """What is not there is a page that is not there."""
    try:
        return ask()
    except Refused as refused:
        raise Missing(refused.message) from None


def _year(request: Request) -> int:
    written = str(request.path_params["year"])
    if not re.fullmatch(r"[0-9]{4}", written):
        raise Missing(f"«{written[:20]}» er ikke et år. Utkastet som er åpnet, er for {drafts.year()}.")
    return int(written)


def _above(one: Visit[Words]) -> tuple[tuple[str, str], ...]:
    return ((one.say("title"), top(one.language)),)


def _top(one: Visit[Words], year: int) -> str:
    return f"/{one.language}/{PLACE}/{year}"


def _form(each: ChangedForm, one: Visit[Words], year: int) -> dict[str, Any]:
    return {
        "id": each.form.id,
        "title": form_title(each.form, one.language, year),
        "address": f"{_top(one, year)}/{each.form.id}",
        "changes": each.changes,
        "decided": [
            {
                "what": one.say.of(line.what),
                "proposal": line.proposal,
                "address": f"{top(one.language)}/{line.proposal}",
            }
            for line in each.decided
        ],
    }


def _put(standing: Standing, proposal: Proposal, one: Visit[Words]) -> dict[str, Any]:
    patch, say = standing.patch, one.say
    assert patch.approved is not None
    stands = "draft_wrong" if standing.wrong else "draft_there" if standing.there else "draft_here"
    return {
        **_named(proposal, one),
        "when": say.day(day(patch.approved.at)),
        "stands": say(stands),
        "colour": "danger" if standing.wrong else "success",
        "wrong": standing.wrong or "",
        "file": f"{top(one.language)}/{proposal.number}/endringsfil/{patch.number}.patch",
        "patch": patch.number,
    }


def _named(proposal: Proposal, one: Visit[Words]) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "title": proposal.content.title,
        "address": f"{top(one.language)}/{proposal.number}",
    }


def _tables(found: Overview) -> list[str]:
    """The tables whose files are otherwise than in the package."""
    files, package = found.draft.files, drafts.package()
    names = {path.removeprefix("tables/").removesuffix(".toml") for path in files if path.startswith("tables/")}
    return sorted(name for name in names if files[f"tables/{name}.toml"] != package.get(f"tables/{name}.toml"))
