"""What was asked and controlled: the forms of the year, what was otherwise in them than the year before and will be the year after, and the
controls that were new, gone, or became stricter or milder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kostra.app.controls.catalogue import Difference, differences, in_year
from kostra.app.reporting.asking import Asking, Found, query
from kostra.forms import calendar, catalogue
from kostra.forms.comparison import Change, What, compare
from kostra.model.finding import Severity
from kostra.model.text import Language, Text
from kostra.reporting.figure import Cell, Kind

_CHANGES = ("form", "field", "change", "code", "was", "became")
_NEW = frozenset({What.ADDED, What.CODE_ADDED})
_GONE = frozenset({What.REMOVED, What.CODE_REMOVED})
_KINDS = {"nye": lambda one: one in _NEW, "fjernet": lambda one: one in _GONE}
_SAID = {
    What.ADDED: Text("nytt felt", "nytt felt"),
    What.REMOVED: Text("felt fjernet", "felt fjerna"),
    What.RENAMED: Text("nytt navn", "nytt namn"),
    What.WIDTH: Text("ny lengde", "ny lengd"),
    What.TYPE: Text("ny type", "ny type"),
    What.DATE_PATTERN: Text("ny datoform", "ny datoform"),
    What.REQUIRED: Text("obligatorisk", "obligatorisk"),
    What.LABEL: Text("ny ordlyd", "ny ordlyd"),
    What.CODE_ADDED: Text("ny kode", "ny kode"),
    What.CODE_REMOVED: Text("kode fjernet", "kode fjerna"),
    What.CODE_TEXT: Text("ny kodetekst", "ny kodetekst"),
}
_SEVERITIES = {
    Severity.INFO: Text("melding", "melding"),
    Severity.WARNING: Text("advarsel", "åtvaring"),
    Severity.ERROR: Text("stopper innsendingen", "stoppar innsendinga"),
    Severity.FATAL: Text("stopper kontrollen", "stoppar kontrollen"),
}


@query("skjema-samlet", Kind.COUNT, columns=("form", "title", "deadline", "corrections", "closes"))
def collected(asking: Asking) -> Found:
    rows = []
    for form, title in asking.forms().items():
        dates = calendar.calendar(form).dates(asking.period)
        rows.append((form, title, dates.deadline, dates.corrections, dates.closes))
    return Found(len(rows), rows)


@query("skjema-endret", Kind.COUNT, given=("form",), columns=_CHANGES)
def changed(asking: Asking, form: str) -> Found:
    rows = list(_changes(form, asking.year - 1, asking.year, lambda what: True))
    return Found(len(rows) if _has(form, asking.year - 1, asking.year) else None, rows)


@query("skjema-neste", Kind.COUNT, given=("what",), columns=_CHANGES)
def coming(asking: Asking, what: str) -> Found:
    """Over all forms, from the year to the next."""
    wanted = _KINDS.get(what, lambda one: one not in _NEW | _GONE)
    rows = [row for form in asking.forms() for row in _changes(form, asking.year, asking.year + 1, wanted)]
    known = any(_has(form, asking.year, asking.year + 1) for form in asking.forms())
    return Found(len(rows) if known else None, rows)


@query("kontroller-antall", Kind.COUNT, given=("form",), columns=("control", "rule", "severity"))
def controls(asking: Asking, form: str) -> Found:
    rows = [(one.id, _rule(one), _SEVERITIES[one.severity]) for one in in_year(form, asking.year)]
    return Found(len(rows), rows)


@query("kontroller-nye", Kind.COUNT, given=("form",), columns=("control", "rule", "severity"))
def new(asking: Asking, form: str) -> Found:
    return _different(asking, form, lambda one: one.before is None)


@query("kontroller-fjernet", Kind.COUNT, given=("form",), columns=("control", "rule", "severity"))
def gone(asking: Asking, form: str) -> Found:
    return _different(asking, form, lambda one: one.after is None)


@query("kontroller-stoppende", Kind.COUNT, given=("form",), columns=("control", "rule", "severity"))
def became_blocking(asking: Asking, form: str) -> Found:
    return _different(asking, form, lambda one: _blocked(one) == (False, True))


@query("kontroller-mildere", Kind.COUNT, given=("form",), columns=("control", "rule", "severity"))
def became_milder(asking: Asking, form: str) -> Found:
    return _different(asking, form, lambda one: _blocked(one) == (True, False))


def _has(form: str, *years: int) -> bool:
    return set(years) <= set(catalogue.form(form).years)


def _changes(form: str, before: int, after: int, wanted: Callable[[What], bool]) -> Iterator[tuple[Cell, ...]]:
    """That a field moved in the file is a consequence of the others, and not told."""
    if _has(form, before, after):
        known = catalogue.form(form)
        for one in compare(known.version(before), known.version(after)):
            if one.what is not What.MOVED and wanted(one.what):
                yield form, one.name, _SAID[one.what], one.code, *_both(one)


def _both(one: Change) -> tuple[Cell, Cell]:
    return (None if one.before is None else _plain(one.before), None if one.after is None else _plain(one.after))


def _plain(text: Text) -> Text:
    return Text(text.nb, text.nn)


def _different(asking: Asking, form: str, wanted: Callable[[Difference], bool]) -> Found:
    year = asking.year
    if not _has(form, year - 1, year):
        return Found(None)
    found = asking.once(("differences", form), lambda: differences(form, year - 1, year))
    told = [(one.id, one.after or one.before) for one in found if wanted(one)]
    rows = [(id, _rule(each), _SEVERITIES[each.severity]) for id, each in told if each is not None]
    return Found(len(rows), rows)


def _blocked(one: Difference) -> tuple[bool, bool] | None:
    if one.before is None or one.after is None:
        return None
    return one.before.severity.blocks, one.after.severity.blocks


def _rule(one: object) -> Text:
    from kostra.app.controls.catalogue import Described

    assert isinstance(one, Described)
    return Text(one.in_words(Language.BOKMAL), one.in_words(Language.NYNORSK))
