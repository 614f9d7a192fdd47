"""The figures of one period as they are kept: everything they rest on, in one record that never changes. What is hidden is in it, so the
record itself goes nowhere; what may be shown is taken out of it by `shown`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from kostra.app.series.protecting import Out, Signs, Values
from kostra.model.period import Period
from kostra.model.protection import AuditVerdict
from kostra.statistics.indicators import Indicator
from kostra.statistics.series.counting import Housing, OfUnit

_KEPT = 32
ALL = "EAK"
"""All who take part, under the code of the country."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Of a region and an indicator. `reported` is None where it is hidden. `estimated` is what those who are expected have in all, with the
    late ones; `index` is that of the same reporters, and `year` their growth in a year, both written with one decimal. None where there is
    none to tell.
    """

    reported: int | None
    estimated: int | None
    index: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True)
class OfHousing:
    """Temporary housing in the `reported` units that have answered it; None where a figure is hidden."""

    reported: int
    persons: int | None
    kroner: int | None


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is `ALL` or a KOSTRA group. `housing` is None where no unit has answered it."""

    code: str
    reported: int
    expected: int
    figures: Mapping[Indicator, Figure]
    housing: OfHousing | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """`late` are the units that are expected and are not in it. `people` is the share of the country's inhabitants among those who have
    reported, in ten-thousandths."""

    period: Period
    units: Mapping[str, OfUnit]
    late: tuple[str, ...]
    people: int
    regions: tuple[Region, ...]
    shown: Mapping[str, Values]
    signs: Mapping[str, Signs]
    verdict: AuditVerdict

    @property
    def out(self) -> Out:
        return Out(self.units, self.signs)

    @property
    def whole(self) -> Region:
        return self.regions[0]


def written(one: Record) -> str:
    told = {
        "period": str(one.period),
        "units": {
            code: {"counts": [of.counts[id] for id in Indicator], "largest": list(of.largest)} | _housing(of.housing)
            for code, of in one.units.items()
        },
        "late": list(one.late),
        "people": one.people,
        "regions": [
            {
                "code": each.code,
                "reported": each.reported,
                "expected": each.expected,
                "figures": {id.value: asdict(each.figures[id]) for id in Indicator},
            }
            | _housing(each.housing)
            for each in one.regions
        ],
        "shown": {code: [values[id] for id in Indicator] for code, values in one.shown.items()},
        "signs": {code: dict(signs) for code, signs in one.signs.items()},
        "verdict": asdict(one.verdict),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _housing(one: Housing | OfHousing | None) -> dict[str, Any]:
    """Nothing where there is none, as in the records of the years before it was asked."""
    return {} if one is None else {"housing": asdict(one)}


def digest(record: str) -> str:
    return sha256(record.encode()).hexdigest()


@lru_cache(_KEPT)
def read(record: str) -> Record:
    """The newest ones are asked for by every page that shows them."""
    told: dict[str, Any] = json.loads(record)
    return Record(
        Period.read(told["period"]),
        {
            code: OfUnit(_by_indicator(of["counts"]), tuple(of["largest"]), _of_unit(of.get("housing")))
            for code, of in told["units"].items()
        },
        tuple(told["late"]),
        told["people"],
        tuple(
            Region(
                each["code"],
                each["reported"],
                each["expected"],
                {id: Figure(**each["figures"][id.value]) for id in Indicator},
                OfHousing(**each["housing"]) if "housing" in each else None,
            )
            for each in told["regions"]
        ),
        {code: _by_indicator(values) for code, values in told["shown"].items()},
        told["signs"],
        AuditVerdict(**told["verdict"]),
    )


def _of_unit(told: dict[str, Any] | None) -> Housing | None:
    return None if told is None else Housing(told["persons"], told["kroner"], tuple(told["largest"]))


def _by_indicator(values: list[Any]) -> dict[Indicator, Any]:
    return dict(zip(Indicator, values, strict=True))
