"""Tables that have ended, as text, CSV and JSON: those that are not made here, and those that are made here for the years that they had."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from kostra.tables import catalogue


@dataclass(frozen=True, slots=True)
class Ended:
    """`title` is empty where no source tells it."""

    id: str
    years: str
    title: str
    because: str
    known: str
    instead: tuple[str, ...]
    made_here: bool


HEAD = ("tabell", "aar", "tittel", "hvorfor", "kjent", "i_stedet", "lages_her")


def ended() -> list[Ended]:
    found = [
        Ended(
            one.id,
            one.years,
            "" if one.title is None else one.title.nb,
            one.because.nb,
            one.known.nb,
            one.here or one.replaced_by,
            made_here=False,
        )
        for one in catalogue.discontinued()
    ]
    for table in catalogue.tables():
        if table.until is not None:
            broken = [
                f"{one.text.nb}" for other in catalogue.tables() if table.id in other.replaces for one in other.breaks
            ]
            years = f"{table.since}–{table.until}"
            found.append(
                Ended(table.id, years, table.title.nb, " ".join(broken), "", table.replaced_by, made_here=True)
            )
    return sorted(found, key=lambda one: (one.id, one.years))


def as_text(found: Sequence[Ended]) -> str:
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.id}  {one.years}  {one.title or 'Tittelen er ikke kjent'}")
        told = [one.because, one.known if one.title else ""]
        told.append(f"Bruk tabell {' eller '.join(one.instead)}." if one.instead else "")
        told.append("Lages her for de årene den hadde." if one.made_here else "")
        lines.append(f"    {' '.join(text for text in told if text)}")
    return "\n".join(lines) + "\n"


def as_csv(found: Sequence[Ended]) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\n")
    sheet.writerow(HEAD)
    for one in found:
        made = "ja" if one.made_here else "nei"
        sheet.writerow([one.id, one.years, one.title, one.because, one.known, " ".join(one.instead), made])
    return out.getvalue()


def as_json(found: Sequence[Ended]) -> str:
    told = [
        {
            "id": one.id,
            "years": one.years,
            "title": one.title or None,
            "because": one.because,
            "known": one.known,
            "instead": list(one.instead),
            "made_here": one.made_here,
        }
        for one in found
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
