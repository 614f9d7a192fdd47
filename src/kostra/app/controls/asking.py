"""From what a person asks for (form, year or period, region) to what is to be checked. Everything that cannot be is refused here."""

from __future__ import annotations

import re

from kostra import regions
from kostra.app.controls.check import Asked
from kostra.controls import release
from kostra.controls.declare import Given
from kostra.forms import catalogue
from kostra.forms.controls import control_set
from kostra.model.errors import Refused
from kostra.model.form import FormVersion, Kind
from kostra.model.period import Period, Span


def asked(
    form_id: str,
    period: Period,
    region: str,
    *,
    nil: bool = False,
    keep: int | None = None,
    named_release: str | None = None,
    proposals: bool = False,
) -> Asked:
    form = catalogue.form(form_id)
    if period.span not in form.periods:
        refuse_span(form_id, period, form.periods)
    version = form.version(period.year)
    municipality, district = unit(region, version)
    wanted = None if named_release is None else release.asked(named_release, period.year)
    return Asked(
        version=version,
        controls=control_set(form_id, period.year, wanted, proposals),
        given=Given(
            year=period.year,
            municipality=municipality,
            district=district,
            municipalities=frozenset(_municipalities(period.year)),
            period=str(period),
        ),
        region=municipality + (district or "00"),
        period=None if period.span is Span.YEAR else str(period),
        nil=nil,
        keep=keep,
    )


def refuse_span(form_id: str, period: Period, spans: tuple[Span, ...]) -> None:
    wanted = {
        Span.YEAR: f"--year {period.year}",
        Span.QUARTER: f"--period {period.year}K1",
        Span.MONTH: f"--period {period.year}M01",
    }
    raise Refused(
        f"Skjema {form_id} sendes ikke for {period}. Skriv for eksempel {' eller '.join(wanted[span] for span in spans)}."
    )


def unit(region: str, version: FormVersion) -> tuple[str, str | None]:
    """The municipality and the district of a region of four or six digits."""
    if not re.fullmatch(r"[0-9]{4}([0-9]{2})?", region):
        raise Refused(f"«{region}» er ikke en region. Skriv kommunenummeret (1103) eller seks siffer (110300, 030104).")
    municipality, district = region[:4], region[4:]
    known = _municipalities(version.year)
    if known and municipality not in known:
        regions.find(municipality, version.year)
    return municipality, district if district not in ("", "00") else None


def _municipalities(year: int) -> tuple[str, ...]:
    """Those of the year; none for years before the first that is known."""
    if year < regions.load().first:
        return ()
    return tuple(one.code for one in regions.municipalities(year))


def is_records(form_id: str) -> bool:
    return catalogue.form(form_id).kind is Kind.RECORDS
