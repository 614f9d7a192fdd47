"""Forms and registers linked on persons: how many could be, what agrees, and the records that do not, by line and key and never by an id.

What has not come is no error of the one who looks: the page says what is lacking, and is otherwise empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import units
from kostra.app.reconciling import persons
from kostra.app.reconciling.mapped import mapping
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.text import Text
from kostra.reconciling.introduction import ENDED, NOT_ENDED, AgainstRegister
from kostra.reconciling.linking import Agreement, Coverage, Disagreement
from kostra.reconciling.population import Compared
from kostra.registers.catalogue import layout
from kostra.web.desk.paging import paged
from kostra.web.reconciling.asked import Asked, asked, page
from kostra.web.reconciling.figures import number, percent

_VIEWS = ("dekning", "stemmer", "ulike")
_COLUMNS = {"kjonn": "kjonn", "ektstat": "sivilstand"}
"""The register's columns with codes, by the fields they are held against."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What a field is called, and what its values are called in the form and in the register. Dates and counts have no names."""

    title: str
    form: Mapping[str, str]
    register: Mapping[str, str]


def population(request: Request) -> Response:
    one = asked(request)
    form, year = request.path_params["form"], one.year
    if form not in persons.PEOPLE:
        raise Missing(one.say("no_link", form=form[:20], forms=", ".join(persons.PEOPLE)))
    title = one.say("population_title", form=form, year=year)
    covered = mapping("folkeregisteret_sivilstand").covers(year)
    return _linked(one, form, title, lambda: persons.population(one.system, one.asker, form, year) if covered else None)


def introduction(request: Request) -> Response:
    one = asked(request)
    year, covered = one.year, mapping("nir_tiltak").covers(one.year)
    title = one.say("nir_title", year=year)
    return _linked(one, "11B", title, lambda: persons.introduction(one.system, one.asker, year) if covered else None)


def residence(request: Request) -> Response:
    one = asked(request)
    found, lacking = None, ""
    try:
        found = persons.residence(one.system, one.asker, one.year)
    except Refused as refused:
        lacking = refused.message
    shown = paged(request, found or ())
    rows = [
        {
            "name": units.name(each.region, one.year),
            "region": each.region,
            "kroner": number(each.kroner),
            "by_others": number(each.by_others),
            "share": percent(Fraction(each.by_others, each.kroner) if each.kroner else None),
            "others": ", ".join(units.name(f"{code}00", one.year) for code, _ in each.others),
        }
        for each in shown.rows
    ]
    context = {"lacking": lacking, "paged": shown, "rows": rows}
    return page(one, "residence", one.say("residence_title", year=one.year), context)


def _linked(one: Asked, form: str, title: str, link: Callable[[], Compared | AgainstRegister | None]) -> Response:
    view, problem = one.choice("vis", _VIEWS, _VIEWS[0])
    found, lacking = None, one.say("year_not_covered", year=one.year)
    try:
        found = link()
    except Refused as refused:
        lacking = refused.message
    context: dict[str, Any] = {
        "form": form,
        "view": view,
        "views": [(key, one.say(f"view_{key}")) for key in _VIEWS],
        "lacking": lacking if found is None else "",
        "paged": None,
        "whole": None,
    }
    if found is not None:
        context |= _view(one, form, found, view) | {"whole": _coverage(one, found.coverage[-1])}
    return page(one, "linked", title, context, problem=problem)


def _view(one: Asked, form: str, found: Compared | AgainstRegister, view: str) -> dict[str, Any]:
    named = {each.field: _named(one, form, each.field) for each in found.agreements}
    if view == "stemmer":
        return {"tables": [_agreement(one, named[each.field], each) for each in found.agreements]}
    if view == "ulike":
        differing = paged(one.request, found.differing)
        return {"paged": differing, "rows": [_differing(one, form, named[each.field], each) for each in differing.rows]}
    covered = paged(one.request, sorted(found.coverage[:-1], key=lambda each: (-each.without_id, each.unit)))
    only = found.only_in_register if isinstance(found, AgainstRegister) else ()
    return {
        "paged": covered,
        "rows": [_coverage(one, each) for each in covered.rows],
        "only": [(units.name(region, one.year), number(count)) for region, count in only],
    }


def _coverage(one: Asked, each: Coverage) -> dict[str, str]:
    return {
        "name": units.name(each.unit, one.year) if each.unit else "",
        "unit": each.unit,
        "records": number(each.records),
        "without": percent(each.without_id if each.records else None),
        "found": number(each.found),
        "share": percent(Fraction(each.found, each.with_id) if each.with_id else None),
    }


def _agreement(one: Asked, named: _Named, each: Agreement) -> dict[str, Any]:
    """Every date is another value, so dates are only counted."""
    return {
        "title": named.title,
        "counts": one.say(
            "agreement_counts",
            agreeing=number(each.agreeing),
            disagreeing=number(each.disagreeing),
            unmapped=number(each.unmapped),
            missing=number(each.one_missing),
        ),
        "cells": []
        if each.field == "start_dato"
        else [
            {
                "form": _value(named.form, cell.form),
                "register": _value(named.register, cell.register),
                "count": number(cell.count),
                "agrees": one.say("no_mapping" if cell.agrees is None else "agrees" if cell.agrees else "agrees_not"),
            }
            for cell in each.cells
        ],
    }


def _differing(one: Asked, form: str, named: _Named, each: Disagreement) -> dict[str, Any]:
    return {
        "name": units.name(each.unit, one.year),
        "line": each.line,
        "record": each.record,
        "here": f"{one.editing}/{form}/{one.year}/post/{each.unit}/{each.record}",
        "title": named.title,
        "form": _value(named.form, each.form),
        "register": _value(named.register, each.register),
    }


def _named(one: Asked, form: str, field: str) -> _Named:
    version = catalogue.form(form).version(one.year).field(field)
    title = one.say.of(version.label)
    if form == "11B":
        if field == "status":
            two = {NOT_ENDED: one.say("not_ended"), ENDED: one.say("ended")}
            return _Named(title, two, two)
        two = {"0": one.say("no"), "1": one.say("yes")} if field.startswith("tiltak_") else {}
        return _Named(title, two, two)
    codes: Mapping[str, Text] = {}
    if field in _COLUMNS and (known := layout("folkeregisteret").column(_COLUMNS[field]).codes) is not None:
        codes = known.at(one.year)
    return _Named(title, _words(one, version.codes), _words(one, codes))


def _words(one: Asked, codes: Mapping[str, Text]) -> dict[str, str]:
    return {value: f"{value} {one.say.of(text)}" for value, text in codes.items()}


def _value(names: Mapping[str, str], value: str) -> str:
    return names.get(value, value)
