"""The indicators of some regions as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from kostra.app.pages.numbers import written
from kostra.app.statistics.indicators import held_against
from kostra.followup.calendar import MONTHS
from kostra.model.cube import Mark
from kostra.model.period import Period, Span
from kostra.model.rounding import shown
from kostra.statistics.indicators import TITLES, Covered, Growth, Indicator, Scores
from kostra.statistics.words import SYNTHETIC_NOTE
from kostra.statistics.writing import in_languages

_TITLE = "De seks indikatorene i målekortet"
_BESIDE = ("endring", "fra", "enheter")
HEAD = (
    *(
        "periode",
        "syntetisk",
        "region",
        "navn",
        "indikator",
        "verdi",
        "tegn",
        "rapportert",
        "forventet",
        "andel_innbyggere",
    ),
    *(f"{told}_{against}" for against in ("forrige", "aaret_foer") for told in _BESIDE),
)


def named(period: Period) -> str:
    """mai 2026, 2. kvartal 2026"""
    if period.span is Span.MONTH:
        return f"{MONTHS[period.number - 1]} {period.year}"
    return f"{period.number}. kvartal {period.year}"


def as_text(period: Period, found: Sequence[Scores], producer: str | None = None) -> str:
    before, year_before = (named(one) for one in held_against(period))
    lines = [
        f"{'' if producer else 'Syntetiske tall: '}{_TITLE}, {named(period)}",
        f"Endring fra {before} og fra {year_before}, for de samme enhetene i begge. Små tall er ikke skjult: ikke for publisering.",
        "",
    ]
    for one in found:
        lines += [*_region(one, (before, year_before)), ""]
    if producer is None:
        lines.append(f"Merk: {SYNTHETIC_NOTE.nb}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _region(one: Scores, against: Sequence[str]) -> Iterator[str]:
    yield f"{one.region} {one.name.nb}"
    yield f"  {_covered(one.covered)}"
    head = ("", "i perioden", *(f"fra {period}" for period in against))
    rows = [head, *(_row(one, id) for id in Indicator)]
    wide = [max(len(row[place]) for row in rows) for place in range(len(head))]
    for label, *figures in rows:
        cells = (figure.rjust(width) for figure, width in zip(figures, wide[1:], strict=True))
        yield f"  {label.ljust(wide[0])}  {'  '.join(cells)}"
    few = [(each.units, period) for each, period in zip(one.growth[Indicator.RECIPIENTS], against, strict=True) if each]
    for units, period in few:
        if units < one.covered.reported:
            yield f"  Endringen fra {period} gjelder {units} av {one.covered.reported} enheter."


def _covered(one: Covered) -> str:
    told = f"{one.reported} av {one.expected} enheter har rapportert"
    if one.inhabitants is not None:
        told += f", med {written(float(shown(100 * one.inhabitants, 1)), 1)} prosent av innbyggerne"
    if one.cases is not None:
        part = "" if one.yearly == one.expected else f" (i de {one.yearly} enhetene som har levert skjema 11F)"
        told += f" og {written(float(shown(100 * one.cases, 1)), 1)} prosent av sakene i {one.year}{part}"
    return f"{told}."


def _row(one: Scores, id: Indicator) -> tuple[str, ...]:
    value = one.values[id]
    figure = Mark.MISSING.value if value is None else Mark.NIL.value if value == 0 else written(value)
    return (TITLES[id].nb, figure, *(_change(each) for each in one.growth[id]))


def _change(one: Growth | None) -> str:
    if one is None:
        return Mark.MISSING.value
    if one.share is None:
        return Mark.NOT_POSSIBLE.value
    percent = shown(100 * one.share, 1)
    return f"{'+' if percent > 0 else ''}{written(float(percent), 1)} %"


def as_csv(period: Period, found: Sequence[Scores], producer: str | None = None) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\n")
    sheet.writerow(HEAD)
    for one in found:
        cover = one.covered
        for id in Indicator:
            value = one.values[id]
            synthetic = "ja" if producer is None else "nei"
            first = (str(period), synthetic, one.region, one.name.nb, id.value, "" if value is None else value)
            mark = Mark.MISSING.value if value is None else ""
            growth = [cell for each in one.growth[id] for cell in _cells(each)]
            sheet.writerow(
                [*first, mark, cover.reported, cover.expected, _percent(cover.inhabitants).replace(".", ","), *growth]
            )
    return out.getvalue()


def _cells(one: Growth | None) -> tuple[str, str, str]:
    if one is None:
        return "", "", ""
    return _percent(one.share).replace(".", ","), str(one.against), str(one.units)


def _percent(share: Fraction | None) -> str:
    return "" if share is None else str(shown(100 * share, 1))


def as_json(period: Period, found: Sequence[Scores], producer: str | None = None) -> str:
    told = {
        "period": str(period),
        "synthetic": producer is None,
        "disclosure_controlled": False,
        "regions": [_told(one) for one in found],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _told(one: Scores) -> dict[str, object]:
    cover = one.covered
    return {
        "region": one.region,
        "name": one.name.nb,
        "reported": cover.reported,
        "expected": cover.expected,
        "inhabitants": _number(cover.inhabitants),
        "cases": {"year": cover.year, "units": cover.yearly, "share": _number(cover.cases)},
        "indicators": [
            {
                "id": id.value,
                "title": in_languages(TITLES[id]),
                "value": one.values[id],
                "growth": [
                    None
                    if each is None
                    else {
                        "against": str(each.against),
                        "units": each.units,
                        "now": each.now,
                        "then": each.then,
                        "share": _number(each.share),
                    }
                    for each in one.growth[id]
                ],
            }
            for id in Indicator
        ],
    }


def _number(share: Fraction | None) -> float | None:
    """Of the whole, so 1 is everything."""
    return None if share is None else float(shown(share, 4))
