"""What the table bank answers and is sent, as JSON Schema for its description: what a client may count on, and no more."""

from __future__ import annotations

from typing import Any

from kostra.publication.labels import Naming
from kostra.publication.words import CODES
from kostra.publication.writing import Format

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 1, "maximum": 999_999}
FLAG: Schema = {"type": "boolean"}
LANGUAGE: Schema = {"type": "string", "enum": list(CODES.values())}
FORMAT: Schema = {"type": "string", "enum": [one.value for one in Format]}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_LINK: Schema = {"type": "object", "required": ["rel", "href"], "properties": {"rel": TEXT, "href": TEXT}}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _all_of(many: Schema) -> Schema:
    return {"type": "array", "items": many}


def _object(more: Schema | None = None, **always: Schema) -> Schema:
    """`always` are there every time."""
    return {"type": "object", "required": list(always), "properties": always | (more or {})}


_WANTED = _object(
    {"valueCodes": _all_of(TEXT), "codelist": {"type": ["string", "null"]}},
    variableCode=TEXT,
)
_PLACED = _object({"heading": _all_of(TEXT), "stub": _all_of(TEXT)})
_VALUE = _object(code=TEXT, label=TEXT, valueMap=_all_of(TEXT))
_KIND: Schema = {"type": "string", "enum": ["Aggregation", "Valueset"]}

SCHEMAS: dict[str, Schema] = {
    "Problem": _object(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT),
    "Config": _object(
        apiVersion=TEXT,
        appVersion=TEXT,
        languages=_all_of(_object(id=LANGUAGE, label=TEXT)),
        defaultLanguage=LANGUAGE,
        maxDataCells=WHOLE,
        maxCallsPerTimeWindow=WHOLE,
        timeWindow=WHOLE,
        license=TEXT,
        defaultDataFormat=FORMAT,
        dataFormats=_all_of(FORMAT),
    ),
    "Table": _object(
        {"language": LANGUAGE},
        id=TEXT,
        label=TEXT,
        updated=_MOMENT,
        firstPeriod=TEXT,
        lastPeriod=TEXT,
        category=TEXT,
        variableNames=_all_of(TEXT),
        discontinued=FLAG,
        source=TEXT,
        links=_all_of(_LINK),
    ),
    "Tables": _object(
        language=LANGUAGE,
        tables=_all_of(ref("Table")),
        page=_object(
            pageNumber=WHOLE,
            pageSize=WHOLE,
            totalElements={"type": "integer"},
            totalPages=WHOLE,
            links=_all_of(_LINK),
        ),
        links=_all_of(_LINK),
    ),
    "Dataset": _object(
        {"note": _all_of(TEXT), "status": {"type": "object", "additionalProperties": TEXT}},
        **{"class": {"const": "dataset"}},
        version={"const": "2.0"},
        label=TEXT,
        source=TEXT,
        updated=_MOMENT,
        id=_all_of(TEXT),
        size=_all_of(WHOLE),
        role={"type": "object"},
        dimension={"type": "object"},
        value=_all_of({"type": ["number", "null"]}),
        extension={"type": "object"},
    ),
    "Selection": _object({"selection": _all_of(_WANTED), "placement": _PLACED}),
    "SelectionResponse": _object(
        selection=_all_of(_WANTED), placement=_PLACED, language=LANGUAGE, links=_all_of(_LINK)
    ),
    "CodeList": _object(
        id=TEXT, label=TEXT, language=LANGUAGE, type=_KIND, values=_all_of(_VALUE), links=_all_of(_LINK)
    ),
    "SavedQuery": _object(
        {
            "selection": ref("Selection"),
            "language": LANGUAGE,
            "outputFormat": FORMAT,
            "outputFormatParams": _all_of(TEXT),
        },
        tableId=TEXT,
    ),
    "SavedQueryResponse": _object(language=LANGUAGE, id=TEXT, savedQuery=ref("SavedQuery"), links=_all_of(_LINK)),
}
PARAMETERS: dict[str, Schema] = {
    "lang": LANGUAGE,
    "query": TEXT,
    "pastDays": WHOLE,
    "includeDiscontinued": FLAG,
    "pageNumber": WHOLE,
    "pageSize": WHOLE,
    "defaultSelection": FLAG,
    "savedQuery": TEXT,
    "outputFormat": FORMAT,
    "outputFormatParams": {
        "type": "array",
        "items": {
            "type": "string",
            "enum": [
                *(one.value for one in Naming),
                *("IncludeTitle", "SeparatorTab", "SeparatorSpace", "SeparatorSemicolon"),
                *("IncludeNotes", "DecimalComma"),
            ],
        },
    },
    "heading": _all_of(TEXT),
    "stub": _all_of(TEXT),
    "valuecodes": {"type": "object", "additionalProperties": _all_of(TEXT)},
    "codelist": {"type": "object", "additionalProperties": TEXT},
}
"""Those of the address after the question mark."""
