"""The quality of the tables of a year: the newest run of each form that is estimated, which units a table is made without, and what each
table says of it.

Final figures may slip, form by form: a table is final when the final run of every form in it has been made, and until then provisional.
A form that nothing is estimated of does not wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kostra import regions
from kostra.app.editing.working import current
from kostra.app.estimating.earlier import Version
from kostra.app.estimating.record import Figure, Frozen, Part
from kostra.app.estimating.seeing import made
from kostra.app.ports.estimates import Ordered
from kostra.app.ports.transaction import Transaction
from kostra.app.statistics.holding import held
from kostra.app.system import System
from kostra.estimation.catalogue import Estimated, declared
from kostra.estimation.gates import Level
from kostra.followup.calendar import day
from kostra.model.cube import Cube, RunUsed, Status
from kostra.model.edit import Whole
from kostra.model.period import Period
from kostra.statistics import quality
from kostra.statistics.definition import Kind, Source, TableDefinition
from kostra.statistics.estimates import filled
from kostra.statistics.quality import Run, Variable
from kostra.statistics.records import Records


@dataclass(frozen=True, slots=True)
class Quality:
    """`runs` are by form; there is none of a form that is not estimated, or not yet. `asked` is what the tables were to be.

    `held_out` are the units of a form whose data somebody has judged not to be usable, by table.
    """

    asked: Status
    runs: Mapping[str, Run]
    held_out: Mapping[str, Mapping[str, frozenset[str]]]

    def usable(self, table: TableDefinition, found: Mapping[Source, Records]) -> Mapping[Source, Records]:
        """What has come, without the units that the table is made without."""
        return {source: self._usable(table, source, records) for source, records in found.items()}

    def _usable(self, table: TableDefinition, source: Source, records: Records) -> Records:
        out = self.held_out.get(source.id, {}).get(table.id) if source.kind is Kind.FORM else None
        return records if out is None else records.only(np.array([unit not in out for unit in records.places.units]))

    def status(self, table: TableDefinition) -> Status:
        return Status.PROVISIONAL if self._late(table) else self.asked

    def runs_of(self, table: TableDefinition) -> tuple[Run | None, ...]:
        """Those that the table is judged by."""
        return tuple(self.runs.get(source.id) for source in table.sources)

    def judged(self, cube: Cube, table: TableDefinition) -> Cube:
        """The cube with estimates, what is withheld, and what is to be told."""
        return quality.slipped(quality.gated(filled(cube, table, self.runs), table, self.runs), self._late(table))

    def _late(self, table: TableDefinition) -> tuple[str, ...]:
        """The forms that the table waits for."""
        if self.asked is not Status.FINAL:
            return ()
        forms = [one.id for one in table.sources if _is_estimated(one)]
        return tuple(form for form in forms if form not in self.runs or self.runs[form].used.status is not Status.FINAL)


def gather(system: System, tx: Transaction, sources: Iterable[Source], year: int, asked: Status) -> Quality:
    """Of final figures the newest final run, and while there is none the newest provisional one."""
    sources, runs = tuple(sources), {}
    forms = dict.fromkeys(one.id for one in sources if one.kind is Kind.FORM)
    for form in dict.fromkeys(one.id for one in sources if _is_estimated(one)):
        every = [one for one in tx.estimates.listed(form) if one.whole == Whole(form, Period(year)) and _is_made(one)]
        found = next((one for one in every if one.kind == asked), None)
        if found is None and asked is Status.FINAL:
            found = next((one for one in every if one.kind == Status.PROVISIONAL), None)
        if found is not None:
            runs[form] = _run(system, tx, found)
    return Quality(asked, runs, {form: _held_out(tx, Whole(form, Period(year))) for form in forms})


def _held_out(tx: Transaction, whole: Whole) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in tx.edits.judged(whole):
        if not one.usable:
            found.setdefault(one.table, set()).add(one.of.unit)
    return {table: frozenset(units) for table, units in found.items()}


def _is_estimated(source: Source) -> bool:
    return source.kind is Kind.FORM and source.id in declared()


def _is_made(one: Ordered) -> bool:
    return one.outcome is not None and one.outcome.sha256 is not None


def _run(system: System, tx: Transaction, ordered: Ordered) -> Run:
    """A run is never another one, but the data go on."""
    frozen = held(system, ("frozen", ordered.whole.form), (), lambda: made(tx, ordered), told=ordered.id)
    first = frozen.parts[0].run
    same_data = Version.of(current(system, tx, ordered.whole)) == Version(first.data, first.log)
    of, told = (frozen,), (ordered.id, same_data)
    return held(system, ("run", ordered.whole.form), of, lambda: _used(ordered, frozen, same_data=same_data), told)


def _used(ordered: Ordered, frozen: Frozen, *, same_data: bool) -> Run:
    outcome = ordered.outcome
    assert outcome is not None and outcome.sha256 is not None
    used = RunUsed(
        form=ordered.whole.form,
        status=Status(ordered.kind),
        made=day(outcome.at),
        sha256=outcome.sha256,
        same_data=same_data,
    )
    known = {one.id: one for one in declared()[ordered.whole.form].variables}
    year = ordered.whole.period.year
    parts = (one for one in frozen.parts if one.run.variable in known)
    return Run(used, {one.run.variable: _variable(one, known[one.run.variable], year) for one in parts})


def _variable(part: Part, estimated: Estimated, year: int) -> Variable:
    def code(region: str) -> str:
        return regions.find(region, year).aggregate

    limits = estimated.gates[Level.GROUP]
    return Variable(
        figures={code(one.region): _figure(part, one) for one in part.figures},
        municipal=tuple(part.municipal),
        alone=frozenset(map(code, part.withheld)),
        unmade=frozenset(map(code, part.unmade)),
        coverage=limits.coverage,
        weight=limits.weight,
        by=estimated.by,
        ages=estimated.ages,
    )


def _figure(part: Part, figure: Figure) -> quality.Figure:
    estimate = part.estimate(figure.region)
    components = None
    if figure.components:
        names = (tuple(one.split(" ")) for one in part.components)
        components = dict(zip(names, figure.components, strict=True))
    return quality.Figure(figure.whole, estimate.reported, estimate.expected, tuple(figure.closed), components)
