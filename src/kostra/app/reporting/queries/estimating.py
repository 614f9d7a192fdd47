"""What was estimated, and how the figures moved from the provisional to the final ones. Nothing is told before both are out."""

from __future__ import annotations

from fractions import Fraction

from kostra.app.estimating import revising
from kostra.app.estimating.record import Kind as RunKind
from kostra.app.estimating.record import read_values
from kostra.app.estimating.revising import Revised
from kostra.app.estimating.seeing import listed
from kostra.app.ports.estimates import Ordered
from kostra.app.publication import planning
from kostra.app.reporting.asking import Asking, Found, query
from kostra.app.reporting.queries.intake import LAST
from kostra.app.reporting.queries.publishing import came
from kostra.estimation.catalogue import declared
from kostra.model.errors import Missing
from kostra.model.release import Kind as ReleaseKind
from kostra.model.text import Text
from kostra.reporting.figure import Cell, Kind

_CAUSES = {
    "late": Text("kom etter de foreløpige tallene", "kom etter dei førebelse tala"),
    "corrected": Text("ny leveranse", "ny leveranse"),
    "edits": Text("rettinger", "rettingar"),
    "replaced": Text("levert i stedet for beregnet", "levert i staden for berekna"),
    "estimates": Text("beregnet på nytt", "berekna på nytt"),
}


@query("beregnet-enheter", Kind.COUNT, given=("form", "when"), columns=("run", "on", "count"))
def units(asking: Asking, form: str, when: str) -> Found:
    """In the newest run of the kind."""
    run = _run(asking, form, RunKind.FINAL if when == LAST else RunKind.PROVISIONAL)
    if run is None or run.outcome is None:
        return Found(None)
    with asking.begin() as tx:
        written = tx.estimates.values(run.id)
    values = read_values(written or "{}")
    count = len({unit for own in values.values() for unit, value in own.items() if value.estimated})
    return Found(count, [(run.id, run.outcome.at.date(), count)])


@query(
    "beregnet-endring",
    Kind.SHARE,
    given=("form",),
    columns=("variable", "first", "last", "moved", "within"),
)
def revision(asking: Asking, form: str) -> Found:
    """The largest change of any figure of the country, and each of them."""
    found = _revised(asking, form)
    if found is None:
        return Found(None)
    titles = {one.id: one.label for one in declared()[form].variables}
    rows: list[tuple[Cell, ...]] = []
    largest = Fraction(0)
    for one in found.variables:
        country = one.country
        if country.is_open and country.first:
            share = Fraction(country.change, country.first)
            largest = max(largest, abs(share))
            z = country.z
            within = None if z is None else Text("ja", "ja") if abs(z) <= 1.96 else Text("nei", "nei")
            label = titles[one.variable]
            rows.append((Text(label.nb, label.nn), country.first, country.final, share, within))
    return Found(largest if rows else None, rows)


@query("beregnet-aarsaker", Kind.COUNT, given=("form",), columns=("variable", "cause", "change"))
def causes(asking: Asking, form: str) -> Found:
    """How many of the figures of the country are not what they were, and why each moved."""
    found = _revised(asking, form)
    if found is None:
        return Found(None)
    titles = {one.id: one.label for one in declared()[form].variables}
    rows: list[tuple[Cell, ...]] = []
    shown = [one for one in found.variables if one.country.is_open]
    for one in shown:
        label = titles[one.variable]
        for name, said in _CAUSES.items():
            size = round(getattr(one.causes, name))
            if size:
                rows.append((Text(label.nb, label.nn), said, size))
    return Found(sum(one.country.change != 0 for one in shown) if shown else None, rows)


def _runs(asking: Asking) -> tuple[Ordered, ...]:
    """The newest first."""
    return asking.once("runs", lambda: listed(asking.system, asking.asker))


def _run(asking: Asking, form: str, kind: RunKind) -> Ordered | None:
    for one in _runs(asking):
        is_made = one.outcome is not None and one.outcome.sha256 is not None
        if is_made and one.whole.form == form and one.whole.period == asking.period and one.kind == kind:
            return one
    return None


def _revised(asking: Asking, form: str) -> Revised | None:
    def find() -> Revised | None:
        if form not in declared() or not _is_out(asking, form):
            return None
        try:
            return revising.revision(asking.system, asking.asker, form, asking.year)
        except Missing:
            return None

    return asking.once(("revised", form), find)


def _is_out(asking: Asking, form: str) -> bool:
    """Both the provisional and the final figures from the form are public."""
    kinds = {each.release.kind for each in came(asking) if form in planning.forms(each.release.ids, each.release.year)}
    return {ReleaseKind.PROVISIONAL, ReleaseKind.FINAL} <= kinds
