"""Findings and errors for each thousand records by case system, over the years and by control; the same as a file."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.evaluation import told, vendors
from kostra.app.evaluation.vendors import OfYear
from kostra.reporting.vendors import OfVendor
from kostra.web.evaluation.asked import Asked, asked, chosen, page
from kostra.web.exports import rows_file

_MOST = 40
"""Controls on the page; all of them are in the files."""


def all_vendors(request: Request) -> Response:
    one = asked(request)
    of = chosen(one)
    every = vendors.every(one.system, one.asker, of.form) if of.form else ()
    year, second = of.year(one)
    shown = next((each for each in every if each.year == year), next(iter(every), None))
    context = {
        "forms": [(form, form) for form in of.forms],
        "form": of.form,
        "years": [(str(each.year), str(each.year)) for each in every],
        "year": "" if shown is None else str(shown.year),
        "over_years": [_row(one, each.year, vendor) for each in every for vendor in each.vendors],
        "by_control": None if shown is None else _by_control(one, of.form, shown),
        "query": f"?skjema={of.form}",
    }
    return page(one, "vendors", one.say("vendors_title"), context, problem=of.problem or second)


def export(request: Request) -> Response:
    """Every year and control."""
    one = asked(request)
    of = chosen(one)
    every = vendors.every(one.system, one.asker, of.form) if of.form else ()
    rows = told.vendors_rows(every, one.language)
    return rows_file(request, told.vendors_heads(one.language), rows, f"leverandorer-{of.form or 'ingen'}")


def _row(one: Asked, year: int, each: OfVendor) -> dict[str, str]:
    return {
        "year": str(year),
        "vendor": each.vendor or one.say("by_person"),
        "units": one.say.number(each.units),
        "records": one.say.number(each.records),
        "findings": one.say.number(each.per_thousand(each.findings), 2),
        "errors": one.say.number(each.per_thousand(each.errors or 0), 2),
    }


def _by_control(one: Asked, form: str, of: OfYear) -> dict[str, Any]:
    """The most frequent first, each for a thousand records of each system."""
    counted: dict[str, int] = {}
    for vendor in of.vendors:
        for each in vendor.controls:
            counted[each.control] = counted.get(each.control, 0) + each.findings
    order = sorted(counted, key=lambda control: (-counted[control], control))
    return {
        "vendors": [vendor.vendor or one.say("by_person") for vendor in of.vendors],
        "rows": [
            {
                "control": control,
                "here": f"{one.top}/{form}/{control}",
                "rates": [one.say.number(vendor.per_thousand(vendor.of(control)), 2) for vendor in of.vendors],
            }
            for control in order[:_MOST]
        ],
        "left_out": max(0, len(order) - _MOST),
    }
