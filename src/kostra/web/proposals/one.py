"""A proposal's own page: what it says, what was tried, the hearing, the decision and its history; and what one may do with it now."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.proposals import asking, deciding, driving, entering, hearing, showing, trials
from kostra.followup.calendar import day
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty
from kostra.model.proposal import BY_LETTER, DECIDED, ON_THE_PAGE, Hearing, Move, Proposal, State
from kostra.proposals.clock import clock
from kostra.proposals.parties import parties
from kostra.proposals.states import MAY_BE_WRITTEN_ANEW, Mover, may_follow, needs_reason
from kostra.web.events import told_events
from kostra.web.proposals import draft_patch
from kostra.web.proposals.asked import SECTION, choice_of, day_of, number_of, top, year_of
from kostra.web.proposals.changing import told
from kostra.web.proposals.tried import tried
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

_DECISIONS = (State.ACCEPTED, State.REJECTED, State.POSTPONED)


def page(request: Request) -> Response:
    return shown(Visit.of(request, Words))


def change(request: Request) -> Response:
    """What the button says."""
    one = Visit.of(request, Words)
    number = number_of(request)
    try:
        _do(one, number, one.form)
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return shown(one, refused)
    return RedirectResponse(f"{top(one.language)}/{number}", 303)


def _do(one: Visit[Words], number: int, typed: dict[str, str]) -> None:
    system, asker, reason = one.system, one.asker, typed.get("grunn", "")
    match typed.get("gjor", ""):
        case "fremm":
            entering.enter(system, asker, number)
        case "prov":
            trials.try_out(system, asker, number, reason)
        case "horing":
            invited = hearing.read_parties(typed.get("inviterte", ""))
            asked = typed.get("sporsmal", "").replace("\r\n", "\n")
            hearing.open_hearing(system, asker, number, invited, day_of(typed.get("frist", "")), asked, reason)
        case "bestem":
            after = choice_of(typed.get("vedtak", ""), State)
            year = typed.get("aar", "")
            deciding.decide(system, asker, number, after, reason, year_of(year) if year else None)
        case "flytt":
            driving.drive(system, asker, number, choice_of(typed.get("til", ""), State), reason)
        case other:
            raise Refused(one.say("no_choice", wanted=other[:40]))


def shown(one: Visit[Words], problem: Refused | None = None) -> Response:
    found, say = showing.seen(one.system, one.asker, number_of(one.request)), one.say
    content, named = found.content, one.asker.has(Duty.STATISTICIAN)
    decided = found.decision
    context: dict[str, Any] = {
        "here": f"{top(one.language)}/{found.number}",
        "top": top(one.language),
        "heading": content.title,
        "state": say.tag(found.state),
        "since": say.day(day(found.since)),
        "facts": _facts(found, say),
        "said": [(say(f"part_{name}"), getattr(content, name)) for name in ("what", "why")],
        "consequences": [
            (say(f"for_{name}"), getattr(content.consequences, name))
            for name in ("series", "municipalities", "vendors", "users")
        ],
        "register": []
        if content.register is None
        else [
            (say(f"register_{name}"), getattr(content.register, name))
            for name in ("source", "coverage", "delay", "saved")
        ],
        "changes": [told(each, say) for each in content.changes],
        "trial": None if found.trial is None else tried(found.trial, say),
        "old_trial": found.trial is None and bool(found.trials),
        "hearings": [_hearing(each, found, say, named=named) for each in reversed(found.hearings)],
        "decision": None if decided is None else _decision(decided, found, say, named=named),
        "meeting": found.meeting,
        "history": _history(found, say, named=named),
        "events": told_events(showing.told(one.system, one.asker, found), one.language) if named else [],
        "patch": draft_patch.context(one, found),
        "may": _may(one, found),
        "typed": one.form if problem else {},
        "problem": None if problem is None else problem.message,
    }
    crumbs = ((say("title"), top(one.language)),)
    title = say("one_title", number=found.number, title=content.title)
    return one.show("proposals/one.html", title, crumbs, SECTION, context, problem)


def _facts(found: Proposal, say: Words) -> list[tuple[str, str]]:
    content = found.content
    return [
        (say("fact_kind"), say(f"kind_{content.kind}")),
        (say("fact_subject"), say.subject(content.subject)),
        (say("fact_year"), str(found.year)),
        (say("fact_by"), say.proposer(content.proposer)),
        (say("fact_work"), str(clock().work_year(found))),
    ]


def _hearing(one: Hearing, found: Proposal, say: Words, *, named: bool) -> dict[str, Any]:
    return {
        "due": say.day(one.deadline),
        "asked": one.said.text,
        "parties": ", ".join(one.parties),
        "silent": ", ".join(one.silent),
        "answers": [
            {
                "party": say("unvouched", office=each.party) if each.came == ON_THE_PAGE else each.party,
                "stance": say(f"stance_{each.stance}"),
                "text": each.said.text,
                "when": say.day(day(each.said.at)),
                "by": say("by_letter") if each.came == BY_LETTER else (each.said.by.name if named else ""),
            }
            for each in one.answers
        ],
    }


def _decision(move: Move, found: Proposal, say: Words, *, named: bool) -> dict[str, Any]:
    return {
        "state": say.tag(move.after),
        "when": say.day(day(move.said.at)),
        "year": move.year,
        "why": move.said.text,
        "who": say.speaker(move.said.by, found, named=named),
    }


def _history(found: Proposal, say: Words, *, named: bool) -> list[dict[str, str]]:
    """Versions and moves in the order of time."""
    lines = [(found.created.at, 0, say("history_written"), found.created, "")]
    lines += [(each.said.at, 1, say("history_rewritten"), each.said, each.said.text) for each in found.versions[1:]]
    lines += [(each.said.at, 2, say.tag(each.after)["name"], each.said, each.said.text) for each in found.moves]
    return [
        {"when": say.moment(at), "what": what, "who": say.speaker(said.by, found, named=named), "why": why}
        for at, _, what, said, why in sorted(lines, key=lambda line: line[:2])
    ]


def _may(one: Visit[Words], found: Proposal) -> dict[str, Any]:
    """What this asker may do with it, as the table of states says."""
    say = one.say
    mine = asking.movers(one.asker, found)
    following = may_follow(found.state, mine)
    by_hand = [each for each in following if each in driving.BY_HAND and each is not State.ENTERED]
    if found.content.changes:
        by_hand = [each for each in by_hand if each not in (State.IN_FORM, State.ACCEPTED)]
    back = State.ENTERED in following and found.state in (State.POSTPONED, State.REJECTED)
    kind, form = found.content.kind, found.content.subject.form
    earliest = clock().earliest(kind, form, day(one.system.clock.now()))
    decisions = [each for each in _DECISIONS if each in following]
    waits = found.state is State.IN_MEETING and not decisions and Mover.DESK in mine
    return {
        "write": bool(mine & {Mover.AUTHOR, Mover.DESK}) and found.state in MAY_BE_WRITTEN_ANEW,
        "enter": found.state is State.DRAFT and State.ENTERED in following,
        "try": State.TRIED in following,
        "try_reason": found.state is State.HEARD,
        "hear": State.IN_HEARING in following,
        "hear_reason": State.IN_HEARING in following and needs_reason(found.state, State.IN_HEARING),
        "answer": found.state is State.IN_HEARING and one.asker.is_anybody,
        "parties": "\n".join(parties()),
        "decide": [(each.value, say.tag(each)["name"]) for each in decisions],
        "decide_year": str(max(found.year, earliest)) if State.ACCEPTED in decisions else "",
        "decide_moved": say("decide_moved", year=found.year, earliest=earliest) if earliest > found.year else "",
        "waits": waits,
        "moves": [
            (each.value, say(f"move_{each}"), needs_reason(found.state, each))
            for each in (*by_hand, *((State.ENTERED,) if back else ()))
            if each not in DECIDED or each is State.ACCEPTED
        ],
    }
