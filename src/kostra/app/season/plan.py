"""What will happen in a season: which unit sends which file when, read from the nation's own list of deliveries."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kostra.followup.calendar import OSLO, begins
from kostra.forms import calendar, catalogue
from kostra.model.form import Kind
from kostra.model.period import Period, Span
from kostra.model.submission import Expected
from kostra.registers.catalogue import layout

FORMS = ("11F", "11CF", "7", "7B", "12", "0A", "0M")
"""The yearly ones. The monthly extract is for those who have joined."""
MONTHLY = "11M"
SYSTEM_FORMS = ("11F", "11CF", MONTHLY)
"""Those that case systems send."""
_NIL = "nil"
_WORKING = timedelta(hours=9)
LEFT = frozenset(
    {("110300", "11F"), ("110300", "7"), ("464000", "11F"), ("464000", "7"), ("030104", "11F"), ("342600", "11CF")}
)
"""Left to whoever plays the part of a reporter: unit and form, in the year that is shown."""


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """`file` is None for a unit with nothing to report. `by_system` says that a case system sends it, and not a person."""

    at: datetime
    expected: Expected
    file: Path | None
    by_system: bool

    @property
    def via(self) -> str:
        """The way it comes in."""
        return "api" if self.by_system else "portal"


def by_quarter(nation: Path, year: int) -> frozenset[str]:
    """The units whose case system makes quarters of the narrow extract."""
    rows = _rows(nation / str(year) / "deliveries.csv")
    return frozenset(
        row["unit"] for row in rows if row["form"] == MONTHLY and Period.read(row["period"]).span is Span.QUARTER
    )


def monthly(nation: Path, year: int, units: Collection[str]) -> tuple[Arrival, ...]:
    """What those who have joined send each month or quarter, in the order of time."""
    found = _arrivals(nation / str(year), year, frozenset({MONTHLY}))
    return tuple(sorted((one for one in found if one.expected.unit in units), key=lambda one: (one.at, one.expected)))


def arrivals(
    nation: Path, year: int, forms: tuple[str, ...] = FORMS, left: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Arrival, ...]:
    """In the order of time, without those in `left`."""
    found = _arrivals(nation / str(year), year, frozenset(forms))
    wanted = (one for one in found if (one.expected.unit, one.expected.form) not in left)
    return tuple(sorted(wanted, key=lambda one: (one.at, one.expected)))


@dataclass(frozen=True, slots=True, order=True)
class Extract:
    """What a body sends of a register it keeps."""

    at: datetime
    register: str
    period: Period
    file: Path


EXTRACTS = {
    "a_ordningen": "a_ordningen_introduksjonsstonad",
    "folkeregisteret": "folkeregisteret",
    "nav_kvp": "nav_kvp_deltakere",
    "nir": "nir_introduksjonsprogram",
    "nir_tidligere": "tidligere_introduksjonsdeltakere",
}
"""The registers that the nation has, and what it calls them."""
_BEFORE = timedelta(days=3)
"""The bodies are in good time."""


def extracts(nation: Path, year: int) -> tuple[Extract, ...]:
    """In the order of time: those of the year that the nation has made."""
    period, found = Period(year), []
    for register, name in EXTRACTS.items():
        due, file = layout(register).due, nation / str(year) / "registre" / f"{name}.csv"
        if due is not None and file.exists():
            found.append(Extract(begins(due.of(period)) - _BEFORE + _WORKING, register, period, file))
    return tuple(sorted(found))


def file_of(nation: Path, expected: Expected) -> Path:
    """Where the nation keeps what a unit sends."""
    ending = "dat" if catalogue.form(expected.form).kind is Kind.RECORDS else "json"
    folder = nation / str(expected.period.year) / expected.form
    if expected.period.span is not Span.YEAR:
        folder /= str(expected.period)
    return folder / f"{expected.unit}.{ending}"


def vendors(nation: Path, year: int) -> dict[str, str]:
    """Whose case system each unit has."""
    return {row["unit"]: row["vendor"] for row in _rows(nation / str(year) / "vendors.csv")}


def _arrivals(folder: Path, year: int, forms: frozenset[str]) -> Iterator[Arrival]:
    for row in _rows(folder / "deliveries.csv"):
        if row["form"] not in forms or not row["arrived"]:
            continue
        expected = Expected(row["form"], Period.read(row["period"]), row["unit"])
        at = datetime.fromisoformat(row["arrived"]).replace(tzinfo=OSLO).astimezone(UTC)
        # Who comes before it opens, comes again on the morning it does.
        at = max(at, begins(calendar.dates(expected).opens) + _WORKING)
        file = None if row["state"] == _NIL else file_of(folder.parent, expected)
        yield Arrival(at, expected, file, by_system=row["form"] in SYSTEM_FORMS)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
