"""A run and a revision as text and CSV. What may not be published has no figure in a CSV file, only why; no unit is in either."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from kostra.app.estimating.gathering import WITHOUT_OSLO
from kostra.app.estimating.record import Frozen, Part
from kostra.app.estimating.revising import Changed, OfVariable, Revised
from kostra.app.estimating.seeing import in_order, name
from kostra.app.pages.numbers import written
from kostra.app.ports.estimates import Ordered
from kostra.estimation.catalogue import of_form
from kostra.estimation.gates import Closed, Level

CLOSED = {Closed.COVERAGE: "for få har rapportert", Closed.WEIGHT: "for mye mangler", Closed.CV: "for usikkert"}
UNMADE = "Oslo mangler, og har ikke noe tall for året før"
KINDS = {"provisional": "foreløpige tall", "final": "endelige tall", "trial": "prøve"}
HEAD = (
    *("variabel", "region", "navn", "tall", "nedre", "ovre", "cv_prosent", "rapportert", "forventet", "vekt_prosent"),
    *("ingenting", "forsinket", "ukjent", "viderefort", "kan_publiseres", "hvorfor_ikke"),
)


def as_csv(frozen: Frozen) -> str:
    rows = [cells for part in frozen.parts for cells in _rows(part, year_of(frozen), frozen.basis.last)]
    return _csv(HEAD, rows)


def year_of(frozen: Frozen) -> int:
    return int(frozen.parts[0].run.period)


def _rows(part: Part, year: int, last: str | None) -> list[list[object]]:
    """`last` names last year's data; without them nobody knows the weight of those who reported."""
    found: list[list[object]] = []
    for figure in sorted(part.figures, key=lambda one: in_order(one.region)):
        one, open_ = part.estimate(figure.region), not figure.closed
        counts = (one.reported, one.expected, "" if last is None else _decimal(100 * one.weight, 1))
        of = (one.nil, one.late, one.unknown, one.carried)
        limits = (figure.whole, _decimal(one.low), _decimal(one.high)) if open_ else ("", "", "")
        why = ", ".join(CLOSED[reason] for reason in figure.closed)
        first = (part.run.variable, figure.region, name(figure.region, year), *limits, _decimal(100 * one.cv, 2))
        found.append([*first, *counts, *of, "ja" if open_ else "nei", why])
    for regions, why in ((part.withheld, "tallet er én kommunes"), (part.unmade, UNMADE)):
        blank = [""] * (len(HEAD) - 5)
        found += [[part.run.variable, region, name(region, year), *blank, "nei", why] for region in regions]
    return found


def as_text(ordered: Ordered, frozen: Frozen) -> str:
    """The country and why municipalities may not be published; the regions are in the CSV file and on the page."""
    top = f"Skjema {ordered.whole.form} for {ordered.whole.period}, {KINDS[ordered.kind]}: {ordered.id}"
    labels = {one.id: one.label.nb for one in of_form(ordered.whole.form).variables}
    lines = [top, f"Grunn: {ordered.reason}", ""]
    for part in frozen.parts:
        lines += [
            *_country(part, labels.get(part.run.variable, part.run.variable), year_of(frozen), frozen.basis.last),
            "",
        ]
    return "\n".join(lines)


def _country(part: Part, label: str, year: int, last: str | None) -> list[str]:
    """Or the country without Oslo."""
    figure, tried = part.figure("EAK") or part.figure(WITHOUT_OSLO), part.run.backtest
    if figure is None:
        return [f"{label}: Landet kan ikke beregnes: {UNMADE}."]
    one, region = part.estimate(figure.region), name(figure.region, year)
    interval = f"95 prosent: {written(one.low)} til {written(one.high)}"
    lines = [
        f"{_label(label, figure.region, year)}: {written(figure.whole)} ({interval}), cv {written(100 * one.cv, 2)} prosent",
        f"  {one.reported} av {one.expected} har rapportert"
        + ("" if last is None else f" ({written(100 * one.weight, 1)} prosent av fjorårets tall)"),
        f"  {one.nil} har ingenting, {one.late} er forsinket, {one.unknown} er ukjent, {one.carried} er ført videre",
        f"  {region}: {_may(figure.closed)}. Kommuner: {_may(part.municipal)}.",
        *([f"  Landet kan ikke beregnes: {UNMADE}."] if part.unmade else []),
    ]
    if tried is None:
        why = (
            "fjorårets tall er ikke samlet inn her"
            if last is None
            else "de som mangler nå, kan ikke beregnes av året før det"
        )
        return [*lines, f"  Ikke prøvd på fjoråret: {why}."]
    outcome = "inne i" if tried.inside else "utenfor"
    return [*lines, f"  Prøvd på fjoråret: {_signed(100 * tried.relative, 2)} prosent feil, {outcome} intervallet"]


def _label(label: str, region: str, year: int) -> str:
    return label if region == "EAK" else f"{label}, {name(region, year)}"


