"""Every operation of the API. The routes and the OpenAPI document are both made from this, and from nothing else."""

from __future__ import annotations

from kostra.model.people import Duty, Right
from kostra.web.access import DUTY, LOGGED_IN, PUBLIC, STATIC, WITH
from kostra.web.api import deliveries, openapi, passing, recipients, registers, schemas, series, submissions, vendors
from kostra.web.api.declaring import BYTES, JSON, Answer, Operation, Parameter

JOSE, EVENTS = "application/jose", "text/event-stream"

FORM = Parameter("form", "path", schemas.FORM, "11F")
PERIOD = Parameter("period", "path", schemas.PERIOD, "2026")
REGION = Parameter("region", "path", schemas.REGION, "110300")
ID = Parameter("id", "path", schemas.ID)
DELIVERED = Parameter("delivery", "path", schemas.DELIVERY)
KEY = Parameter("Idempotency-Key", "header", schemas.KEY)
FILE_NAME = Parameter("X-File-Name", "header", {"type": "string", "maxLength": 1000}, "11F.dat")
REGISTER = Parameter("register", "path", schemas.REGISTER, "nav_kvp")
ROWS = Parameter(registers.ROWS, "header", {"type": "string", "pattern": "^[0-9]{1,10}$"}, "371")
FORMAT = Parameter("format", "query", {"type": "string", "enum": list(submissions.FORMATS), "default": "json"})
WHICH = tuple(Parameter(one.name, "query", one.schema, one.example) for one in (REGION, FORM, PERIOD))

