"""The figures of the series as files: what is public, the scorecard, and the revision. CSV for a spreadsheet, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kostra.app.pages.sheets import Cell, as_csv
from kostra.app.people import units
from kostra.app.series.figures import ALL, Region
from kostra.app.series.protecting import Values
from kostra.app.series.revising import Revision
from kostra.app.series.showing import Public, Scorecard
from kostra.model.cube import Mark
from kostra.model.text import Text
from kostra.regions import find
from kostra.statistics.indicators import HOUSING, HOUSING_PERSONS_TITLE, HOUSING_TITLE, TITLES, Indicator
from kostra.statistics.words import region as words_of
from kostra.statistics.writing import in_languages

_WHOLE = 10_000
TAKING_PART = Text("Alle som er med", "Alle som er med", "All who take part")


def name(code: str, year: int) -> Text:
    return TAKING_PART if code == ALL else words_of(code, find(code, year).name)


def public(one: Public, producer: str | None) -> dict[str, Any]:
    return {
        "period": str(one.period),
        "synthetic": producer is None,
        "disclosure_controlled": True,
        "public_from": _moment(one),
        "sha256": one.made.sha256,
        "inhabitants": one.people / _WHOLE,
        "late": one.late,
        "regions": [_region(each, one) for each in one.regions],
    }


def _moment(one: Public | Scorecard) -> str:
    at = one.made.public_from
    assert at is not None  # It is public.
    return at.isoformat(timespec="milliseconds")


def _region(one: Region, public: Public) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": in_languages(name(one.code, public.period.year)),
        "reported": one.reported,
        "expected": one.expected,
        "indicators": [
            {
                "id": id.value,
                "reported": figure.reported,
                "estimated": figure.estimated,
                "index": None if figure.index is None else float(figure.index),
                "growth_in_a_year": None if figure.year is None else float(figure.year),
                "shown_before": (one.code, id) in public.withdrawn,
            }
            for id, figure in one.figures.items()
        ],
        "temporary_housing": None if one.housing is None else asdict(one.housing),
    }


_HEAD = ("periode", "syntetisk", "region", "navn", "rapportert", "forventet", "indikator", "tittel")


def public_csv(every: Sequence[Public], producer: str | None) -> str:
    """A row for each period, region and indicator; those of temporary housing last."""
    rows: list[list[Cell]] = [
        [
            str(one.period),
            _synthetic(producer),
            each.code,
            name(each.code, one.period.year).nb,
            each.reported,
            each.expected,
            id.value,
            TITLES[id].nb,
            _or_hidden(figure.reported),
            figure.estimated,
            None if figure.index is None else float(figure.index),
            None if figure.year is None else float(figure.year),
        ]
        for one in every
        for each in one.regions
        for id, figure in each.figures.items()
    ]
    rows += [row for one in every for each in one.regions for row in _housing(each, one, producer)]
    return as_csv((*_HEAD, "levert", "beregnet", "indeks", "endring_aaret_foer"), rows)


def _housing(each: Region, one: Public, producer: str | None) -> Iterator[list[Cell]]:
    """Two rows, where it has been answered. What is reported is by those who have answered it; nothing is estimated."""
    if each.housing is None:
        return
    about: list[Cell] = [str(one.period), _synthetic(producer), each.code, name(each.code, one.period.year).nb]
    told = each.housing
    for id, title, figure in (
        (HOUSING, HOUSING_TITLE, told.kroner),
        (f"{HOUSING}_personer", HOUSING_PERSONS_TITLE, told.persons),
    ):
        yield [*about, told.reported, each.expected, id, title.nb, _or_hidden(figure), None, None, None]


def scorecard(one: Scorecard, producer: str | None) -> dict[str, Any]:
    """As the scorecard takes it in: one object for each unit, a figure under each indicator's own name, null where it is hidden."""
    return {
        "period": str(one.made.period),
        "synthetic": producer is None,
        "disclosure_controlled": True,
        "public_from": _moment(one),
        "sha256": one.made.sha256,
        "units": [
            {"region": unit, "name": units.name(unit, one.made.period.year)}
            | {id.value: values[id] for id in Indicator}
            for unit, values in one.units.items()
        ],
    }


def scorecard_csv(one: Scorecard, producer: str | None) -> str:
    year = one.made.period.year
    rows: list[list[Cell]] = [
        [str(one.made.period), _synthetic(producer), unit, units.name(unit, year), *_cells(values)]
        for unit, values in one.units.items()
    ]
    return as_csv(("periode", "syntetisk", "enhet", "navn", *(id.value for id in Indicator)), rows)


def _cells(values: Values) -> list[Cell]:
    return [_or_hidden(values[id]) for id in Indicator]


def revision_csv(one: Revision, producer: str | None) -> str:
    rows: list[list[Cell]] = []
    for each in one.units:
        told = asdict(each) | {"missing": " ".join(map(str, each.missing))}
        rows.append(
            [one.year, _synthetic(producer), each.unit, units.name(each.unit, one.year), *list(told.values())[1:]]
        )
    heads = ("maaneder", "aar", "mangler", "manglende_maaneder", "ikke_i_maanedene", "ikke_i_aaret", "endret", "rettet")
    return as_csv(
        ("aarstall", "syntetisk", "enhet", "navn", *heads, "personer_maaneder", "personer_aar"),
        rows,
    )


def as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _or_hidden(value: int | None) -> Cell:
    return Mark.CONFIDENTIAL.value if value is None else value


def _synthetic(producer: str | None) -> str:
    return "ja" if producer is None else "nei"
