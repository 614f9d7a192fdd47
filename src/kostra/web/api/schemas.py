"""The shapes of the API as JSON Schema. What `kostra.web.api.shapes` makes must fit them; a test throws requests at it to see."""

from __future__ import annotations

from kostra.app.ports.registers import Holds
from kostra.model.delivery import Stage as DeliveryStage
from kostra.model.finding import Severity
from kostra.model.submission import Content, Season, Stage, State
from kostra.statistics.indicators import Indicator
from kostra.web.api.declaring import Schema

FORM: Schema = {"type": "string", "maxLength": 20}
PERIOD: Schema = {"type": "string", "pattern": "^[0-9]{4}(K[1-4]|M(0[1-9]|1[0-2]))?$"}
REGION: Schema = {"type": "string", "pattern": "^[0-9]{6}$"}
ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
DELIVERY: Schema = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
REGISTER: Schema = {"type": "string", "maxLength": 40}
KEY: Schema = {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DAY: Schema = {"type": "string", "format": "date"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_GRADES = [str(one) for one in Severity]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Nothing but what is named, so that a new key cannot come without being told of here."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def _one_of(values: list[str]) -> Schema:
    return {"type": "string", "enum": values}


_ABOUT: dict[str, Schema] = {
    "form": FORM,
    "period": PERIOD,
    "region": REGION,
    "season": _one_of([str(one) for one in Season]),
}
_RECEIPT: dict[str, Schema] = {
    "id": ID,
    **_ABOUT,
    "content": _one_of([str(one) for one in Content]),
    "received": _or_null(_TIME),
    "sha256": _HASH,
    "size": _COUNT,
    "sender": _or_null(_TEXT),
    "replaces": _or_null(ID),
    "receipt": _or_null(_TEXT),
    "links": _object({"self": _TEXT, "receipt": _TEXT, "report": _TEXT, "events": _TEXT}),
}
_SUBMISSION: dict[str, Schema] = {
    **_RECEIPT,
    "uploaded": _TIME,
    "preparer": _TEXT,
    "file_name": _or_null(_TEXT),
    "stage": _one_of([str(one) for one in Stage]),
    "current": {"type": "boolean"},
    "severity": _or_null(_one_of(_GRADES)),
    "records": _or_null(_COUNT),
    "findings": {"type": "object", "propertyNames": {"enum": _GRADES}, "additionalProperties": _COUNT},
    "progress": _or_null(_object({"done": _COUNT, "of": _COUNT, "step": _TEXT})),
}
_EXPECTED: dict[str, Schema] = {
    **_ABOUT,
    "state": _one_of([str(one) for one in State]),
    "since": _TIME,
    "opens": _DAY,
    "due": _DAY,
    "closes": _DAY,
    "days_left": {"type": "integer"},
    "open": {"type": "boolean"},
    "arrived": _or_null(_TIME),
    "submission": _or_null(ID),
    "links": _object({"deliver": _TEXT, "submission": _or_null(_TEXT)}),
}
_FINDING: dict[str, Schema] = {
    "control": _TEXT,
    "severity": _one_of(_GRADES),
    "line": _COUNT,
    "field": _or_null(_TEXT),
    "journal": _TEXT,
    "caseworker": _TEXT,
    "message": _TEXT,
}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT}
_REPORT: dict[str, Schema] = {
    "form": FORM,
    "year": {"type": "integer"},
    "period": _or_null(_TEXT),
    "region": REGION,
    "records": _COUNT,
    "severity": _one_of(_GRADES),
    "controls_run": _COUNT,
    "counts": _object({"severity": _COUNTS, "control": _COUNTS}),
    "findings": {"type": "array", "items": _object(_FINDING)},
    "statistics": {"type": ["object", "null"]},
    "version": _TEXT,
    "guide": _TEXT,
}
_REGISTER_FILE: dict[str, Schema] = {
    "id": ID,
    "register": REGISTER,
    "period": PERIOD,
    "version": _TEXT,
    "outcome": _one_of([str(one) for one in Holds]),
    "received": _TIME,
    "sender": _TEXT,
    "file_name": _or_null(_TEXT),
    "sha256": _HASH,
    "size": _COUNT,
    "rows": _COUNT,
    "severity": _one_of(_GRADES),
    "replaces": _or_null(ID),
    "receipt": _or_null(_TEXT),
    "found": {
        "type": "array",
        "items": _object(
            {
                "control": _TEXT,
                "severity": _one_of(_GRADES),
                "column": _or_null(_TEXT),
                "count": _COUNT,
                "message": _TEXT,
                "lines": {"type": "array", "items": _object({"line": _COUNT, "value": _TEXT})},
            }
        ),
    },
}
_HANDED_ON: dict[str, Schema] = {
    "id": ID,
    "submission": ID,
    **_ABOUT,
    "received": _TIME,
    "handed_on": _TIME,
    "sha256": _HASH,
    "size": _COUNT,
    "file_name": _or_null(_TEXT),
    "opened": {"type": "boolean"},
    "newest": {"type": "boolean"},
    "fetched": _or_null(_TIME),
    "links": _object({"content": _TEXT, "receipt": _TEXT}),
}
_DELIVERED: dict[str, Schema] = {
    "id": DELIVERY,
    "basis": _TEXT,
    "form": FORM,
    "period": PERIOD,
    "stage": _one_of([str(one) for one in DeliveryStage]),
    "replaces": _or_null(DELIVERY),
    "ordered": _TIME,
    "approved": _or_null(_TIME),
    "fetched": _or_null(_TIME),
    "deleted": _or_null(_TIME),
    "rows": _or_null(_COUNT),
    "size": _or_null(_COUNT),
    "sha256": _or_null(_HASH),
    "links": _object(dict.fromkeys(("content", "receipt", "manifest", "proof"), _or_null(_TEXT))),
}
_NUMBER: Schema = {"type": "number"}
_MADE: dict[str, Schema] = {
    "period": PERIOD,
    "synthetic": {"type": "boolean"},
    "disclosure_controlled": {"type": "boolean"},
    "public_from": _TIME,
    "sha256": _HASH,
}
_INDICATORS = [str(one) for one in Indicator]
_SERIES: dict[str, Schema] = {
    **_MADE,
    "inhabitants": _NUMBER,
    "late": _COUNT,
    "regions": {
        "type": "array",
        "items": _object(
            {
                "code": _TEXT,
                "name": _object({"nb": _TEXT, "nn": _TEXT, "en": _TEXT}),
                "reported": _COUNT,
                "expected": _COUNT,
                "indicators": {
                    "type": "array",
                    "items": _object(
                        {
                            "id": _one_of(_INDICATORS),
                            "reported": _or_null(_COUNT),
                            "estimated": _or_null(_COUNT),
                            "index": _or_null(_NUMBER),
                            "growth_in_a_year": _or_null(_NUMBER),
                            "shown_before": {"type": "boolean"},
                        }
                    ),
                },
                "temporary_housing": _or_null(
                    _object({"reported": _COUNT, "persons": _or_null(_COUNT), "kroner": _or_null(_COUNT)})
                ),
            }
        ),
    },
}
_SCORECARD: dict[str, Schema] = {
    **_MADE,
    "units": {
        "type": "array",
        "items": _object({"region": REGION, "name": _TEXT} | dict.fromkeys(_INDICATORS, _or_null(_COUNT))),
    },
}
_OWN_ERRORS: dict[str, Schema] = {
    "municipalities": _COUNT,
    "records": _COUNT,
    "findings": _COUNT,
    "findings_per_1000_records": _or_null(_NUMBER),
    "errors": _or_null(_COUNT),
    "errors_per_1000_records": _or_null(_NUMBER),
    "controls": {
        "type": "array",
        "items": _object(
            {"control": _TEXT, "findings": _COUNT, "per_1000_records": _or_null(_NUMBER), "municipalities": _COUNT}
        ),
    },
    "left_out": _COUNT,
}
_ERROR: dict[str, Schema] = {
    "status": {"type": "integer"},
    "code": _TEXT,
    "message": {"type": "string", "minLength": 1},
}

SCHEMAS: dict[str, Schema] = {
    "Receipt": _object(_RECEIPT),
    "Submission": _object(_SUBMISSION),
    "ExpectedList": _object({"expected": {"type": "array", "items": _object(_EXPECTED)}}),
    "Report": _object(_REPORT),
    "RegisterFile": _object(_REGISTER_FILE),
    "Box": _object({"handed_on": {"type": "array", "items": _object(_HANDED_ON)}}),
    "Delivered": _object({"deliveries": {"type": "array", "items": _object(_DELIVERED)}}),
    "SeriesPeriods": _object({"periods": {"type": "array", "items": PERIOD}}),
    "Series": _object(_SERIES),
    "Scorecard": _object(_SCORECARD),
    "OwnErrors": _object(
        {
            "form": FORM,
            "years": {
                "type": "array",
                "items": _object({"year": {"type": "integer"}, "told": _or_null(_object(_OWN_ERRORS))}),
            },
        }
    ),
    "Keys": _object(
        {
            "receipts": _object({"keys": {"type": "array", "items": {"type": "object"}}}),
            "age": {"type": "string", "pattern": "^age1"},
        }
    ),
    "Event": _object({"event": _one_of(["progress", "outcome"]), "data": _TEXT}),
    "Error": _object({"error": _object(_ERROR)}),
}
