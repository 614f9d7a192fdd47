"""The report of a year of the frequent series as a document: for a page, and for a file that opens without a network."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from kostra.app.pages.document import Block, Definitions, Document, Heading, Note, Paragraph, Table
from kostra.app.pages.numbers import written
from kostra.app.pages.words import Words
from kostra.app.series.pilot import OfPeriod, Pilot
from kostra.followup.calendar import OSLO, told
from kostra.followup.consent import Act
from kostra.model.rounding import shown
from kostra.model.text import Language
from kostra.statistics.series.revision import Revised

TEXTS = Path(__file__).parent / "texts.toml"
_CAUSES = ("missing_months", "not_in_months", "not_in_year", "changed", "edited")
_ONE_IN = 100


def document(one: Pilot, language: Language, *, synthetic: bool) -> Document:
    say = Words(TEXTS, language)
    there = one.at.astimezone(OSLO)
    blocks: list[Block] = [Note(say("synthetic"))] if synthetic else []
    blocks.append(Paragraph(say("made", at=f"{told(there.date())} kl. {there:%H.%M}")))
    for part in (_who, _effort, _errors, _timeliness, _estimates, _agreement, _cost):
        blocks += part(one, say)
    return Document(say("title", year=one.year), language.value, tuple(blocks))


def _who(one: Pilot, say: Words) -> list[Block]:
    taking = one.taking
    pairs = [
        (say("by_month"), written(taking.by_month)),
        (say("by_quarter"), written(taking.by_quarter)),
        (say("people"), f"{_percent(taking.people)} %"),
        *((say(str(act)), written(taking.acts.get(act, 0))) for act in (Act.INVITED, Act.DECLINED, Act.WITHDRAWN)),
    ]
    return [Heading(say("who")), Definitions(tuple(pairs))]


def _effort(one: Pilot, say: Words) -> list[Block]:
    names = ("sent", "again", "by_system", "letters", "by_hand")
    return [
        Heading(say("effort")),
        Definitions(tuple((say(name), written(getattr(one.effort, name))) for name in names)),
    ]


def _errors(one: Pilot, say: Words) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("errors")),
        Paragraph(say("stopped", sent=written(one.effort.sent), stopped=written(one.stopped))),
    ]
    if not one.controls:
        return [*blocks, Paragraph(say("no_findings"))]
    rows = tuple((each.control, written(each.findings), written(each.files)) for each in one.controls)
    return [*blocks, Table(say("errors"), (say("control"), say("findings"), say("files")), rows)]


def _timeliness(one: Pilot, say: Words) -> list[Block]:
    names = ("period", "owed", "in_time", "late", "never", "hours")
    blocks: list[Block] = [Heading(say("timeliness"))]
    if one.days is not None:
        blocks.append(Paragraph(say("days", days=written(one.days))))
    rows = tuple(
        (
            str(each.period),
            *(written(getattr(each, name)) for name in names[1:-1]),
            say("none") if each.hours is None else written(each.hours, 1),
        )
        for each in one.periods
    )
    table = Table(say("timeliness"), tuple(say(name) for name in names), rows)
    return [*blocks, Paragraph(say("hours_note")), table]


def _estimates(one: Pilot, say: Words) -> list[Block]:
    columns = tuple(say(name) for name in ("period", "estimated", "first", "last", "moved", "hidden"))
    rows = tuple(
        (
            str(each.period),
            written(each.estimated),
            written(each.first),
            written(each.last),
            _moved(each),
            written(each.hidden),
        )
        for each in one.periods
        if each.hours is not None
    )
    blocks: list[Block] = [Heading(say("estimates")), Paragraph(say("estimates_note"))]
    return [*blocks, Table(say("estimates"), columns, rows)] if rows else blocks


def _moved(one: OfPeriod) -> str:
    if not one.first or one.last is None:
        return ""
    return f"{_percent(Fraction(one.last - one.first, one.first))} %"


def _agreement(one: Pilot, say: Words) -> list[Block]:
    units = one.revision.units
    blocks: list[Block] = [Heading(say("agreement"))]
    if not units:
        return [*blocks, Paragraph(say("no_year", year=one.year))]
    months, year = sum(each.months for each in units), sum(each.year for each in units)
    percent = _percent(Fraction(year - months, year)) if year else "0,0"
    compared = say("compared", units=len(units), months=written(months), year=written(year), percent=percent)
    blocks += [Paragraph(compared), Paragraph(say("close", close=sum(_is_close(each) for each in units)))]
    if one.revision.waiting:
        blocks.append(Paragraph(say("waiting", count=len(one.revision.waiting))))
    rows = tuple((say(cause), written(sum(getattr(each, cause) for each in units))) for cause in _CAUSES)
    return [*blocks, Table(say("agreement"), (say("cause"), say("kroner")), rows)]


def _is_close(one: Revised) -> bool:
    return abs(one.difference) * _ONE_IN < max(one.year, 1)


def _cost(one: Pilot, say: Words) -> list[Block]:
    pairs = (
        (say("figures_made"), written(one.cost.made)),
        (say("seconds"), written(one.cost.seconds, 1)),
        (say("bytes"), written(one.cost.bytes / 1e6, 1)),
    )
    return [Heading(say("cost")), Definitions(pairs)]


def _percent(share: Fraction) -> str:
    return written(float(shown(100 * share, 1)), 1)
