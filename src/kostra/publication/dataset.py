"""A table as search engines know data sets: the words of schema.org, as JSON-LD to stand in a page."""

from __future__ import annotations

import json
from typing import Any

from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.configuration import LICENCE
from kostra.publication.moments import utc
from kostra.publication.table import Table
from kostra.publication.words import CODES, said
from kostra.publication.writing import Format

_FILES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.JSON_STAT: "application/json",
}


def told(table: Table, language: Language, page: str, api: str, publisher: str) -> dict[str, Any]:
    """`page` is the address of its page, and `api` that of its data, which has its default where nobody chooses."""
    data = f"{api}?lang={CODES[language]}&outputFormat="
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": labels.title(table, language),
        "description": f"{said(table.title, language)}. {said(table.population, language)}. {table.source}.",
        "url": page,
        "identifier": table.id,
        "inLanguage": language.value,
        "isAccessibleForFree": True,
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": publisher},
        "dateModified": utc(table.updated),
        "temporalCoverage": f"{table.years[0]}/{table.years[-1]}",
        "spatialCoverage": {"@type": "Place", "name": "Norway" if language is Language.ENGLISH else "Norge"},
        "variableMeasured": [said(one.title, language) for one in table.measures],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": type, "contentUrl": f"{data}{of.value}"}
            for of, type in _FILES.items()
        ],
    }


def embedded(told: dict[str, Any]) -> str:
    """As text that cannot end the element it stands in."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
