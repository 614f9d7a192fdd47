"""Each question of the API and its answer. What the answers are is decided by the bank and by the rules of publication."""

from __future__ import annotations

import math

from kostra import __version__
from kostra.publication import asking, codelists, configuration, finding
from kostra.publication.default import answer, default
from kostra.publication.entries import entry
from kostra.publication.expressions import split
from kostra.publication.formats import json_stat
from kostra.publication.selecting import whole
from kostra.publication.words import CODES
from kostra.publication.writing import File, format_of, options, write
from kostra.web.statbank.answering import JSON, Asking, as_json


def config(asked: Asking) -> File:
    """GET /config"""
    seconds = math.ceil(asked.rate.burst / asked.rate.per_second)
    return as_json(configuration.told(__version__, asked.rate.burst, seconds))


def tables(asked: Asking) -> File:
    """GET /tables"""
    return as_json(finding.listed(asked.bank.tables(), asked.given, asked.language, asked.bank.now(), asked.base))


def table(asked: Asking) -> File:
    """GET /tables/{id}"""
    found = asked.bank.table(asked.id)
    return as_json({"language": CODES[asked.language]} | entry(found, asked.language, asked.base))


def metadata(asked: Asking) -> File:
    """GET /tables/{id}/metadata"""
    found = asked.bank.table(asked.id)
    wanted = asking.of_address(asked.parameters).wanted
    if asked.given.get("defaultselection", "").lower() == "true":
        selection = default(found)
    else:
        selection = whole(found, {name: one.codelist for name, one in wanted.items() if one.codelist})
    return File(json_stat.metadata(selection, asked.language, asked.base), JSON, "")


def default_selection(asked: Asking) -> File:
    """GET /tables/{id}/defaultselection"""
    told = default(asked.bank.table(asked.id)).told()
    code = CODES[asked.language]
    href = f"{asked.base}/tables/{asked.id}/defaultselection?lang={code}"
    return as_json(told | {"language": code, "links": [{"rel": "self", "hreflang": code, "href": href}]})


def data(asked: Asking) -> File:
    """GET and POST /tables/{id}/data"""
    found = asked.bank.table(asked.id)
    wanted = asking.of_body(asked.body) if asked.posted else asking.of_address(asked.parameters)
    of = format_of(asked.given.get("outputformat") or configuration.FORMAT)
    how = options(split(asked.given.get("outputformatparams", "")), of)
    return write(answer(found, wanted), asked.language, of, how, asked.base)


def codelist(asked: Asking) -> File:
    """GET /codelists/{id}"""
    return as_json(codelists.told(asked.bank.codelist(asked.id), asked.language, asked.base))
