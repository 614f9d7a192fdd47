"""What the controls found, what became of it, and what was asked of the municipalities: counted by the evaluation of controls, and from the
error lists.
"""

from __future__ import annotations

from collections import Counter

from kostra.app.controls.catalogue import in_year
from kostra.app.evaluation import controls
from kostra.app.evaluation.controls import OfYear
from kostra.app.reporting.asking import Asking, Found, query
from kostra.followup.errorlists import Answer, ErrorList, Line
from kostra.model.text import Language, Text
from kostra.reporting.figure import Cell, Kind

_ANSWERS = {
    Answer.CORRECTED: Text("rettet", "retta"),
    Answer.RIGHT: Text("riktig som det er", "rett som det er"),
    Answer.NEW_FILE: Text("ny fil kommer", "ny fil kjem"),
}
_UNANSWERED = Text("ikke besvart", "ikkje svart på")
_BY_CONTROL = ("control", "rule", "hits", "corrected", "confirmed", "hit_rate", "confirmed_rate")


@query("funn-antall", Kind.COUNT, given=("form",), columns=_BY_CONTROL)
def hits(asking: Asking, form: str) -> Found:
    """The controls that found something, the most hits first."""
    found = _evaluated(asking, form)
    words = {one.id: one for one in in_year(form, asking.year)}
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        now = row.now
        if now.hits:
            said = words.get(now.control)
            rule = None if said is None else Text(said.in_words(Language.BOKMAL), said.in_words(Language.NYNORSK))
            counts = now.hits, now.corrected, now.confirmed
            rows.append((now.control, rule, *counts, now.hit_rate, now.confirmed_rate))
    return Found(found.whole.hits, rows)


@query("funn-rettet", Kind.COUNT, given=("form",), columns=("control", "corrected"))
def corrected(asking: Asking, form: str) -> Found:
    found = _evaluated(asking, form)
    rows = [(row.now.control, row.now.corrected) for row in found.rows if row.now.corrected]
    return Found(found.whole.corrected, rows)


@query("funn-bekreftet", Kind.COUNT, given=("form",), columns=("control", "confirmed"))
def confirmed(asking: Asking, form: str) -> Found:
    found = _evaluated(asking, form)
    rows = [(row.now.control, row.now.confirmed) for row in found.rows if row.now.confirmed]
    return Found(found.whole.confirmed, rows)


@query("feillister-sendt", Kind.COUNT, given=("form",), columns=("round", "count"))
def lists_sent(asking: Asking, form: str) -> Found:
    return _by_round([one for one, _ in _lists(asking, form)])


@query("feillister-tilbake", Kind.COUNT, given=("form",), columns=("round", "count"))
def lists_returned(asking: Asking, form: str) -> Found:
    return _by_round([one for one, _ in _lists(asking, form) if one.returned is not None])


@query("feillister-linjer", Kind.COUNT, given=("form",), columns=("answer", "count"))
def lines(asking: Asking, form: str) -> Found:
    every = [line for _, own in _lists(asking, form) for line in own]
    counted = Counter(line.answer for line in every)
    rows: list[tuple[Cell, ...]] = [
        (_UNANSWERED if answer is None else _ANSWERS[answer], counted[answer])
        for answer in (*Answer, None)
        if counted[answer]
    ]
    return Found(len(every), rows)


@query("feillister-besvart", Kind.COUNT, given=("form",), columns=("control", "count"))
def answered(asking: Asking, form: str) -> Found:
    counted = Counter(line.control for _, own in _lists(asking, form) for line in own if line.answer is not None)
    return Found(
        counted.total(),
        [(control, counted[control]) for control in sorted(counted, key=lambda one: (-counted[one], one))],
    )


def _by_round(found: list[ErrorList]) -> Found:
    return Found(len(found), sorted(Counter(one.round for one in found).items()))


def _evaluated(asking: Asking, form: str) -> OfYear:
    return asking.once(("evaluated", form), lambda: controls.in_year(asking.system, asking.asker, form, asking.year))


def _lists(asking: Asking, form: str) -> list[tuple[ErrorList, tuple[Line, ...]]]:
    def find() -> list[tuple[ErrorList, tuple[Line, ...]]]:
        with asking.begin() as tx:
            every = tx.cases.error_lists(form=form, period=asking.period)
            return [(one, tx.cases.lines(one.id)) for one in every]

    return asking.once(("lists", form), find)
