"""JSON-stat 2.0, as servers of the table bank write it and their clients read it.

Values stand dense in `value`; what has none is null, with its sign in `status`. A value that is provisional or estimated stands there with
its sign. Notes of single cells, which the format has no place for, stand in `extension` for programs and in `note` for people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kostra.model.text import Language
from kostra.publication import codelists, labels, notes
from kostra.publication.figures import statuses, written
from kostra.publication.moments import utc
from kostra.publication.selecting import Selection
from kostra.publication.table import CONTENTS, REGION, TIME, Axis, Note, Table
from kostra.publication.words import CODES, said

_ROLES = {TIME: "time", REGION: "geo", CONTENTS: "metric"}


def write(selection: Selection, language: Language, base: str = "") -> bytes:
    """`base` is the address of the API, which links begin with."""
    return _with_cells(_told(selection, language, base, signed=True), selection)


def older(selection: Selection, language: Language, base: str = "") -> bytes:
    """Version 1 of it: all inside `dataset`, and inside `dimension` what there is of them."""
    told = _told(selection, language, base, signed=True)
    told["dimension"] |= {name: told.pop(name) for name in ("id", "size", "role")}
    del told["version"], told["class"]
    return b'{"dataset":%s}' % _with_cells(told, selection)


def _with_cells(told: Mapping[str, Any], selection: Selection) -> bytes:
    head = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    status = statuses(selection.marks)
    behind = b',"status":{' + status + b"}}" if status else b"}"
    return b'%s,"value":[%s]%s' % (head[:-1].encode(), written(selection)[:-1], behind)


def metadata(selection: Selection, language: Language, base: str = "") -> bytes:
    """The same without cells: what there is to choose among."""
    told = _told(selection, language, base, signed=False) | {"value": []}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(selection: Selection, language: Language, base: str, *, signed: bool) -> dict[str, Any]:
    table = selection.table
    told = notes.of(selection)
    lines = [said(note.text, language) for note in told.table]
    lines += [f"{about}: {text}" for about, text in notes.described(told.of_cells, selection, language)]
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": labels.title(table, language),
        "source": table.source,
        "updated": utc(table.updated),
    }
    if base:
        found["link"] = {"self": [{"type": "application/json", "href": f"{base}/tables/{table.id}/metadata"}]}
    if lines:
        found["note"] = lines
    found["role"] = {_ROLES[axis.code]: [axis.code] for axis in selection.axes if axis.code in _ROLES}
    found["id"] = [axis.code for axis in selection.axes]
    found["size"] = list(selection.shape)
    found["dimension"] = {axis.code: _dimension(table, axis, told, language, base) for axis in selection.axes}
    found["extension"] = _extension(selection, told, language)
    if signed:
        found["extension"]["signs"] = {mark.value: said(text, language) for mark, text in notes.signs(selection)}
    return found


def _dimension(table: Table, axis: Axis, told: notes.Told, language: Language, base: str) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": {code: at for at, code in enumerate(axis.codes)},
        "label": dict(zip(axis.codes, labels.titles(axis, language), strict=True)),
    }
    whole = table.axes[table.by_code[axis.code.casefold()]]
    extension: dict[str, Any] = {"elimination": whole.total is not None}
    if whole.total is not None:
        extension["eliminationValueCode"] = whole.total
    extension["show"] = "value"
    if axis.code == CONTENTS:
        category["unit"] = {
            code: {"base": said(table.measure[code].unit, language), "decimals": table.measure[code].decimals}
            for code in axis.codes
        }
    found: dict[str, Any] = {"label": said(axis.title, language), "category": category}
    values = told.of_value.get(axis.code, {})
    if values:
        category["note"] = {code: [said(one.text, language) for one in every] for code, every in values.items()}
        must = {code: _must(every) for code, every in values.items()}
        if any(must.values()):
            extension["categoryNoteMandatory"] = {code: one for code, one in must.items() if one}
    every = told.of_axis.get(axis.code, [])
    if every:
        found["note"] = [said(one.text, language) for one in every]
        if _must(every):
            extension["noteMandatory"] = _must(every)
    lists = [_listed(one, language, base) for one in codelists.of_axis(table, axis.code)]
    # Servers and clients spell the name in two ways.
    extension |= {"codelists": lists, "codeLists": lists}
    found["extension"] = extension
    return found


def _listed(one: codelists.CodeList, language: Language, base: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "label": said(one.title, language), "type": one.type}
    href = f"{base}/codelists/{one.id}?lang={CODES[language]}"
    return found | {"links": [{"rel": "metadata", "hreflang": CODES[language], "href": href}]}


def _must(every: list[Note]) -> dict[str, bool]:
    return {str(at): True for at, note in enumerate(every) if note.mandatory}


def _extension(selection: Selection, told: notes.Told, language: Language) -> dict[str, Any]:
    table = selection.table
    listing = table.listing
    codes = [table.axes[place].code for place in selection.shown]
    px: dict[str, Any] = {
        "tableid": table.id,
        "matrix": table.id,
        "decimals": max(table.measure[code].decimals for code in selection.codes(table.contents)),
        "official-statistics": not table.synthetic,
        # Nothing may be added up: persons would count twice, and what is hidden would show.
        "aggregallowed": False,
        "copyright": False,
        "language": CODES[language],
        "contents": said(table.title, language),
        "descriptiondefault": False,
        "subject-code": listing.subject.code,
        "subject-area": said(listing.subject.title, language),
        "heading": codes[len(selection.stub) :],
        "stub": codes[: len(selection.stub)],
        "updateFrequency": "Annual",
    }
    if listing.next_update is not None:
        px["nextUpdate"] = utc(listing.next_update)
    found: dict[str, Any] = {"px": px, "discontinued": table.discontinued}
    if listing.contact is not None:
        who = listing.contact
        told_of: Mapping[str, str | None] = {"name": who.name, "mail": who.mail, "phone": who.phone, "raw": str(who)}
        found["contact"] = [{name: value for name, value in told_of.items() if value}]
    if _must(told.table):
        found["noteMandatory"] = _must(told.table)
    if told.of_cells:
        found["cellNotes"] = [
            {"cells": dict(one.at), "text": said(one.text, language), "mandatory": one.mandatory}
            for one in told.of_cells
        ]
    return found
