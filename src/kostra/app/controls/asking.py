"""From what a person asks for (form, year or period, region) to what is to be checked. Everything that cannot be is refused here."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from kostra.app.controls.check import Asked
from kostra.codelists import registers
from kostra.controls import reading, release
from kostra.controls.declare import Given
from kostra.controls.gist import written_for_fields
from kostra.forms import catalogue
from kostra.forms.controls import control_set
from kostra.model.errors import Refused
from kostra.model.form import FormVersion, Kind
from kostra.model.period import Period, Span
from kostra.reception.batch import Batch


def asked(
    form_id: str,
    period: Period,
    region: str,
    *,
    nil: bool = False,
    keep: int | None = None,
    named_release: str | None = None,
    proposals: bool = False,
    for_people: bool = False,
) -> Asked:
    form = catalogue.form(form_id)
    if period.span not in form.periods:
        refuse_span(form_id, period, form.periods)
    version = _version(form_id, period.year)
    municipality, district = unit(region, version)
    wanted = None if named_release is None else release.asked(named_release, period.year)
    return Asked(
        version=version,
        controls=control_set(form_id, period.year, wanted, proposals),
        given=Given(
            year=period.year,
            municipality=municipality,
            district=district,
            municipalities=registers.municipalities(period.year),
            period=str(period),
        ),
        region=municipality + (district or "00"),
        period=None if period.span is Span.YEAR else str(period),
        nil=nil,
        keep=keep,
        told_once=_told_once(form_id, period.year, wanted, proposals) if for_people else None,
    )


@cache
def _version(form_id: str, year: int) -> FormVersion:
    """Made once, however many files of it there are."""
    return catalogue.form(form_id).version(year)


@cache
def _told_once(form_id: str, year: int, wanted: int | None, proposals: bool) -> dict[int, tuple[int, ...]]:
    """Which controls tell what follows from a field; learnt by running the rules on nothing, once."""
    version = _version(form_id, year)
    if version.form.kind is Kind.RECORDS:
        nothing = Batch(version, np.empty((version.record_length, 0), dtype=np.uint8)).fields()
    else:
        from kostra.reception import answers

        nothing = answers.no_fields(version)
    controls = control_set(form_id, year, wanted, proposals)
    return written_for_fields(controls, nothing, Given(year), len(reading.of(version.form.kind)))


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
    if version.year >= registers.first_year() and municipality not in registers.municipalities(version.year):
        _say_what_became_of(municipality, version.year)
    if district in ("", "00"):
        return municipality, None
    if version.year >= registers.first_year() and region not in registers.reporting_districts(version.year):
        raise Refused(
            f"{region} er ikke en bydel som rapporterer i {version.year}. Bare bydelene i Oslo gjør det, fra 030101 til "
            f"030115. Skriv {municipality}00 for hele kommunen."
        )
    return municipality, district


def _say_what_became_of(municipality: str, year: int) -> None:
    """Refuses; only then is it worth knowing which municipalities were merged and split."""
    from kostra import regions

    regions.find(municipality, year)


def is_records(form_id: str) -> bool:
    return catalogue.form(form_id).kind is Kind.RECORDS
