"""Trying a control before it is switched on: what it would have hit, on files of several years.

The control is in a file of its own, written as those that are in use. It may be a second version of one that is: two controls in the file
are compared record by record. No file is changed, and nothing is switched on.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kostra.app.controls import asking
from kostra.app.controls.catalogue import no_records
from kostra.app.controls.check import Asked, check
from kostra.controls import controlset, sentences
from kostra.controls.controlset import Set
from kostra.controls.declare import Control, Given, Requirement, Unique
from kostra.controls.kernel import Hits
from kostra.controls.reading import READING
from kostra.forms import catalogue
from kostra.forms.controls import limits
from kostra.methods.columns import Fields, Text
from kostra.model.errors import Broken, Refused
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Example:
    """Where to look: the file, the line, the journal number and the shown values. Never who it is about."""

    file: str
    line: int
    journal: str
    shown: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Count:
    """What a control came to in a year. `senders` and `vendors` count hits by who they belong to."""

    files: int = 0
    records: int = 0
    hits: int = 0
    undecided: int = 0
    senders: dict[str, int] = field(default_factory=dict)
    vendors: dict[str, int] = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Tried:
    form: str
    years: tuple[int, ...]
    controls: tuple[Control, ...]
    counts: Mapping[tuple[str, int], Count]
    examples: Mapping[str, tuple[Example, ...]]
    only: tuple[tuple[str, str, int], ...]

    def severity(self, control: Control) -> Severity:
        return control.severity.points[-1][1]


def run(path: Path, data: Path, form_id: str, years: tuple[int, ...], most: int) -> Tried:
    """Try the controls of a file on `DATA/<year>/<form>/*.dat`."""
    if not asking.is_records(form_id):
        raise Refused(
            f"Skjema {form_id} er svar på spørsmål, og bare filer med linjer kan prøves. Velg for eksempel --form 11F."
        )
    controls = _read(path)
    counts = {(control.name, year): Count() for control in controls for year in years}
    examples: dict[str, list[Example]] = {control.name: [] for control in controls}
    for year in years:
        set_ = _set(form_id, year, controls)
        vendors = _vendors(data / str(year))
        for file in _files(data, form_id, year):
            _one_file(file, asking.asked(form_id, Period(year), file.stem), set_, year, vendors, counts, examples, most)
    return Tried(
        form_id,
        years,
        controls,
        counts,
        {n: tuple(e) for n, e in examples.items()},
        tuple(_only(controls, years, counts)),
    )


def _read(path: Path) -> tuple[Control, ...]:
    """The controls declared in a Python file. The file is run: it is the asker's own."""
    if not path.is_file():
        raise Refused(f"Det finnes ingen fil «{path}». Skriv stien til en Python-fil med kontrollen.")
    spec = importlib.util.spec_from_file_location("tried", path)
    if spec is None or spec.loader is None:
        raise Refused(f"«{path}» er ikke en Python-fil. Filen skal slutte på .py.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise Refused(f"«{path}» kan ikke kjøres: {type(error).__name__}: {error}.") from error
    found = tuple(member for member in vars(module).values() if isinstance(member, Control))
    if not found:
        raise Refused(
            f"«{path}» har ingen kontroll. Skriv en funksjon med @control foran; se docs/how-to/try-a-control.md."
        )
    return found


def _set(form_id: str, year: int, controls: tuple[Control, ...]) -> Set:
    of_year = [c for c in controls if c.first_year <= year and (c.last_year is None or year <= c.last_year)]
    try:
        set_ = controlset.build(
            form_id, year, [*READING, *of_year], limits(form_id), fingerprint="prøve", proposals=True
        )
    except Broken as error:
        raise Refused(
            f"Kontrollen kan ikke prøves: {error}. Legg grensen i limits.toml, eller skriv tallet i kontrollen."
        ) from error
    nothing = no_records(catalogue.form(form_id).version(year))
    for control in of_year:
        if wrong := _wrong_with(set_, control, nothing):
            raise Refused(
                f"Kontrollen {control.id} ({control.name}) kan ikke prøves på skjema {form_id} for {year}: {wrong}."
            )
    return set_


def _wrong_with(set_: Set, control: Control, nothing: Fields) -> str | None:
    """What the author is to mend, found by running the rule on no records before any file is read."""
    try:
        said: object = set_.bind(control, Given(set_.year, last_year=nothing))(nothing)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if not isinstance(said, Requirement | Unique):
        return "den skal svare med require(…) eller unique(…)"
    shown = said.shown if isinstance(said, Requirement) else ()
    hidden = [column.name for column in shown if isinstance(column, Text) and nothing.written(column.name) is None]
    return f"{', '.join(hidden)} sier hvem noen er, og kan ikke stå i shown" if hidden else None


def _files(data: Path, form_id: str, year: int) -> list[Path]:
    catalogue.form(form_id).version(year)
    files = sorted((data / str(year) / form_id).glob("*.dat"))
    if not files:
        raise Refused(
            f"Det er ingen filer i {data / str(year) / form_id}. Lag dem med «kostra synth --year {year} --out {data}»."
        )
    return files


def _vendors(folder: Path) -> dict[str, str]:
    """Which case system each unit uses; empty where nobody has said."""
    path = folder / "vendors.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["unit"]: row["vendor"] for row in csv.DictReader(rows)}


def _one_file(
    path: Path,
    asked: Asked,
    set_: Set,
    year: int,
    vendors: Mapping[str, str],
    counts: Mapping[tuple[str, int], Count],
    examples: dict[str, list[Example]],
    most: int,
) -> None:
    trial = Asked(asked.version, set_, asked.given, asked.region)
    with path.open("rb") as file:
        report = check(file, trial)
    for place in range(len(READING), len(set_.controls)):
        control = set_.controls[place]
        count = counts[control.name, year]
        count.files += 1
        count.records += report.table.records
        if place in report.table.tallies:
            count.undecided += report.table.tallies[place].undecided
        hits = report.table.counts.get(place, 0)
        if not hits:
            continue
        count.hits += hits
        count.senders[asked.region] = count.senders.get(asked.region, 0) + hits
        vendor = vendors.get(asked.region, "")
        count.vendors[vendor] = count.vendors.get(vendor, 0) + hits
        for part in report.table.of(place):
            count.lines |= {(path.name, line) for line in part.lines.tolist()}
            if len(examples[control.name]) < most:
                examples[control.name] += _examples(f"{year}/{path.name}", part, most - len(examples[control.name]))


def _examples(file: str, hits: Hits, most: int) -> Iterator[Example]:
    journals = sentences.texts(hits.journal[:most])
    columns = [(shown.field, sentences.values(shown, Language.BOKMAL)) for shown in hits.shown]
    for at, line in enumerate(hits.lines[:most].tolist()):
        yield Example(file, line, journals[at], tuple((name, values[at]) for name, values in columns))


def _only(
    controls: tuple[Control, ...], years: tuple[int, ...], counts: Mapping[tuple[str, int], Count]
) -> Iterator[tuple[str, str, int]]:
    """With two controls: how many records each hits that the other does not."""
    if len(controls) != 2:
        return
    for one, other in (controls, controls[::-1]):
        alone = sum(len(counts[one.name, year].lines - counts[other.name, year].lines) for year in years)
        yield one.name, other.name, alone
