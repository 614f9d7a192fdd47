"""What was asked and what came in, counted again for the figures of a report: by SQL over what is kept, past the use cases and the walls,
and by plain Python over the content. Nothing here calls a query of a report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import tuple_row

from kostra import regions
from kostra.app.controls.catalogue import in_year
from kostra.app.system import System
from kostra.forms import calendar, catalogue
from kostra.forms.controls import control_set
from kostra.model.form import FormVersion
from kostra.model.period import Period

OSLO = ZoneInfo("Europe/Oslo")
OF = "season = 'real' AND form = %(form)s AND period = %(period)s"
_HANDED = ("received", "errors-sent", "correction-received", "accepted", "final", "nil-confirmed", "nil-presumed")


class Incoming:
    """Of one year, in one database; `data` is the folder of releases."""

    def __init__(self, connection: psycopg.Connection, system: System, data: Path, year: int) -> None:
        self.connection, self.system, self.data, self.year = connection, system, data, year

    def count(self, query: str, *given: str) -> Any:
        counted: Callable[..., Any] = getattr(self, query.replace("-", "_"))
        return counted(*given)

    def one(self, sql: str, **given: Any) -> Any:
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(
                sql, {"year": self.year, "period": str(self.year), "next": self.year + 1} | given
            ).fetchone()
        assert row is not None
        return row[0]

    def rows(self, sql: str, **given: Any) -> list[tuple[Any, ...]]:
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(
                sql, {"year": self.year, "period": str(self.year), "next": self.year + 1} | given
            ).fetchall()

    # What was asked and controlled.

    def forms(self) -> list[str]:
        found = {
            form
            for (form,) in self.rows("SELECT DISTINCT form FROM expected WHERE season = 'real' AND period = %(period)s")
        }
        return [
            form for form in calendar.calendars() if form in found and calendar.calendar(form).collected.value == "year"
        ]

    def skjema_samlet(self) -> int:
        return len(self.forms())

    def skjema_endret(self, form: str) -> int | None:
        return self._differences([form], self.year - 1, self.year, lambda what: True)

    def skjema_neste(self, what: str) -> int | None:
        wanted = {"nye": ("added",), "fjernet": ("removed",)}
        return self._differences(
            self.forms(),
            self.year,
            self.year + 1,
            lambda found: found in wanted[what] if what in wanted else found == "changed",
        )

    def _differences(self, forms: list[str], before: int, after: int, wanted: Callable[[str], bool]) -> int | None:
        both = [one for one in map(catalogue.form, forms) if {before, after} <= set(one.years)]
        if not both:
            return None
        return sum(wanted(what) for one in both for what in _told(one.version(before), one.version(after)))

    def kontroller_antall(self, form: str) -> int:
        """Those that follow from one kind of field have one sentence, and are one."""
        return len({(one.id, one.sentence) for one in control_set(form, self.year, None, False).controls})

    def kontroller_nye(self, form: str) -> int | None:
        return self._only_in(form, self.year, self.year - 1)

    def kontroller_fjernet(self, form: str) -> int | None:
        return self._only_in(form, self.year - 1, self.year)

    def kontroller_stoppende(self, form: str) -> int | None:
        return self._turned(form, (False, True))

    def kontroller_mildere(self, form: str) -> int | None:
        return self._turned(form, (True, False))

    def _only_in(self, form: str, here: int, there: int) -> int | None:
        """By number: so many more rules than the other year has under it, of those that are not in both."""
        if not self._has_two(form):
            return None
        own, other = ({(one.id, one.name) for one in in_year(form, year)} for year in (here, there))
        ids = {id for id, _ in own ^ other}
        return sum(max(0, _under(id, own - other) - _under(id, other - own)) for id in ids)

    def _turned(self, form: str, how: tuple[bool, bool]) -> int | None:
        if not self._has_two(form):
            return None
        before, after = (
            {(one.id, one.name): one.severity.blocks for one in in_year(form, year)}
            for year in (self.year - 1, self.year)
        )
        return sum((before[key], after[key]) == how for key in before.keys() & after.keys())

    def _has_two(self, form: str) -> bool:
        return {self.year - 1, self.year} <= set(catalogue.form(form).years)

    # What came in.

    def inngang_skulle(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM expected WHERE {OF} AND state <> 'not-in-population'",
                form=form,
            )
        )

    def inngang_kommet(self, form: str) -> int:
        return len(self._arrived(form))

    def inngang_i_tide(self, form: str) -> Fraction | None:
        owed = self.inngang_skulle(form)
        extended = dict(
            self.rows(
                f"SELECT region, extended_until FROM expected WHERE {OF} AND state NOT IN ('nil-confirmed', 'nil-presumed')",
                form=form,
            )
        )
        last = calendar.calendar(form).dates(Period(self.year)).deadline
        on_time = sum(on <= max(last, extended.get(unit) or last) for unit, on in self._arrived(form).items())
        return Fraction(on_time, owed) if owed else None

    def _arrived(self, form: str) -> dict[str, date]:
        """By unit that owes it: the first event that something came, by the clock of the house."""
        found: dict[str, date] = {}
        for unit, at, details in self.rows(
            "SELECT region, at, details FROM event WHERE action = 'submission.received' AND form = %(form)s AND period = %(period)s "
            "AND region IN (SELECT region FROM expected WHERE form = %(form)s AND period = %(period)s AND state <> 'not-in-population') "
            "ORDER BY number",
            form=form,
        ):
            if details.get("season") == "real":
                moment = datetime.fromisoformat(details["clock"]) if "clock" in details else at
                found.setdefault(unit, moment.astimezone(OSLO).date())
        return found

    def inngang_frist(self, form: str) -> date:
        return calendar.calendar(form).dates(Period(self.year)).deadline

    def inngang_publisert(self, form: str, when: str) -> date:
        days = calendar.calendar(form).dates(Period(self.year)).publications
        return days[0] if when == "forelopig" else days[-1]

    def inngang_manglet(self, form: str, when: str) -> int:
        return len(self._missing(form, when))

    def inngang_manglet_andel(self, form: str, when: str) -> Fraction:
        owed = [
            unit
            for (unit,) in self.rows(
                f"SELECT region FROM expected WHERE {OF} AND state <> 'not-in-population'",
                form=form,
            )
        ]
        people = {unit: regions.population(unit[:4] if unit.endswith("00") else unit, self.year) for unit in owed}
        return Fraction(sum(people[unit] for unit in self._missing(form, when)), sum(people.values()))

    def _missing(self, form: str, when: str) -> list[str]:
        """Those whose last change of state before eight that morning was to one that nothing had come in."""
        on = self.inngang_publisert(form, when)
        at = datetime(on.year, on.month, on.day, 8, tzinfo=OSLO).astimezone(UTC)
        stands: dict[str, str] = {
            unit: "expected"
            for (unit,) in self.rows(
                f"SELECT region FROM expected WHERE {OF}",
                form=form,
            )
        }
        for subject, details in self.rows(
            "SELECT subject, details FROM event WHERE action = 'state.changed' AND form = %(form)s AND period = %(period)s "
            "AND at <= %(at)s ORDER BY number",
            form=form,
            at=at,
        ):
            if subject.startswith("real/"):
                stands[subject.rpartition("/")[2]] = details["to"]
        return [unit for unit, state in stands.items() if state not in (*_HANDED, "not-in-population")]

    def inngang_ingenting(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM expected WHERE {OF} AND state LIKE 'nil-%%'",
                form=form,
            )
        )

    def inngang_utsatt(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(extended_until) FROM expected WHERE {OF}",
                form=form,
            )
        )

    def inngang_purringer(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM reminder WHERE {OF}",
                form=form,
            )
        )

    def inngang_sendt(self, form: str) -> int:
        return self._submissions(form, "true")

    def inngang_paa_nytt(self, form: str) -> int:
        return self._submissions(form, "replaces IS NOT NULL")

    def inngang_stoppet(self, form: str) -> int:
        return self._submissions(form, "stage = 'stopped'")

    def _submissions(self, form: str, which: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM submission WHERE {OF} AND received IS NOT NULL AND {which}",
                form=form,
            )
        )


def _under(id: str, keys: set[tuple[str, str]]) -> int:
    return sum(key[0] == id for key in keys)


def _told(before: FormVersion, after: FormVersion) -> list[str]:
    """What differs, field by field and code by code."""
    old, new = ({field.id: field for field in version.fields} for version in (before, after))
    found = ["added"] * len(new.keys() - old.keys()) + ["removed"] * len(old.keys() - new.keys())
    for id in old.keys() & new.keys():
        was, now = old[id], new[id]
        for name in ("name", "type", "width", "date_pattern", "required"):
            found += ["changed"] * (getattr(was, name) != getattr(now, name))
        found += ["changed"] * (was.field.label.at(before.year) != now.field.label.at(after.year))
        found += ["added"] * len(now.codes.keys() - was.codes.keys())
        found += ["removed"] * len(was.codes.keys() - now.codes.keys())
        found += ["changed"] * sum(was.codes[code] != now.codes[code] for code in was.codes.keys() & now.codes.keys())
    return found
