"""What the desk changed in what was delivered: how many values, of how much, and why. Counted from the log of edits as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from kostra.app.editing.working import Working, working
from kostra.app.reporting.asking import Asking, Found, query
from kostra.editing.ledger import Cell as Changed
from kostra.editing.ledger import Ledger, added_up
from kostra.forms import catalogue
from kostra.model.edit import Edit, Reason, Whole
from kostra.model.text import Text
from kostra.reporting.figure import Cell, Kind

REASONS = {
    Reason.OTHER_SOURCE: Text("annen kilde", "anna kjelde"),
    Reason.REVIEW: Text("gjennomgang", "gjennomgang"),
    Reason.OWNER: Text("svar fra kommunen", "svar frå kommunen"),
    Reason.MARGINAL_UNIT: Text("uten betydning", "utan betydning"),
    Reason.DUPLICATE: Text("dublett", "dublett"),
    Reason.OTHER: Text("annet", "anna"),
}


@query("rettinger-antall", Kind.COUNT, given=("form",), columns=("reason", "values", "records"))
def edits(asking: Asking, form: str) -> Found:
    """Values that are otherwise than they were delivered, by why."""
    counts = _counting(asking, form)
    if counts is None:
        return Found(None)
    rows = []
    for reason in Reason:
        cells = [cell for cell, edit in counts.items() if edit.reason is reason]
        if cells:
            rows.append((REASONS[reason], len(cells), len({cell[:2] for cell in cells})))
    return Found(len(counts), rows)


@query("rettinger-andel", Kind.SHARE, given=("form",), columns=("what", "count"))
def share_of_records(asking: Asking, form: str) -> Found:
    counts = _counting(asking, form)
    if counts is None or not _has_come(asking, form):
        return Found(None)
    touched = len({(unit, record) for unit, record, _ in counts})
    rows: list[tuple[Cell, ...]] = [(Text("Rettet i", "Retta i"), touched)]
    if not touched:
        return Found(Fraction(0), rows)
    every = len(_working(asking, form).base)
    return Found(Fraction(touched, every), [*rows, (Text("Leverte i alt", "Leverte i alt"), every)])


@query("rettinger-endret", Kind.SHARE, given=("form",), columns=("field", "reason", "values", "share"))
def share_of_total(asking: Asking, form: str) -> Found:
    """Of the fields with numbers that were edited: how much was added or taken away, of what was delivered in them."""
    counts = _counting(asking, form)
    if counts is None or not _has_come(asking, form):
        return Found(None)
    if not counts:
        return Found(Fraction(0))
    now = _working(asking, form)
    moved = list(_moved(now, counts))
    totals = {field: _total(now, field) for field in {one.field for one in moved}}
    whole = sum(totals.values())
    rows: list[tuple[Cell, ...]] = []
    by = Counter((one.field, one.reason) for one in moved)
    for (field, reason), count in sorted(by.items()):
        size = sum(one.size for one in moved if (one.field, one.reason) == (field, reason))
        share = size / totals[field] if totals[field] else None
        rows.append((field.upper(), REASONS[reason], count, share))
    if not moved:
        return Found(Fraction(0))
    return Found(sum((one.size for one in moved), Fraction(0)) / whole if whole else None, rows)


@query("rettinger-venter", Kind.COUNT, given=("form",))
def waiting(asking: Asking, form: str) -> Found:
    ledger = _ledger(asking, form)
    return Found(None if ledger is None else len(ledger.waiting))


@dataclass(frozen=True, slots=True)
class _Moved:
    field: str
    reason: Reason
    size: Fraction


def _moved(now: Working, counts: Mapping[Changed, Edit]) -> Iterator[_Moved]:
    for cell in counts:
        field, chain = cell[2], now.ledger.chains[cell]
        if field is not None and field in now.base.columns and now.base[field].dtype.is_numeric():
            first, last = _number(chain[0].before), _number(chain[-1].after)
            yield _Moved(field, _reason(chain), abs(last - first))


def _reason(chain: tuple[Edit, ...]) -> Reason:
    """Of the one that counts."""
    return chain[-1].reason


def _number(written: str | None) -> Fraction:
    """A blank is nothing in a sum."""
    try:
        return Fraction(0) if written is None else Fraction(Decimal(written.replace(",", ".")))
    except InvalidOperation:
        return Fraction(0)


def _total(now: Working, field: str) -> Fraction:
    return Fraction(Decimal(str(now.base[field].sum() or 0)))


def _counting(asking: Asking, form: str) -> Mapping[Changed, Edit] | None:
    """The changes that are in the data: what was about a record that is delivered anew and otherwise since is not."""

    def find() -> Mapping[Changed, Edit] | None:
        ledger = _ledger(asking, form)
        if ledger is None or not ledger.counts:
            return None if ledger is None else {}
        stale = {one.edit.id for one in _working(asking, form).stale}
        return {cell: edit for cell, edit in ledger.counts.items() if edit.id not in stale}

    return asking.once(("counting", form), find)


def _ledger(asking: Asking, form: str) -> Ledger | None:
    """None of what is received for others, which is theirs alone."""
    if catalogue.form(form).received_for is not None:
        return None

    def find() -> Ledger:
        with asking.begin() as tx:
            return added_up(tx.edits.listed(Whole(form, asking.period)))

    return asking.once(("ledger", form), find)


def _has_come(asking: Asking, form: str) -> bool:
    """Whether there are any records."""

    def find() -> bool:
        with asking.begin() as tx:
            return any(one.inndata is not None for one in tx.edits.sources(Whole(form, asking.period)))

    return asking.once(("come", form), find)


def _working(asking: Asking, form: str) -> Working:
    """Read only where somebody has edited."""
    return asking.once(("working", form), lambda: working(asking.system, form, asking.period))
