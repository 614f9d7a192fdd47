"""What a list of tables says of each: what it is called, what it is divided by, which years it has and when it was last changed."""

from __future__ import annotations

from typing import Any

from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.moments import utc
from kostra.publication.table import Table
from kostra.publication.words import CODES, said


def entry(table: Table, language: Language, base: str = "") -> dict[str, Any]:
    """As the API answers it, with links that begin with `base`."""
    subject = table.listing.subject
    return {
        "type": "Table",
        "id": table.id,
        "label": labels.title(table, language),
        "description": said(table.population, language),
        "sortCode": table.id,
        "updated": utc(table.updated),
        "firstPeriod": table.years[0],
        "lastPeriod": table.years[-1],
        "category": "public",
        "variableNames": [said(axis.title, language) for axis in table.axes],
        "discontinued": table.discontinued,
        "source": table.source,
        "subjectCode": subject.code,
        "timeUnit": "Annual",
        "paths": [[{"id": subject.code, "label": said(subject.title, language), "sortCode": subject.code}]],
        "links": [_link(table, language, base, *one) for one in _LINKS],
    }


_LINKS = (("self", ""), ("metadata", "/metadata"), ("data", "/data"))


def _link(table: Table, language: Language, base: str, rel: str, behind: str) -> dict[str, str]:
    code = CODES[language]
    return {"rel": rel, "hreflang": code, "href": f"{base}/tables/{table.id}{behind}?lang={code}"}