_DELIVERY, _SUBMISSION = "/deliveries/{form}/{period}/{region}", "/submissions/{id}"
_DELIVERED = "/deliveries/{delivery}"
_RECEIVED = (
    Answer(202, "received", schema="Receipt", headers=("Location",)),
    Answer(200, "again", schema="Receipt", headers=("Location",)),
)
_REPORTS = tuple(kind.partition(";")[0] for kind in submissions.FORMATS.values())

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "deliver",
        "PUT",
        _DELIVERY,
        deliveries.deliver,
        WITH(Right.SEND),
        _RECEIVED,
        (400, 404, 408, 409, 413, 415, 422),
        (FORM, PERIOD, REGION, KEY, FILE_NAME),
        (BYTES,),
        seasons=True,
    ),
    Operation(
        "nothing",
        "POST",
        f"{_DELIVERY}/nil",
        deliveries.nothing,
        WITH(Right.SEND),
        _RECEIVED,
        (400, 404, 409, 422),
        (FORM, PERIOD, REGION, KEY),
        seasons=True,
    ),
    Operation(
        "check",
        "POST",
        "/check/{form}/{period}/{region}",
        deliveries.check,
        LOGGED_IN,
        (Answer(200, "checked", schema="Report"),),
        (400, 404, 408, 413, 415, 422),
        (FORM, PERIOD, REGION),
        (BYTES,),
    ),
    Operation(
        "expected",
        "GET",
        "/expected",
        submissions.expected,
        LOGGED_IN,
        (Answer(200, "expected", schema="ExpectedList"),),
        (404, 422),
        WHICH,
        seasons=True,
    ),
    Operation(
        "submission",
        "GET",
        _SUBMISSION,
        submissions.one,
        LOGGED_IN,
        (Answer(200, "submission", schema="Submission"),),
        (404,),
        (ID,),
        seasons=True,
    ),
    Operation(
        "receipt",
        "GET",
        f"{_SUBMISSION}/receipt",
        submissions.receipt,
        LOGGED_IN,
        (Answer(200, "receipt", (JOSE,)),),
        (404, 409),
        (ID,),
        seasons=True,
    ),
    Operation(
        "report",
        "GET",
        f"{_SUBMISSION}/report",
        submissions.report,
        LOGGED_IN,
        (Answer(200, "report", _REPORTS, "Report"),),
        (404, 409, 422),
        (ID, FORMAT),
        seasons=True,
    ),
    Operation(
        "events",
        "GET",
        f"{_SUBMISSION}/events",
        submissions.events,
        LOGGED_IN,
        (Answer(200, "events", (EVENTS,), "Event"),),
        (404,),
        (ID,),
        seasons=True,
    ),
    Operation(
        "register",
        "PUT",
        "/registers/{register}/{period}",
        registers.send,
        DUTY(Duty.STEWARD, Duty.CLIENT),
        (
            Answer(201, "register", schema="RegisterFile", headers=("Location",)),
            Answer(200, "register_again", schema="RegisterFile", headers=("Location",)),
        ),
        (400, 404, 408, 413, 415, 422),
        (REGISTER, PERIOD, FILE_NAME, ROWS),
        (BYTES,),
    ),
    Operation(
        "register_file",
        "GET",
        "/register-files/{id}",
        registers.one,
        DUTY(Duty.STATISTICIAN, Duty.STEWARD, Duty.CLIENT),
        (Answer(200, "register_file", schema="RegisterFile"),),
        (404,),
        (ID,),
    ),
    Operation(
        "box",
        "GET",
        "/handed-on",
        passing.box,
        DUTY(Duty.CLIENT),
        (Answer(200, "box", schema="Box"),),
        (404,),
        (Parameter("form", "query", schemas.FORM, "KRISE-B"),),
    ),
    Operation(
        "handed_on",
        "GET",
        "/handed-on/{id}",
        passing.content,
        DUTY(Duty.CLIENT),
        (Answer(200, "handed_on", (BYTES,)),),
        (404, 409),
        (ID,),
    ),
    Operation(
        "handed_on_receipt",
        "GET",
        "/handed-on/{id}/receipt",
        passing.receipt,
        DUTY(Duty.CLIENT),
        (Answer(200, "receipt", (JOSE,)),),
        (404,),
        (ID,),
    ),
    Operation(
        "delivered",
        "GET",
        "/deliveries",
        recipients.listed,
        DUTY(Duty.CLIENT),
        (Answer(200, "delivered", schema="Delivered"),),
    ),
    Operation(
        "delivered_content",
        "GET",
        _DELIVERED,
        recipients.content,
        DUTY(Duty.CLIENT),
        (Answer(200, "delivered_content", (BYTES,)),),
        (404, 409, 422),
        (DELIVERED,),
    ),
    *(
        Operation(
            f"delivered_{word}",
            "GET",
            f"{_DELIVERED}/{word}",
            answer,
            DUTY(Duty.CLIENT),
            (Answer(200, f"delivered_{word}", (JOSE,)),),
            (404,),
            (DELIVERED,),
        )
        for word, answer in (
            ("receipt", recipients.receipt),
            ("manifest", recipients.manifest),
            ("proof", recipients.proof),
        )
    ),
    Operation(
        "series", "GET", "/series", series.periods, PUBLIC, (Answer(200, "series", schema="SeriesPeriods"),), (404,)
    ),
    Operation(
        "series_period",
        "GET",
        "/series/{period}",
        series.one,
        PUBLIC,
        (Answer(200, "series_period", schema="Series"),),
        (404, 422),
        (PERIOD,),
    ),
    Operation(
        "scorecard",
        "GET",
        "/scorecard/{period}",
        series.scorecard,
        DUTY(Duty.CLIENT, Duty.STATISTICIAN),
        (Answer(200, "scorecard", schema="Scorecard"),),
        (404, 422),
        (PERIOD,),
    ),
    Operation(
        "own_errors",
        "GET",
        "/own-errors/{form}",
        vendors.own,
        LOGGED_IN,
        (Answer(200, "own_errors", schema="OwnErrors"),),
        (404,),
        (FORM,),
    ),
    Operation("keys", "GET", "/keys", submissions.keys, PUBLIC, (Answer(200, "keys", schema="Keys"),)),
    Operation("openapi", "GET", "/openapi.json", openapi.answer, STATIC, (Answer(200, "openapi", (JSON,)),)),
)
"""The order is that of the document."""
