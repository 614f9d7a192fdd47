"""Klargjorte data of a form and a period from the whole nation, held in memory by each process and topped up when they are asked for.

Only units whose submission is another one are read again, and only new edits are asked for. A process that has nothing begins from the
snapshot in the vault. While a new delivery is being controlled, the one before it counts; what the desk has refused does not. Nobody is
asked for a right here: who may see is asked by those who show.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from threading import Lock
from weakref import WeakKeyDictionary

import polars as pl

from kostra.app.ports.edits import Source
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope, Transaction, Transactions
from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.editing.columns import LINE, SUBMISSION, UNIT
from kostra.editing.derivations import derive
from kostra.editing.keys import Identity, keyed
from kostra.editing.ledger import Ledger, added_up
from kostra.editing.replay import Fate, Stale, replay
from kostra.editing.variables import Measure, Sums, Variable, added, measures, totals, variables
from kostra.forms import catalogue
from kostra.model.edit import Edit, Whole
from kostra.model.errors import Broken
from kostra.model.form import FormVersion, Kind, Role
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Content, Season, Stage, State
from kostra.reception import typed
from kostra.reception.persons import KIND, IdKind

_ROOM = 720 << 20
"""Bytes of inndata at once. The largest, 11F, takes some sixty megabytes, and one of the many of a month next to nothing."""


@dataclass(frozen=True, slots=True)
class Working:
    """`base` are inndata, and `frame` klargjorte data with what follows from dated rules: the same rows in the same order.

    `submissions` are those that stand, by unit, also of units that have nothing to report; `totals` the measures of each of these units.
    """

    whole: Whole
    version: FormVersion
    variables: tuple[Variable, ...]
    measures: tuple[Measure, ...]
    base: pl.DataFrame
    frame: pl.DataFrame
    submissions: Mapping[str, str]
    edits: tuple[Edit, ...]
    ledger: Ledger
    stale: tuple[Stale, ...]
    totals: Mapping[str, Sums]

    @property
    def undecided(self) -> tuple[Stale, ...]:
        """Those that wait for somebody: not what the sender has answered."""
        return tuple(one for one in self.stale if one.fate is not Fate.ANSWERED)

    @property
    def nothing(self) -> Sums:
        return added((), len(self.measures))


@dataclass(slots=True)
class _Held:
    lock: Lock = field(default_factory=Lock)
    working: Working | None = None
    size: int = 0


HOLDING: WeakKeyDictionary[Transactions, OrderedDict[Whole, _Held]] = WeakKeyDictionary()
"""What this process has in memory, by the database it is of."""
_CHOOSING = Lock()


def working(system: System, form: str, period: Period, season: Season = Season.REAL) -> Working:
    """As they are now. Quick when little has happened since the last time."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return current(system, tx, Whole(form, period, season))


def current(system: System, tx: Transaction, whole: Whole) -> Working:
    """The same inside a transaction that reaches every region."""
    held = _held(system, whole)
    with held.lock:
        refused = _refused(tx, whole)
        stands = {
            source.unit: one
            for source in tx.edits.sources(whole)
            if source.submission not in refused and (one := _stands(tx, source)) is not None
        }
        before = held.working or _opened(system, tx, whole)
        held.working = _topped_up(system, tx, before, stands, cold=held.working is None)
        if held.working.base is not before.base or not held.size:
            held.size = int(held.working.base.estimated_size())
        return held.working


def made_of(submissions: Mapping[str, str]) -> str:
    """A digest of which submissions of which units."""
    told = "\n".join(f"{unit} {id}" for unit, id in sorted(submissions.items()))
    return blake2b(told.encode(), digest_size=16).hexdigest()


def _held(system: System, whole: Whole) -> _Held:
    with _CHOOSING:
        every = HOLDING.setdefault(system.transactions, OrderedDict())
        held = every.setdefault(whole, _Held())
        every.move_to_end(whole)
        while len(every) > 1 and sum(one.size for one in every.values()) > _ROOM:
            every.popitem(last=False)
        return held


@dataclass(frozen=True, slots=True)
class _Stands:
    submission: str
    inndata: Kept | None


def _refused(tx: Transaction, whole: Whole) -> frozenset[str]:
    """Submissions that the desk says cannot be used. Where the controls have stopped a newer one, what was there before counts."""
    standings = tx.campaign.standings(
        season=whole.season, form=whole.form, period=whole.period, states=(State.REFUSED,)
    )
    newest = (tx.submissions.newest(one.expected) for one in standings if one.submission is not None)
    return frozenset(one.id for one in newest if one is not None)


