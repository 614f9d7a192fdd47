"""Proposals for the command line and for programs: a list, and one of them whole, as JSON or as a document. No person is named."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Paragraph, Table
from kostra.app.pages.words import Words
from kostra.app.proposals.agenda import TEXTS
from kostra.app.proposals.changes_told import told as change_told
from kostra.followup.calendar import day
from kostra.followup.calendar import told as told_day
from kostra.model.change_entry import as_json as change_as_json
from kostra.model.proposal import Proposal
from kostra.model.text import Language
from kostra.proposals.states import STATES

_CONSEQUENCES = ("series", "municipalities", "vendors", "users")
_REGISTER = ("source", "coverage", "delay", "saved")


def line(one: Proposal, language: Language) -> str:
    """12  11F  2027  På høring       Klarere veiledning"""
    form = one.content.subject.form or "-"
    state = STATES[one.state].name[language]
    return f"{one.number:>4}  {form:<6}{one.year}  {state:<24}{one.content.title}"


def as_json(one: Proposal) -> dict[str, Any]:
    content, decided = one.content, one.decision
    return {
        "number": one.number,
        "state": one.state.value,
        "since": _moment(one.since),
        "title": content.title,
        "kind": content.kind.value,
        "subject": asdict(content.subject),
        "year": one.year,
        "proposer": asdict(content.proposer),
        "what": content.what,
        "why": content.why,
        "consequences": asdict(content.consequences),
        "register": None if content.register is None else asdict(content.register),
        "changes": [change_as_json(change) for change in content.changes],
        "trial": None if one.trial is None else dict(one.trial.result),
        "hearings": [
            {
                "deadline": str(each.deadline),
                "parties": list(each.parties),
                "asked": each.said.text,
                "answers": [
                    {"party": answer.party, "stance": answer.stance.value, "text": answer.said.text}
                    for answer in each.answers
                ],
            }
            for each in one.hearings
        ],
        "decision": None
        if decided is None
        else {"state": decided.after.value, "at": _moment(decided.said.at), "reason": decided.said.text},
        "moves": [
            {"to": move.after.value, "at": _moment(move.said.at), "reason": move.said.text} for move in one.moves
        ],
    }


def document(one: Proposal, language: Language) -> Document:
    say, content = Words(TEXTS, language), one.content
    facts = [
        (say("state"), STATES[one.state].name[language]),
        (say("year"), str(one.year)),
        (say("by"), content.proposer.office),
        (say("what"), content.what),
        (say("why"), content.why),
        *((say(name), getattr(content.consequences, name)) for name in _CONSEQUENCES),
    ]
    if content.register is not None:
        facts += [(say(f"register_{name}"), getattr(content.register, name)) for name in _REGISTER]
    blocks: list[Block] = [Definitions(tuple((term, text or say("nothing")) for term, text in facts))]
    if content.changes:
        blocks += [Heading(say("changes")), Bullets(tuple(change_told(each)[language] for each in content.changes))]
    for hearing in one.hearings:
        blocks.append(Heading(say("hearing", due=told_day(hearing.deadline))))
        rows = tuple((each.party, say(f"stance_{each.stance}"), each.said.text) for each in hearing.answers)
        head = (say("party"), say("stance"), say("text"))
        blocks.append(Table(say("answers"), head, rows) if rows else Paragraph(say("no_answers")))
    blocks.append(Heading(say("story")))
    moves = tuple(
        (told_day(day(move.said.at)), STATES[move.after].name[language], move.said.text) for move in one.moves
    )
    blocks.append(Table(say("story"), (say("when"), say("state"), say("reason")), moves))
    return Document(say("one", number=one.number, title=content.title), language.value, tuple(blocks))


def _moment(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))
