"""One comparison as it stands now, and the desk's answers to what it asks: explained, corrected, accepted, taken back."""

from __future__ import annotations

from uuid import uuid4

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.sources import sources
from kostra.app.system import System
from kostra.model.errors import Conflict, Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.reconciling import engine
from kostra.reconciling.catalogue import comparison_for, comparisons
from kostra.reconciling.comparison import Comparison
from kostra.reconciling.engine import Line, Reconciled
from kostra.reconciling.explanations import Explanation, Status
from kostra.reconciling.residuals import Row

EXPLAINED = "residual.explained"
BACK = 4
"""So many earlier years are looked at."""
_OTHER = "annet"


def catalogue(asker: Asker) -> tuple[Comparison, ...]:
    """Everything that is held against something."""
    demand_duty(asker, Duty.STATISTICIAN)
    return comparisons()


def reconcile(system: System, asker: Asker, id: str, year: int) -> Reconciled:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _reconciled(system, tx, comparison_for(id, year), year)


def one(system: System, asker: Asker, id: str, year: int, region: str) -> tuple[Line, tuple[Explanation, ...]]:
    """One region, and all that was ever said of it under this number, the oldest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        line = _line(_reconciled(system, tx, comparison_for(id, year), year), region)
        return line, tx.explanations.of(id, region=region)


def explain(
    system: System,
    asker: Asker,
    id: str,
    year: int,
    region: str,
    status: Status,
    cause: str = "",
    text: str = "",
    seen: str | None = None,
) -> Explanation:
    """The answer is about the residual as it is now. When that changes beyond what is allowed, the question is asked again.

    `seen` is the residual that was answered, as `as_seen` writes it; the answer is refused when it has become another one.
    """
    demand_duty(asker, Duty.STATISTICIAN)
    about = comparison_for(id, year)
    text = text.strip()
    _demand_reason(about, status, cause, text)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        row = _line(_reconciled(system, tx, about, year), region).row
        if seen is not None and seen != as_seen(row):
            raise Conflict("Resten er blitt en annen mens du leste. Se på den på nytt, og svar så.")
        said = Explanation(
            id=str(uuid4()),
            comparison=id,
            year=year,
            region=region,
            status=status,
            cause=cause,
            text=text,
            residual=row.residual,
            first=row.first if row.complete else None,
            actor=tx.actor,
            at=tx.now,
        )
        tx.record(
            Event(
                EXPLAINED,
                said.id,
                text,
                region=region,
                form=about.first.form,
                period=str(year),
                details={"comparison": id, "status": str(status), "cause": cause, "residual": row.residual},
            )
        )
        tx.explanations.add(said)
    return said


def as_seen(row: Row) -> str:
    """The residual of a page, to go with the answer to it."""
    return "" if row.residual is None else str(row.residual)


def _demand_reason(about: Comparison, status: Status, cause: str, text: str) -> None:
    if status is Status.TAKEN_BACK:
        if not text:
            raise Refused("Skriv hvorfor svaret trekkes tilbake.")
        return
    if cause not in about.causes:
        raise Refused(
            f"«{cause[:60]}» er ingen grunn for {about.title.nb}. Velg en av disse: {', '.join(about.causes)}."
        )
    if cause == _OTHER and not text:
        raise Refused("Skriv hva grunnen er når den ikke står i listen.")


def _line(found: Reconciled, region: str) -> Line:
    for line in found.lines:
        if line.row.region == region:
            return line
    raise Refused(
        f"«{region[:20]}» er ikke med i {found.comparison.title.nb} i {found.year}. "
        "Skriv seks siffer, for eksempel 110300 for Stavanger eller 030104 for en bydel."
    )


def _reconciled(system: System, tx: Transaction, about: Comparison, year: int) -> Reconciled:
    earlier = [then for then in range(year - BACK, year) if about.covers(then)]
    by_year = {then: sources(system, tx, about, then) for then in (*earlier, year)}
    known = {then: found for then, found in by_year.items() if then == year or any(found)}
    return engine.reconcile(about, year, known, tx.explanations.of(about.id, until=year))
