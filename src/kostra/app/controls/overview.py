"""How a year of files came through the controls: the most frequent ones, by vendor and by municipality.

Made from a folder of a year as the synthetic nation writes it. What is kept is counts: no line and no value of any record.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kostra.app.controls.one import How, check_one
from kostra.app.controls.recognise import Said
from kostra.app.controls.several import Checked, Progress, Summary
from kostra.model.finding import Severity
from kostra.model.period import Period

FORMS = ("11F", "11CF", "11M", "7", "7B", "12", "0A", "0M")
FILE = "controls.json"


@dataclass(frozen=True, slots=True)
class Frequent:
    """One control: how many findings, in how many files, and how they are divided on vendors."""

    form: str
    control: str
    severity: str
    findings: int
    files: int
    vendors: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sender:
    """One municipality or district: how many of its files stopped, and its findings that block."""

    region: str
    vendor: str
    files: int
    stopped: int
    findings: int


@dataclass(frozen=True, slots=True)
class Overview:
    year: int
    files: int
    records: int
    severities: dict[str, int]
    controls: tuple[Frequent, ...]
    senders: tuple[Sender, ...]


def make(folder: Path, progress: Progress) -> Overview:
    """Check every file of a year's folder."""
    counts, summary = _Counts(_vendors(folder)), Summary()
    files = list(_files(folder))
    for number, (path, said) in enumerate(files, start=1):
        progress(number, len(files), str(path))
        with path.open("rb") as content:
            checked = Checked(str(path), check_one(content, said, How(keep=0)))
        summary.add(checked)
        counts.add(checked)
    return Overview(
        year=int(folder.name),
        files=summary.files,
        records=summary.records,
        severities={str(severity): count for severity, count in sorted(summary.severities.items())},
        controls=tuple(counts.frequent(summary)),
        senders=tuple(counts.by_sender()),
    )


def present(folder: Path, progress: Progress) -> Overview:
    """The overview of a folder, made now unless it is there and newer than the folder's manifest."""
    kept = folder.parent.parent / "checked" / f"{folder.name}.json"
    if kept.exists() and kept.stat().st_mtime >= (folder / "manifest.json").stat().st_mtime:
        return read(kept)
    made = make(folder, progress)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return made


def read(path: Path) -> Overview:
    kept = json.loads(path.read_text(encoding="utf-8"))
    controls = tuple(Frequent(**one) for one in kept.pop("controls"))
    senders = tuple(Sender(**one) for one in kept.pop("senders"))
    return Overview(controls=controls, senders=senders, **kept)


def _files(folder: Path) -> Iterator[tuple[Path, Said]]:
    """In a fixed order, form by form, with what the folders say of each: the form, the period and who sent it.

    A file of one blank is a nil return, and has nothing to control.
    """
    year = Period(int(folder.name))
    for form in FORMS:
        for path in sorted((folder / form).rglob("*")):
            if path.is_file() and path.suffix in (".dat", ".json") and path.stat().st_size > 8:
                period = year if path.parent.name == form else Period.read(path.parent.name)
                yield path, Said(form, period, path.stem)


def _vendors(folder: Path) -> dict[str, str]:
    with (folder / "vendors.csv").open(encoding="utf-8", newline="") as rows:
        return {row["unit"]: row["vendor"] for row in csv.DictReader(rows)}


class _Counts:
    def __init__(self, vendors: dict[str, str]) -> None:
        self.vendor_of = vendors
        self.vendors: dict[tuple[str, str], Counter[str]] = {}
        self.severity: dict[tuple[str, str], Severity] = {}
        self.files: Counter[str] = Counter()
        self.stopped: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()

    def add(self, checked: Checked) -> None:
        report = checked.report
        if report is None:
            return
        region = Path(checked.file).stem
        self.files[region] += 1
        self.stopped[region] += report.severity.blocks
        for place, count in report.table.counts.items():
            severity = report.severity_of(place)
            key = (report.asked.version.form.id, report.control(place).id)
            self.severity[key] = max(severity, self.severity.get(key, Severity.OK))
            self.vendors.setdefault(key, Counter())[self.vendor_of.get(region, "")] += count
            if severity.blocks:
                self.findings[region] += count

    def frequent(self, summary: Summary) -> Iterator[Frequent]:
        for (form, id), findings, files in summary.most_frequent(len(summary.counts)):
            by_vendor = dict(sorted(self.vendors[form, id].items()))
            yield Frequent(form, id, str(self.severity[form, id]), findings, files, by_vendor)

    def by_sender(self) -> Iterator[Sender]:
        """Those with most findings first."""
        for region in sorted(self.files, key=lambda one: (-self.findings[one], one)):
            vendor = self.vendor_of.get(region, "")
            yield Sender(region, vendor, self.files[region], self.stopped[region], self.findings[region])
