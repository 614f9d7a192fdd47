"""The feed of what has come, as Atom: an entry for each release that is out, from its hour on. A correction says what was wrong, and so
does the entry of what it corrects, which is then newer.

Of what is still to come it tells nothing: feeds are kept by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import history
from kostra.app.publication.history import Came
from kostra.publication.moments import utc
from kostra.web.address import address_of
from kostra.web.calendar.asked import CALENDAR, CHANGES, Asked, asked, tables

TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_MOST = 100


def feed(request: Request) -> Response:
    one = asked(request)
    found = history.calendar(one.system, one.data)
    content = _written(one, found.came[:_MOST], found.now)
    return Response(content, headers={"Cache-Control": "public, max-age=10"}, media_type=f"{TYPE}; charset=utf-8")


def _written(one: Asked, came: tuple[Came, ...], now: datetime) -> bytes:
    site = address_of(one.request)
    whole = Element("feed", {"xmlns": _ATOM, "xml:lang": one.language.value})
    _text(whole, "id", _id(f"feed/{one.language}"))
    _text(whole, "title", one.say("feed_title"))
    _text(whole, "subtitle", one.say("calendar_about"))
    _text(whole, "updated", utc(max((each.updated for each in came), default=now)))
    _text(SubElement(whole, "author"), "name", one.say("publisher"))
    _link(whole, "self", site + one.path(f"{CALENDAR}.atom"), TYPE)
    _link(whole, "alternate", site + one.path(CALENDAR), "text/html")
    for each in came:
        _entry(whole, one, each, site)
    told: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return told


def _entry(whole: Element, one: Asked, came: Came, site: str) -> None:
    of = came.release
    entry = SubElement(whole, "entry")
    _text(entry, "id", _id(f"release/{of.id}"))
    _text(entry, "title", one.say.release(of.kind, of.year))
    _text(entry, "published", utc(came.opened))
    _text(entry, "updated", utc(came.updated))
    _link(entry, "alternate", site + (one.path(CALENDAR) if came.withdrawn else one.path(CHANGES, of.id)), "text/html")
    if came.withdrawn is None:
        _link(entry, "enclosure", f"{site}/api/releases/{of.id}.zip", "application/zip")
    SubElement(entry, "category", {"term": of.kind.value})
    _text(entry, "summary", " ".join(_summary(one, came)))


def _summary(one: Asked, came: Came) -> Iterator[str]:
    of = came.release
    if came.withdrawn is not None:
        yield one.say("withdrawn", when=one.say.moment(came.withdrawn))
        return
    if came.manifest is None or came.manifest.synthetic:
        yield one.say("synthetic")
    if came.reason:
        yield one.say("correction", reason=came.reason)
    for each in came.corrected:
        if each.opens is not None:
            yield one.say("corrected", when=one.say.moment(each.opens), reason=each.made.text)
    yield one.say(
        "has_tables", tables="; ".join(f"{each['id']} {each['title']}" for each in tables(one, of.ids, of.year))
    )


def _text(above: Element, name: str, content: str) -> None:
    """What XML cannot hold is left out."""
    SubElement(above, name).text = _NOT_XML.sub("", content)


def _link(above: Element, rel: str, href: str, type: str) -> None:
    SubElement(above, "link", {"rel": rel, "href": href, "type": type})


def _id(what: str) -> str:
    """The same wherever the site stands, and in every language: readers know by it what they have read."""
    return uuid5(NAMESPACE_URL, f"kostra-sosial/{what}").urn
