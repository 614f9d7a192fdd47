"""What is told about a folder of synthetic data: how it was made, and what is in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kostra import __version__
from kostra.synth.arrays import NationYear
from kostra.synth.dials import Dials
from kostra.synth.parts import Delivery, Planted
from kostra.synth.records.vendors import VENDORS

TITLE = "Syntetiske tall"
ABOUT = (
    "Alt i denne mappen er laget av et program. Ingen av personene finnes: hvert fødselsnummer og D-nummer har 80 lagt til måneden. "
    "Tallene sier ikke noe om noen virkelig kommune."
)
ABOUT_NN = (
    "Alt i denne mappa er laga av eit program. Ingen av personane finst: kvart fødselsnummer og D-nummer har 80 lagt til månaden. "
    "Tala seier ikkje noko om nokon verkeleg kommune."
)


@dataclass(frozen=True, slots=True)
class Entry:
    sha256: str
    bytes: int
    records: int


def manifest(nation: NationYear, files: Mapping[str, Entry]) -> bytes:
    """`manifest.json`. Nothing in it depends on when or where it was made."""
    counts = {
        "units": len(nation.units),
        "persons_known": len(nation.persons),
        "recipients": len(set(nation.recipients.person.tolist())),
        "cases": len(nation.recipients),
        "participants": len(nation.participants),
        "files": len(files),
    }
    return _told({**made_by(nation.year, nation.seed, nation.size, nation.dials), "counts": counts}, files)


def of_history(seed: int, files: Mapping[str, Entry]) -> bytes:
    """The manifest of the years before people."""
    return _told({"seed": seed, "version": __version__}, files)


def made_by(year: int, seed: int, size: float, dials: Dials) -> dict[str, object]:
    """What decides every byte of a year. Two folders that agree on this are the same."""
    return {"year": year, "seed": seed, "size": size, "version": __version__, "dials": dials.record()}


def is_made_by(path: Path, made: Mapping[str, object]) -> bool:
    """Whether a manifest is there and says so."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and all(told.get(key) == value for key, value in made.items())


def _told(more: Mapping[str, object], files: Mapping[str, Entry]) -> bytes:
    told = {
        "title": TITLE,
        "about": ABOUT,
        "about_nn": ABOUT_NN,
        "synthetic": True,
        **more,
        "files": {path: asdict(files[path]) for path in sorted(files)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def vendors(nation: NationYear) -> bytes:
    """`vendors.csv`: which case system each unit uses. The files do not say it."""
    rows = zip(nation.units.code.tolist(), nation.units.vendor.tolist(), strict=True)
    return _csv(
        ("unit", "vendor", "encoding"), [(unit, VENDORS[row].name, VENDORS[row].encoding) for unit, row in rows]
    )


def deliveries(found: Iterable[Delivery]) -> bytes:
    """`deliveries.csv`: what every unit owed, and when it came."""
    ordered = sorted(found, key=lambda one: (one.form, one.period, one.unit))
    return _csv(tuple(f.name for f in fields(Delivery)), [tuple(asdict(one).values()) for one in ordered])


def mistakes(found: Iterable[Planted]) -> bytes:
    """`mistakes.csv`: what was put in, and which control should find it."""
    ordered = sorted(found, key=lambda one: (one.form, one.unit, one.line, one.kind))
    return _csv(tuple(f.name for f in fields(Planted)), [tuple(asdict(one).values()) for one in ordered])


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