def _stands(tx: Transaction, source: Source) -> _Stands | None:
    """The delivery that counts: the newest that the controls have let through. None where there is none, or its records are gone."""
    if source.content is Content.NIL and source.stage is Stage.CHECKED:
        return _Stands(source.submission, None)
    if source.inndata is not None:
        return _Stands(source.submission, source.inndata)
    earlier = source.replaces
    while earlier is not None:
        one = tx.submissions.one(earlier)
        if one is None:
            return None
        if one.stage is Stage.CHECKED:
            kept = tx.submissions.kept(one.id, INNDATA)
            nil = one.content is Content.NIL
            return _Stands(one.id, kept) if nil or kept is not None else None
        earlier = one.replaces
    return None


def _topped_up(
    system: System, tx: Transaction, before: Working, stands: Mapping[str, _Stands], *, cold: bool
) -> Working:
    submissions = {unit: one.submission for unit, one in stands.items()}
    new = tx.edits.listed(before.whole, after=before.ledger.through)
    # What a snapshot holds is never shown as it is: something in it may be destroyed since.
    if not cold and not new and submissions == before.submissions:
        return before
    there = dict(before.base.select(UNIT, SUBMISSION).unique().iter_rows())
    keep = [unit for unit, submission in there.items() if submissions.get(unit) == submission]
    read = [unit for unit, one in stands.items() if one.inndata is not None and unit not in keep]
    base = before.base
    if len(keep) < len(there):
        base = base.filter(pl.col(UNIT).is_in(keep))
    # A file without a record in it adds nothing, and is no reason to sort all the others.
    if parts := [part for unit in read if len(part := _read(system, before, unit, stands[unit]))]:
        base = pl.concat([base, *parts], rechunk=True).sort(UNIT, maintain_order=True)
    return _made(before, base, submissions, (*before.edits, *new))


def _made(before: Working, base: pl.DataFrame, submissions: Mapping[str, str], edits: tuple[Edit, ...]) -> Working:
    ledger = added_up(edits)
    replayed = replay(base, ledger, frozenset(submissions))
    whole = before.whole
    frame = derive(replayed.frame, whole.form, whole.period.year)
    sums = dict.fromkeys(submissions, before.nothing) | totals(frame, before.measures)
    return Working(
        whole=whole,
        version=before.version,
        variables=before.variables,
        measures=before.measures,
        base=base,
        frame=frame,
        submissions=submissions,
        edits=edits,
        ledger=ledger,
        stale=replayed.stale,
        totals=dict(sorted(sums.items())),
    )


def _opened(system: System, tx: Transaction, whole: Whole) -> Working:
    version = catalogue.form(whole.form).version(whole.period.year)
    chosen = variables(version)
    base = _schema(version) if (found := _snapshot(system, tx, whole)) is None else found
    empty = added_up(())
    return Working(whole, version, chosen, measures(chosen), base, base, {}, (), empty, (), {})


def _snapshot(system: System, tx: Transaction, whole: Whole) -> pl.DataFrame | None:
    """Not locked at first: a long transaction would keep others that begin from reading it, and two could wait for each other."""
    found = tx.edits.snapshot(whole)
    try:
        return None if found is None else _parquet(system, found.kept)
    except Broken:
        # Somebody may have put another in its place meanwhile, and taken its bytes away. Locked, that cannot happen.
        found = tx.edits.snapshot(whole, lock=True)
        return None if found is None else _parquet(system, found.kept)


def _schema(version: FormVersion) -> pl.DataFrame:
    nothing = pl.DataFrame(schema=typed.schema(version)).rename({typed.LINE: LINE}, strict=False)
    return keyed(nothing, Whole(version.form.id, Period(version.year)).of(""), "", _identity(version))


def _read(system: System, before: Working, unit: str, one: _Stands) -> pl.DataFrame:
    assert one.inndata is not None
    frame = _parquet(system, one.inndata).rename({typed.LINE: LINE}, strict=False)
    return keyed(frame, before.whole.of(unit), one.submission, _identity(before.version))


def _parquet(system: System, kept: Kept) -> pl.DataFrame:
    with system.vault.open(kept) as file:
        return pl.read_parquet(BytesIO(file.read()))


def _identity(version: FormVersion) -> Identity | None:
    if version.form.kind is Kind.ANSWERS:
        return None
    journal, person, duf = (version.of_role(role) for role in (Role.JOURNAL, Role.NATIONAL_ID, Role.DUF))
    persons: Sequence[tuple[str, str]] = ()
    if person is not None:
        persons = [(IdKind.NATIONAL.value, typed.name(person)), (IdKind.D_NUMBER.value, typed.name(person))]
        if duf is not None:
            persons = [*persons, (IdKind.DUF.value, typed.name(duf))]
    return Identity(None if journal is None else journal.id, KIND, tuple(persons))
