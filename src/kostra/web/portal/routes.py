"""The addresses of the reporter's pages, and who may use each."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Right
from kostra.web.access import LOGGED_IN, WITH, Body, guarded
from kostra.web.portal import contacts, lists, messages, one, outcome, owing, sending

_MINE = "/{language:written}/mine-innsendinger"
_ONE = f"{_MINE}/{{form}}/{{period}}/{{region}}"
_SENT = "/{language:written}/innsending/{id}"
_LIST = "/{language:written}/feilliste/{id}"
_CONTACTS = "/{language:written}/kontaktpersoner/{region}"
_MESSAGES = "/{language:written}/meldinger"
_ANSWERS, _SHEET = 4_000_000, 6_000_000
"""Bytes of the longest error list answered on a page, and of the largest workbook."""


def routes() -> list[BaseRoute]:
    """One submission is anybody's who may see it; the use case asks."""
    return [
        guarded(_MINE, owing.page, LOGGED_IN, name="mine"),
        guarded(_ONE, one.page, WITH(Right.SEE), name="one-owed"),
        guarded(f"{_ONE}/last-opp", sending.upload, WITH(Right.SEE), ("POST",), body=Body.STREAMED),
        guarded(f"{_ONE}/last-opp.json", sending.upload_and_tell, WITH(Right.SEE), ("POST",), body=Body.STREAMED),
        guarded(f"{_ONE}/ingenting", sending.nil, WITH(Right.SEND), ("POST",)),
        guarded(_SENT, outcome.page, LOGGED_IN, name="one-sent"),
        guarded(f"{_SENT}/rapport.{{kind:report}}", outcome.report, LOGGED_IN),
        guarded(f"{_SENT}/kvittering", outcome.receipt, LOGGED_IN),
        guarded(f"{_SENT}/send", sending.forward, LOGGED_IN, ("POST",)),
        guarded(f"{_SENT}/trekk-tilbake", sending.withdraw, LOGGED_IN, ("POST",)),
        guarded(_CONTACTS, contacts.page, WITH(Right.SEE), name="contacts"),
        guarded(_CONTACTS, contacts.change, WITH(Right.ADMINISTER), ("POST",)),
        guarded(_LIST, lists.page, LOGGED_IN, name="error-list"),
        guarded(f"{_LIST}/svar", lists.answer, LOGGED_IN, ("POST",), largest=_ANSWERS),
        guarded(f"{_LIST}/regneark", lists.sheet_out, LOGGED_IN),
        guarded(f"{_LIST}/regneark/inn", lists.sheet_in, LOGGED_IN, ("POST",), largest=_SHEET),
        guarded(_MESSAGES, messages.page, LOGGED_IN, name="messages"),
        guarded(f"{_MESSAGES}/ny", messages.start, LOGGED_IN, ("POST",)),
        guarded(f"{_MESSAGES}/{{id}}", messages.thread, LOGGED_IN),
        guarded(f"{_MESSAGES}/{{id}}/svar", messages.answer, LOGGED_IN, ("POST",)),
        guarded(f"{_MESSAGES}/{{id}}/avslutt", messages.close, LOGGED_IN, ("POST",)),
    ]
