"""When figures are due, from the calendar of the forms that tables are made from. Anybody may know it: it tells of days, and of no
release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kostra.accounts.concepts import ACCOUNTS, Scope
from kostra.forms import calendar
from kostra.model.period import Period
from kostra.model.release import Kind
from kostra.publication.calendar import Planned, planned
from kostra.statistics import definition
from kostra.tables import catalogue


def forms(tables: Iterable[str], year: int) -> tuple[str, ...]:
    """Those that the tables are made from."""
    found = set()
    for table in tables:
        for source in catalogue.table(table, year).sources:
            if source.kind is definition.Kind.ACCOUNTS:
                found.add(ACCOUNTS[Scope(source.id)].form)
            elif source.kind is definition.Kind.FORM:
                found.add(source.id)
    return tuple(sorted(found))


def days(form: str, year: int) -> tuple[date, ...]:
    """The days of publication of a form; none where it is not collected for the year."""
    own = calendar.calendars().get(form)
    return () if own is None or year < own.since else own.dates(Period(year)).publications


def due(tables: Iterable[str], year: int, kind: Kind) -> datetime | None:
    """When figures that are made from all of their forms can be out: the last of the forms' own days. None where the calendar says
    nothing."""
    found = (one for form in forms(tables, year) for one in planned({year: days(form, year)}))
    return max((one.hour for one in found if one.kind is kind), default=None)


def all_planned(years: Iterable[int]) -> tuple[Planned, ...]:
    """Every day of publication of some years, whatever the form."""
    return planned({year: {on for form in calendar.calendars() for on in days(form, year)} for year in years})


def of_table(table: str, years: Iterable[int]) -> tuple[Planned, ...]:
    """Those of one table, in the years that it covers."""
    covered = [year for year in years if any(one.id == table and one.covers(year) for one in catalogue.tables())]
    return planned({year: {on for form in forms((table,), year) for on in days(form, year)} for year in covered})
