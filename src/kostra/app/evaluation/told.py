"""The evaluation for programs and files: JSON, and rows for a sheet. Rates are exact until here, and shown per thousand or in per cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from kostra.app.evaluation.controls import OfYear, Row
from kostra.app.evaluation.stating import Statement
from kostra.app.evaluation.vendors import OfYear as VendorsOfYear
from kostra.app.evaluation.vendors import Own
from kostra.app.pages.sheets import Cell
from kostra.app.pages.words import Words
from kostra.model.rounding import shown
from kostra.model.text import Language
from kostra.reporting.evaluation import Evaluated
from kostra.reporting.quality import WHOLE, OfForm, Revision
from kostra.reporting.vendors import OfVendor

TEXTS = Path(__file__).parent / "texts.toml"
COUNTED = ("deliveries", "records", "hits", "units", "corrected", "confirmed", "treated", "open", "asked", "answered")
"""Of a control, in the order of the columns."""


def percent(share: Fraction | None, decimals: int = 1) -> float | None:
    return None if share is None else float(shown(share * 100, decimals))


def per_thousand(share: Fraction | None, decimals: int = 2) -> float | None:
    return None if share is None else float(shown(share, decimals))


def controls_as_json(found: OfYear) -> dict[str, Any]:
    return {
        "form": found.form,
        "year": found.year,
        "whole": asdict(found.whole),
        "controls": [
            {"control": row.now.control, "severity": str(row.now.rule.severity), **_counts(row.now)}
            | {
                "before": None if row.before is None else _counts(row.before),
                "advice": None if row.advice is None else row.advice.value,
            }
            for row in found.rows
        ],
    }


def _counts(one: Evaluated) -> dict[str, Any]:
    return {name: getattr(one, name) for name in COUNTED} | {
        "hits_per_1000_records": per_thousand(None if one.hit_rate is None else one.hit_rate * 1000),
        "corrected_percent": percent(one.corrected_rate),
        "confirmed_percent": percent(one.confirmed_rate),
    }


def controls_heads(language: Language) -> list[str]:
    word = Words(TEXTS, language)
    names = ("control", "severity", *COUNTED, "hit_rate", "corrected_rate", "confirmed_rate", "hits_before", "advice")
    return [word(f"column_{name}") for name in names]


def controls_rows(rows: Iterable[Row], language: Language) -> list[list[Cell]]:
    word = Words(TEXTS, language)
    return [
        [
            row.now.control,
            word(f"severity_{row.now.rule.severity}"),
            *(getattr(row.now, name) for name in COUNTED),
            per_thousand(None if row.now.hit_rate is None else row.now.hit_rate * 1000),
            percent(row.now.corrected_rate),
            percent(row.now.confirmed_rate),
            None if row.before is None else row.before.hits,
            "" if row.advice is None else word(f"advice_{row.advice.value.replace('-', '_')}"),
        ]
        for row in rows
    ]


def controls_as_text(found: OfYear, language: Language) -> str:
    """For the command line: a line for each control that has found something, or that the numbers speak for changing."""
    word = Words(TEXTS, language)
    told = [
        word("whole", form=found.form, year=found.year, **asdict(found.whole)),
        *(
            "  ".join(
                (
                    f"{row.now.control:<8}",
                    f"{row.now.hits:>8}",
                    *(f"{getattr(row.now, name):>6}" for name in ("units", "corrected", "confirmed", "answered")),
                    "" if row.advice is None else word(f"advice_{row.advice.value.replace('-', '_')}"),
                )
            ).rstrip()
            for row in found.rows
            if row.now.hits or row.advice is not None
        ),
    ]
    heads = [word(f"column_{name}") for name in ("control", "hits", "units", "corrected", "confirmed", "answered")]
    told.insert(1, ", ".join(heads) + ":")
    return "\n".join(told) + "\n"


def vendors_as_json(form: str, every: Iterable[VendorsOfYear]) -> dict[str, Any]:
    return {
        "form": form,
        "years": [
            {"year": one.year, "vendors": [{"vendor": each.vendor or None} | _vendor(each) for each in one.vendors]}
            for one in every
        ],
    }


def own_as_json(form: str, every: Iterable[Own]) -> dict[str, Any]:
    """`told` is null where there are too few municipalities to tell."""
    return {
        "form": form,
        "years": [
            {
                "year": one.year,
                "told": None if one.told is None else _vendor(one.told) | {"left_out": one.told.left_out},
            }
            for one in every
        ],
    }


def _vendor(one: OfVendor) -> dict[str, Any]:
    return {
        "municipalities": one.units,
        "records": one.records,
        "findings": one.findings,
        "findings_per_1000_records": per_thousand(one.per_thousand(one.findings)),
        "errors": one.errors,
        "errors_per_1000_records": per_thousand(None if one.errors is None else one.per_thousand(one.errors)),
        "controls": [
            {
                "control": each.control,
                "findings": each.findings,
                "per_1000_records": per_thousand(one.per_thousand(each.findings)),
                "municipalities": each.units,
            }
            for each in one.controls
        ],
    }


def vendors_heads(language: Language) -> list[str]:
    word = Words(TEXTS, language)
    names = ("year", "vendor", "control", "units", "records", "findings", "per_thousand")
    return [word(f"column_{name}") for name in names]


def vendors_rows(every: Iterable[VendorsOfYear], language: Language) -> list[list[Cell]]:
    """A row for each control, and first one for all of them together."""
    word = Words(TEXTS, language)
    return [row for one in every for each in one.vendors for row in _vendor_rows(one.year, each, word)]


def _vendor_rows(year: int, one: OfVendor, word: Words) -> Iterator[list[Cell]]:
    name = one.vendor or word("by_person")
    whole = (word("all_controls"), one.units, one.findings)
    for control, units, count in (whole, *((each.control, each.units, each.findings) for each in one.controls)):
        yield [year, name, control, units, one.records, count, per_thousand(one.per_thousand(count))]


def vendors_as_text(form: str, every: Iterable[VendorsOfYear], language: Language) -> str:
    word = Words(TEXTS, language)
    told = []
    for one in every:
        told.append(word("vendors_of", form=form, year=one.year))
        for each in one.vendors:
            rates = [_decimal(each.per_thousand(count or 0)) for count in (each.findings, each.errors)]
            told.append(f"  {each.vendor or word('by_person'):<24}{each.units:>5}{each.records:>9}  {'  '.join(rates)}")
    return "\n".join(told or [word("vendors_none", form=form)]) + "\n"


def _decimal(value: Fraction | None) -> str:
    return "" if value is None else f"{shown(value, 2):>8}".replace(".", ",")


def statement_as_json(one: Statement) -> dict[str, Any]:
    """What the page of a statement tells, as numbers: shares are per cent, and days are counted in Oslo."""
    kept = one.kept
    return {
        "release": one.came.release.id,
        "kind": one.manifest.kind.value,
        "year": one.manifest.year,
        "synthetic": one.manifest.synthetic,
        "timeliness": {
            "published": one.opened.isoformat(),
            "days_after_the_year": one.days,
            "deadlines": [
                {"form": each.form, "deadline": each.deadline.isoformat(), "days": each.days} for each in one.since
            ],
        },
        "coverage": [
            {
                "form": each.form,
                "period": each.period,
                "expected": each.owed,
                "missing": len(each.units),
                "inhabitants_missing_percent": percent(Fraction(each.share, WHOLE), 2),
            }
            for each in one.absent
        ],
        "new_tables": [each.id for each in one.manifest.tables if each.is_new],
        "ended_tables": list(one.manifest.gone),
        "tables": [] if kept is None else [asdict(each) for each in kept.tables],
        "estimated_cells_percent": None if kept is None else percent(kept.estimated_share, 2),
        "revisions": [] if kept is None else [_revision(each) for each in kept.revisions],
        "forms": [_form(each) for each in one.forms],
    }


def _revision(one: Revision) -> dict[str, Any]:
    return {
        "table": one.table,
        "measure": one.measure,
        "compared": one.compared,
        "changed": one.changed,
        "mean_absolute": None if one.mean is None else float(shown(one.mean, one.decimals + 2)),
        "relative_percent": percent(one.relative, 2),
    }


def _form(one: OfForm) -> dict[str, Any]:
    return {
        "form": one.form,
        "records": one.records,
        "edited": one.edited,
        "edited_percent": percent(one.edited_share, 2),
        "compared_with": one.before,
        "changes": asdict(one.changes),
        "estimates": [
            {
                "variable": each.variable,
                "units": each.units,
                "share_percent": None if each.share is None else percent(Fraction(each.share, WHOLE), 2),
                "cv_percent": None if each.cv is None else percent(Fraction(each.cv, WHOLE), 2),
            }
            for each in one.estimates
        ],
        "burden": asdict(one.burden),
    }
