"""The agenda of a meeting as a document, made from what was put before it; with its minutes when they are written."""

from __future__ import annotations

from pathlib import Path

from kostra.app.pages.document import Block, Definitions, Document, Heading, Paragraph, Table
from kostra.app.pages.words import Words
from kostra.followup.calendar import told
from kostra.model.proposal import DECIDED, Answer, Meeting, Move, Proposal, State
from kostra.model.text import Language
from kostra.proposals.states import STATES

TEXTS = Path(__file__).parent / "texts.toml"


def document(meeting: Meeting, proposals: tuple[Proposal, ...], language: Language) -> Document:
    say = Words(TEXTS, language)
    blocks: list[Block] = [Paragraph(say("held", on=told(meeting.held), place=meeting.place))]
    whole = meeting.of(None)
    if whole is not None:
        blocks += [Heading(say("whole")), *_paragraphs(whole.said.text)]
    if not proposals:
        blocks.append(Paragraph(say("empty")))
    for place, one in enumerate(proposals, start=1):
        blocks += _item(place, one, meeting, say)
    return Document(say("agenda", number=meeting.number), language.value, tuple(blocks))


def _item(place: int, one: Proposal, meeting: Meeting, say: Words) -> list[Block]:
    content = one.content
    told_of = [
        (say("what"), content.what),
        (say("why"), content.why),
        (say("year"), str(one.year)),
        (say("by"), content.proposer.office),
        *(
            (say(name), getattr(content.consequences, name))
            for name in ("series", "municipalities", "vendors", "users")
        ),
    ]
    blocks: list[Block] = [
        Heading(say("item", place=place, number=one.number, title=content.title)),
        Definitions(tuple(told_of)),
    ]
    if one.hearing is not None:
        blocks.append(_answers(one.hearing.answers, say))
        if one.hearing.silent:
            blocks.append(Paragraph(say("silent", parties=", ".join(one.hearing.silent))))
    minutes = meeting.of(one.id)
    if minutes is not None:
        blocks += [Heading(say("said"), 3), *_paragraphs(minutes.said.text)]
    decided = decision_at(one, meeting)
    if decided is not None:
        blocks.append(Paragraph(_decision(decided, say)))
    return blocks


def decision_at(one: Proposal, meeting: Meeting) -> Move | None:
    """What was decided of it at this meeting."""
    return next(
        (move for move in reversed(one.moves) if move.meeting == meeting.number and move.after in DECIDED), None
    )


def _decision(move: Move, say: Words) -> str:
    name = say.of(STATES[move.after].name)
    if move.after is State.ACCEPTED and move.year is not None:
        return say("accepted", state=name, year=move.year, why=move.said.text)
    return say("decided", state=name, why=move.said.text)


def _answers(answers: tuple[Answer, ...], say: Words) -> Block:
    if not answers:
        return Paragraph(say("no_answers"))
    rows = tuple((each.party, say(f"stance_{each.stance}"), each.said.text) for each in answers)
    return Table(say("answers"), (say("party"), say("stance"), say("text")), rows)


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
