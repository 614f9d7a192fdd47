"""Regions as text, CSV and JSON. The words are bokmål; the keys of the JSON are English and stable."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from kostra.app.regions.describe import Description
from kostra.app.regions.history import Happening
from kostra.model.region import ChangeKind, Region, RegionKind
from kostra.regions import load

KINDS = {
    "kommune": RegionKind.MUNICIPALITY,
    "bydel": RegionKind.DISTRICT,
    "fylke": RegionKind.COUNTY,
    "kostragruppe": RegionKind.KOSTRA_GROUP,
    "storrelse": RegionKind.SIZE_CLASS,
    "enhet": RegionKind.REPORTING_UNIT,
}

_CALLED = {
    RegionKind.MUNICIPALITY: "kommune",
    RegionKind.DISTRICT: "bydel",
    RegionKind.ALL_DISTRICTS: "bydeler samlet",
    RegionKind.COUNTY: "fylke",
    RegionKind.KOSTRA_GROUP: "KOSTRA-gruppe",
    RegionKind.SIZE_CLASS: "størrelsesgruppe",
    RegionKind.COUNTRY: "landet",
    RegionKind.COUNTRY_WITHOUT_OSLO: "landet uten Oslo",
    RegionKind.REPORTING_UNIT: "rapporterende enhet",
}

_HAPPENED = {
    ChangeKind.RENUMBER: "nytt nummer",
    ChangeKind.MERGE: "slått sammen",
    ChangeKind.SPLIT: "delt",
    ChangeKind.NAME: "nytt navn",
}

_UNKNOWN = "ikke kjent"


def region_data(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "kind": region.kind.value,
        "since": region.since,
        "until": region.until,
        "within": region.within,
        "reports": region.reports,
    }


def list_text(listed: Sequence[Region]) -> str:
    return "".join(f"{one.code:<6}  {one.name}{'' if one.reports else '  (rapporterer ikke)'}\n" for one in listed)


def list_csv(listed: Sequence[Region]) -> str:
    return _csv(
        ("code", "name", "since", "until", "within", "reports"),
        (
            (one.code, one.name, one.since, one.until or "", one.within or "", "yes" if one.reports else "no")
            for one in listed
        ),
    )


def list_json(listed: Sequence[Region], year: int, kind: RegionKind) -> str:
    return _json({"year": year, "kind": kind.value, "regions": [region_data(one) for one in listed]})


def description_text(described: Description) -> str:
    region, year, belonging = described.region, described.year, described.belonging
    lines = [f"{region} ({_CALLED[region.kind]}) i {year}", f"Gyldig: {_validity(region)}"]
    if belonging is not None:
        if region.kind is not RegionKind.MUNICIPALITY:
            lines.append(f"Kommune: {belonging.municipality}")
        size = "størrelsesgruppe"
        lines += [
            f"Fylke: {belonging.county}",
            f"KOSTRA-gruppe: {belonging.kostra_group or _UNKNOWN}",
            f"{size.capitalize()}: {belonging.size_class or _UNKNOWN}",
        ]
        if not region.reports:
            lines.append("Rapporterer ikke selv.")
    if described.members:
        lines.append(f"Omfatter {len(described.members)}: {', '.join(str(one) for one in described.members)}")
    lines.append(f"Folketall 1. januar {year}: {_population(described)}")
    if described.history:
        lines += ["Endringer:", *(f"  {one.year}  {_happening(one)}" for one in described.history)]
    return "\n".join(lines) + "\n"


def _validity(region: Region) -> str:
    first = load().first
    began = f"{region.since} eller før" if region.since == first else f"fra {region.since}"
    if region.until is None:
        return f"{began}, og fortsatt"
    return f"{began}, til og med {region.until}"


def _population(described: Description) -> str:
    if described.population is None:
        return _UNKNOWN
    persons = f"{described.population.persons:,}".replace(",", " ")
    if described.population.rounded:
        return f"{persons} (noen få personer usikkert: {', '.join(described.population.rounded)})"
    return persons


def description_json(described: Description) -> str:
    belonging, population = described.belonging, described.population
    data: dict[str, Any] = {"year": described.year, **region_data(described.region)}
    if belonging is not None:
        data |= {
            "municipality": belonging.municipality.code,
            "county": belonging.county.code,
            "kostra_group": belonging.kostra_group and belonging.kostra_group.code,
            "size_class": belonging.size_class and belonging.size_class.code,
        }
    data |= {
        "members": [one.code for one in described.members],
        "population": population and population.persons,
        "population_rounded": list(population.rounded) if population else [],
        "changes": [_happening_data(one) for one in described.history],
    }
    return _json(data)


def _happening(one: Happening) -> str:
    before = " + ".join(f"{old}{' (en del)' if old.code in one.parts else ''}" for old in one.before)
    return f"{_HAPPENED[one.kind]}: {before} → {' + '.join(str(new) for new in one.after)}"


def _happening_data(one: Happening) -> dict[str, Any]:
    return {
        "year": one.year,
        "kind": one.kind.value,
        "before": [{"code": old.code, "name": old.name, "part": old.code in one.parts} for old in one.before],
        "after": [{"code": new.code, "name": new.name} for new in one.after],
    }


def changes_text(happened: Sequence[Happening]) -> str:
    if not happened:
        return "Ingen endringer.\n"
    return "".join(f"{one.year}  {_happening(one)}\n" for one in happened)


def changes_csv(happened: Sequence[Happening]) -> str:
    return _csv(
        ("year", "kind", "before", "after", "parts"),
        (
            (
                one.year,
                one.kind.value,
                "+".join(old.code for old in one.before),
                "+".join(new.code for new in one.after),
                "+".join(one.parts),
            )
            for one in happened
        ),
    )


def changes_json(happened: Sequence[Happening]) -> str:
    return _json([_happening_data(one) for one in happened])


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
