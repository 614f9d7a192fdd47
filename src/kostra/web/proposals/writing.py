"""Writing a proposal: what kind of change it is, and then the boxes such a change needs. A link from elsewhere fills some of them in."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.proposals import asking, entering, showing
from kostra.app.proposals.checking import CODE_KINDS, CONTROL_KINDS, FIELD_KINDS
from kostra.followup.calendar import day
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.form_change import Change
from kostra.model.proposal import (
    Consequences,
    Content,
    FromRegister,
    Kind,
    Proposal,
    ProposerKind,
    State,
    Subject,
)
from kostra.proposals.clock import clock
from kostra.web.proposals.asked import SECTION, choice_of, number_of, top, year_of
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

_SUBJECT = {"skjema": "form", "felt": "field", "kode": "code", "kontroll": "control", "tabell": "table"}
_CONSEQUENCES = {"serier": "series", "kommuner": "municipalities", "leverandorer": "vendors", "brukere": "users"}
_REGISTER = {"register": "source", "dekning": "coverage", "forsinkelse": "delay", "spart": "saved"}
_LONGEST = 4_000


def new(request: Request) -> Response:
    """Without a kind the kinds are shown, and what came with the link is kept."""
    one = Visit.of(request, Words)
    kind, problem = one.choice("slag", [each.value for each in Kind])
    given = {name: request.query_params.get(name, "").strip()[:120] for name in (*_SUBJECT, "tittel")}
    given |= {name: request.query_params.get(name, "").strip()[:_LONGEST] for name in ("hva", "hvorfor")}
    if not kind:
        context = {
            "here": f"{top(one.language)}/nytt",
            "kinds": [(each.value, one.say(f"kind_{each}"), one.say(f"means_{each}")) for each in Kind],
            "given": {name: value for name, value in given.items() if value},
        }
        return one.show("proposals/kinds.html", one.say("new_title"), _crumbs(one), SECTION, context, problem)
    year = clock().earliest(Kind(kind), given["skjema"] or None, day(one.system.clock.now()))
    return _form(one, Kind(kind), {"aar": str(year)} | given, f"{top(one.language)}/nytt", one.say("new_title"))


def save_new(request: Request) -> Response:
    one = Visit.of(request, Words)
    typed, here = one.form, f"{top(one.language)}/nytt"
    kind = choice_of(typed.get("slag", ""), Kind)
    try:
        number = entering.write(one.system, one.asker, _content(one, kind, ()))
    except Forbidden:
        raise
    except Refused as refused:
        return _form(one, kind, typed, here, one.say("new_title"), refused)
    return RedirectResponse(f"{top(one.language)}/{number}", 303)


def edit(request: Request) -> Response:
    one = Visit.of(request, Words)
    found = _own(one)
    return _edit(one, found, _typed(found))


def save(request: Request) -> Response:
    one = Visit.of(request, Words)
    typed, found = one.form, _own(one)
    try:
        content = _content(one, found.content.kind, found.content.changes, found)
        entering.rewrite(one.system, one.asker, found.number, content, seen_in(typed), typed.get("grunn", ""))
    except Forbidden:
        raise
    except Refused as refused:
        return _edit(one, found, typed, refused)
    return RedirectResponse(f"{top(one.language)}/{found.number}", 303)


def _own(one: Visit[Words]) -> Proposal:
    found = showing.seen(one.system, one.asker, number_of(one.request))
    asking.refuse_others(one.asker, found)
    return found


def seen_in(typed: dict[str, str]) -> int:
    written = typed.get("utgave", "")
    if not (written.isascii() and written.isdigit() and len(written) < 19):
        raise Missing(f"«{written[:20]}» er ikke en utgave av forslaget. Åpne siden på nytt.")
    return int(written)


def _edit(one: Visit[Words], found: Proposal, typed: dict[str, str], problem: Refused | None = None) -> Response:
    here = f"{top(one.language)}/{found.number}/rediger"
    title = one.say("edit_title", number=found.number)
    return _form(one, found.content.kind, typed, here, title, problem, found)


def _form(
    one: Visit[Words],
    kind: Kind,
    typed: dict[str, str],
    here: str,
    title: str,
    problem: Refused | None = None,
    found: Proposal | None = None,
) -> Response:
    say, today = one.say, day(one.system.clock.now())
    known = asking.speaks_for(one.asker, today.year)
    offered = [(f"{each.kind}|{each.office}", each.office) for each in known]
    offered += [(f"{each}|", say(f"from_{each}")) for each in (ProposerKind.VENDOR, ProposerKind.OTHER)]
    context: dict[str, Any] = {
        "here": here,
        "kind": {"value": kind.value, "name": say(f"kind_{kind}"), "means": say(f"means_{kind}")},
        "boxes": _boxes(kind),
        "needed": _needed(kind),
        "forms": [
            (id, say.of(catalogue.form(id).version(catalogue.form(id).last_year).title)) for id in catalogue.ids()
        ],
        "offered": offered,
        "typed": typed,
        "consequences": [(name, say(f"for_{word}")) for name, word in _CONSEQUENCES.items()],
        "register": [(name, say(f"register_{word}"), say(f"register_{word}_hint")) for name, word in _REGISTER.items()]
        if kind is Kind.SIMPLIFY
        else [],
        "entered": found is not None and found.state is not State.DRAFT,
        "edition": "" if found is None else found.version.number,
    }
    crumbs = _crumbs(one)
    if found is not None:
        crumbs = (*crumbs, (say("one_crumb", number=found.number), f"{top(one.language)}/{found.number}"))
    return one.show("proposals/form.html", title, crumbs, SECTION, context, problem)


def _boxes(kind: Kind) -> tuple[str, ...]:
    """The parts of the subject that a kind has."""
    if kind in CODE_KINDS:
        return ("skjema", "felt", "kode")
    if kind in CONTROL_KINDS:
        return ("skjema", "kontroll")
    if kind is Kind.TABLE:
        return ("tabell", "skjema")
    return ("skjema", "felt") if kind in FIELD_KINDS or kind is Kind.GUIDE else ()


def _needed(kind: Kind) -> frozenset[str]:
    """Those of them that must be filled in."""
    if kind is Kind.TABLE:
        return frozenset()
    if kind is Kind.GUIDE:
        return frozenset({"skjema"})
    needed = frozenset(_boxes(kind))
    return needed - {"kontroll"} if kind is Kind.NEW_CONTROL else needed


def _content(one: Visit[Words], kind: Kind, changes: tuple[Change, ...], found: Proposal | None = None) -> Content:
    typed = one.form
    subject = {part: typed.get(name) or None for name, part in _SUBJECT.items() if name in _boxes(kind)}
    register = None
    if kind is Kind.SIMPLIFY:
        register = FromRegister(**{part: _lines(typed.get(name, "")) for name, part in _REGISTER.items()})
    return Content(
        title=" ".join(typed.get("tittel", "").split()),
        kind=kind,
        subject=Subject(**subject),
        year=year_of(typed.get("aar", "")),
        proposer=_proposer(one, found),
        what=_lines(typed.get("hva", "")),
        why=_lines(typed.get("hvorfor", "")),
        consequences=Consequences(**{part: _lines(typed.get(name, "")) for name, part in _CONSEQUENCES.items()}),
        register=register,
        changes=changes,
    )


def _proposer(one: Visit[Words], found: Proposal | None) -> Any:
    """As it was, when somebody else writes it anew: the desk does not make it its own."""
    if found is not None and found.created.by.id != one.asker.actor.id:
        return found.content.proposer
    kind, _, office = one.form.get("fra", "").partition("|")
    year = day(one.system.clock.now()).year
    return asking.proposer(one.asker, choice_of(kind, ProposerKind), office or one.form.get("kontor", ""), year)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _typed(found: Proposal) -> dict[str, str]:
    """What to write in the boxes to write the same again."""
    content, by = found.content, found.content.proposer
    typed = {
        "tittel": content.title,
        "aar": str(content.year),
        "hva": content.what,
        "hvorfor": content.why,
        "fra": f"{by.kind}|{by.office if by.vouched else ''}",
        "kontor": "" if by.vouched else by.office,
    }
    typed |= {name: getattr(content.subject, part) or "" for name, part in _SUBJECT.items()}
    typed |= {name: getattr(content.consequences, part) for name, part in _CONSEQUENCES.items()}
    if content.register is not None:
        typed |= {name: getattr(content.register, part) for name, part in _REGISTER.items()}
    return typed


def _crumbs(one: Visit[Words]) -> tuple[tuple[str, str], ...]:
    return ((one.say("title"), top(one.language)),)
