"""The catalogue of tables, for data portals, and the list of pages, for search engines: of what is public now, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import places
from kostra.model.text import Language
from kostra.publication import dcat
from kostra.publication.moments import utc
from kostra.publication.table import Table
from kostra.publication.writing import File
from kostra.tables.topics.catalogue import topics
from kostra.web.address import address_of
from kostra.web.language import READ
from kostra.web.statbank.answering import Asking, bank_of
from kostra.web.statbank.shapes import TOP

CATALOGUE = "/api/dcat.jsonld"
_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ALWAYS = ("", "tabeller", "kalender", "endringer", "brudd")
"""Pages of readers that are there in every language, whatever is published."""


def catalogue(asked: Asking) -> File:
    site = asked.base.removesuffix(TOP)
    at = dcat.Places(site, site + CATALOGUE, asked.base, f"{site}/{Language.BOKMAL}/tabeller")
    content = json.dumps(dcat.catalogue(asked.bank.tables(), at), ensure_ascii=False, separators=(",", ":"))
    return File(content.encode(), "application/ld+json; charset=utf-8", "")


def sitemap(request: Request) -> Response:
    """Each page once for each language, with the others beside it."""
    site = address_of(request)
    whole = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for place, changed in _pages(bank_of(request.app).tables()):
        addresses = {language: f"{site}/{language}/{place}" for language in READ}
        for own in addresses.values():
            url = SubElement(whole, "url")
            SubElement(url, "loc").text = own
            if changed is not None:
                SubElement(url, "lastmod").text = utc(changed)
            for language, address in addresses.items():
                told = {"rel": "alternate", "hreflang": language.value, "href": address}
                SubElement(url, "xhtml:link", told)
    content: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/xml")


def _pages(tables: tuple[Table, ...]) -> Iterator[tuple[str, datetime | None]]:
    newest = max((one.updated for one in tables), default=None)
    yield from ((place, newest) for place in (*_ALWAYS, *(f"tema/{one.id}" for one in topics())))
    for table in tables:
        yield f"tabeller/{table.id}", table.updated
        if table.id == places.TABLE:
            every = ("kommuner", *(f"kommuner/{one.code}" for one in places.municipalities(table)))
            yield from ((one, table.updated) for one in every)