def _may(closed: Iterable[Closed]) -> str:
    why = ", ".join(CLOSED[reason] for reason in closed)
    return f"kan ikke publiseres ({why})" if why else "kan publiseres"


def revision_as_text(revised: Revised) -> str:
    whole, labels = revised.final.whole, {one.id: one.label.nb for one in of_form(revised.final.whole.form).variables}
    lines = [f"Skjema {whole.form} for {whole.period}: {revised.first.id} til {revised.final.id}", ""]
    for one in revised.variables:
        country = one.country
        percent = f" ({_signed(100 * country.change / country.first, 2)} prosent)" if country.first else ""
        z = "" if country.z is None else f", {_signed(country.z, 1)} standardfeil"
        label = _label(labels.get(one.variable, one.variable), country.region, whole.period.year)
        lines.append(
            f"{label}: {written(country.first)} til {written(country.final)}, {_signed(country.change)}{percent}{z}"
        )
        lines += [f"  {word}: {_signed(value)}" for word, value in _causes(one) if value]
        lines += [
            f"  {_LEVELS[level]}: middel {_signed(size.mean, 1)}, absolutt {written(size.mean_absolute, 1)}, "
            f"største {_signed(size.largest)} i {size.largest_region}, {written(100 * size.changed)} prosent endret"
            for level, size in one.sizes
        ]
        told = one.calibration
        if told is not None:
            lines.append(
                f"  Over {len(told.z)} år: middel {_signed(told.mean, 2)}, spredning {written(told.spread, 2)} standardfeil"
            )
        lines.append("")
    return "\n".join(lines)


_LEVELS = {Level.COUNTY: "fylker", Level.GROUP: "grupper"}


def _causes(one: OfVariable) -> list[tuple[str, float]]:
    causes = one.causes
    return [
        ("kom etter", causes.late),
        ("nye innsendinger", causes.corrected),
        ("rettinger", causes.edits),
        ("beregnet tall erstattet av rapport", causes.replaced),
        ("beregnet på nytt", causes.estimates),
        ("personer talt én gang", one.counted_once or 0.0),
    ]


REVISION_HEAD = ("variabel", "region", "navn", "forelopig", "endelig", "endring", "standardfeil")


def revision_as_csv(revised: Revised) -> str:
    """Of the figures that may be published both times."""
    year = revised.final.whole.period.year
    rows = [_changed(one.variable, each, year) for one in revised.variables for each in one.regions if each.is_open]
    return _csv(REVISION_HEAD, rows)


def _changed(variable: str, one: Changed, year: int) -> list[object]:
    z = "" if one.z is None else _decimal(one.z, 2)
    return [variable, one.region, name(one.region, year), one.first, one.final, one.change, z]


def _signed(value: float, decimals: int = 0) -> str:
    told = written(abs(value), decimals)
    return told if told == written(0, decimals) else ("+" if value > 0 else "\u2212") + told


def _decimal(value: float, decimals: int = 0) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


LISTED = ("id", "skjema", "ar", "hva", "bestilt", "hvem", "grunn", "utfall", "sha256")


def listed_as_csv(every: Iterable[Ordered]) -> str:
    return _csv(LISTED, (list(listed_as_json(one).values()) for one in every))


def listed_as_json(one: Ordered) -> dict[str, str]:
    sha256 = "" if one.outcome is None else one.outcome.sha256 or ""
    about = (one.id, one.whole.form, str(one.whole.period), KINDS[one.kind])
    said = (one.at.isoformat(timespec="seconds"), one.by.name, one.reason)
    return dict(zip(LISTED, (*about, *said, _outcome(one), sha256), strict=True))


def line(one: Ordered) -> str:
    what = f"{one.id}  {one.whole.form} {one.whole.period}  {KINDS[one.kind]}  {one.at:%d.%m.%Y %H.%M} UTC"
    return f"{what}  {one.by.name}: {one.reason}. {_outcome(one)}"


def _outcome(one: Ordered) -> str:
    if one.outcome is None:
        return "Ikke laget ennå."
    return "Laget." if one.outcome.refused is None else f"Kunne ikke lages: {one.outcome.refused}"


def revision_as_json(revised: Revised) -> dict[str, object]:
    """Regions that may not be published are left out, as in the CSV file."""
    return {
        "form": revised.final.whole.form,
        "period": str(revised.final.whole.period),
        "first": revised.first.id,
        "final": revised.final.id,
        "variables": [
            {
                "variable": one.variable,
                "country": asdict(one.country),
                "causes": asdict(one.causes),
                "counted_once": one.counted_once,
                "regions": [asdict(region) for region in one.regions if region.is_open],
                "sizes": {level.value: asdict(size) for level, size in one.sizes},
                "calibration": None if one.calibration is None else asdict(one.calibration),
            }
            for one in revised.variables
        ],
    }
