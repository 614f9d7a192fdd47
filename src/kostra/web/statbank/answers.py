"""Each question of the API and its answer. What the answers are is decided by the bank and by the rules of publication."""

from __future__ import annotations

from typing import Any

from kostra import __version__
from kostra.app.publication import saving as keeping
from kostra.publication import asking, codelists, configuration, finding, refusals, saving
from kostra.publication.default import answer, default
from kostra.publication.entries import entry
from kostra.publication.expressions import split
from kostra.publication.formats import json_stat
from kostra.publication.saving import SavedQuery
from kostra.publication.selecting import whole
from kostra.publication.words import CODES
from kostra.publication.writing import File, format_of, options, write
from kostra.web.statbank.answering import JSON, Asking, as_json


def config(asked: Asking) -> File:
    """GET /config"""
    return as_json(configuration.told(__version__, *asked.window))


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
    if saved := asked.given.get("savedquery"):
        selection = answer(found, keeping.saved(asked.system, saved).asked)
    elif asked.given.get("defaultselection", "").lower() == "true":
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
    wanted = (
        asking.of_body(asked.read(refusals.not_a_selection)) if asked.posted else asking.of_address(asked.parameters)
    )
    of = format_of(asked.given.get("outputformat") or configuration.FORMAT)
    how = options(split(asked.given.get("outputformatparams", "")), of)
    return write(answer(found, wanted), asked.language, of, how, asked.base)


def codelist(asked: Asking) -> File:
    """GET /codelists/{id}"""
    return as_json(codelists.told(asked.bank.codelist(asked.id), asked.language, asked.base))


def save(asked: Asking) -> File:
    """POST /savedqueries"""
    return _told(asked, keeping.save(asked.system, asked.bank, saving.read(asked.read(saving.wrong))))


def saved(asked: Asking) -> File:
    """GET /savedqueries/{id}"""
    return _told(asked, keeping.saved(asked.system, asked.id))


def saved_data(asked: Asking) -> File:
    """GET /savedqueries/{id}/data: what it holds of language and format may be another now."""
    query = keeping.saved(asked.system, asked.id)
    named, how = asked.given.get("outputformat"), asked.given.get("outputformatparams")
    of = format_of(named) if named else query.of
    # What was asked of one format means nothing to another.
    kept = query.parameters if of is query.of else ()
    options_of = options(kept if how is None else split(how), of)
    language = asked.language if "lang" in asked.given else query.language
    return write(answer(asked.bank.table(query.table), query.asked), language, of, options_of, asked.base)


def saved_selection(asked: Asking) -> File:
    """GET /savedqueries/{id}/selection"""
    query = keeping.saved(asked.system, asked.id)
    code = CODES[query.language]
    return as_json(query.selection() | {"language": code, "links": [_link(asked, query, "self", "/selection")]})


def _told(asked: Asking, query: SavedQuery) -> File:
    links = [_link(asked, query, rel, behind) for rel, behind in (("self", ""), ("data", "/data"))]
    told = {"language": CODES[query.language], "id": query.id, "savedQuery": query.told(), "links": links}
    return as_json(told)


def _link(asked: Asking, query: SavedQuery, rel: str, behind: str) -> dict[str, Any]:
    return {"rel": rel, "hreflang": CODES[query.language], "href": f"{asked.base}/savedqueries/{query.id}{behind}"}
