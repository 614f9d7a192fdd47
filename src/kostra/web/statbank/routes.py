"""The addresses of the table bank, of its newer API and of its older one. They are the same for all and ask nobody who they are, so that
pages of other sites may ask too; a selection that is posted is read, answered and forgotten, but for one that somebody wants kept.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import STATIC, guarded
from kostra.web.statbank import answers, older_answers, openapi
from kostra.web.statbank.answering import answered
from kostra.web.statbank.shapes import OLDER, TOP

_TABLE, _SAVED = f"{TOP}/tables/{{id}}", f"{TOP}/savedqueries"
_READ, _KEPT, _ASKED = ("GET", "OPTIONS"), ("POST", "OPTIONS"), ("GET", "POST", "OPTIONS")


def routes() -> list[BaseRoute]:
    keep = answered(answers.save, keeps=True)
    node = answered(older_answers.node)
    return [
        guarded(f"{TOP}/openapi.json", answered(openapi.answer), STATIC, _READ, "bank_openapi"),
        guarded(f"{TOP}/config", answered(answers.config), STATIC, _READ, "bank_config"),
        guarded(f"{TOP}/tables", answered(answers.tables), STATIC, _READ, "bank_tables"),
        guarded(_TABLE, answered(answers.table, of_table=True), STATIC, _READ, "bank_table"),
        guarded(f"{_TABLE}/metadata", answered(answers.metadata, of_table=True), STATIC, _READ, "bank_metadata"),
        guarded(
            f"{_TABLE}/defaultselection",
            answered(answers.default_selection, of_table=True),
            STATIC,
            _READ,
            "bank_default",
        ),
        guarded(f"{_TABLE}/data", answered(answers.data, of_table=True), STATIC, _ASKED, "bank_data"),
        guarded(f"{TOP}/codelists/{{id}}", answered(answers.codelist), STATIC, _READ, "bank_codelist"),
        guarded(_SAVED, keep, STATIC, _KEPT, "bank_save"),
        guarded(f"{_SAVED}/{{id}}", answered(answers.saved), STATIC, _READ, "bank_saved"),
        guarded(f"{_SAVED}/{{id}}/data", answered(answers.saved_data), STATIC, _READ, "bank_saved_data"),
        guarded(f"{_SAVED}/{{id}}/selection", answered(answers.saved_selection), STATIC, _READ, "bank_saved_selection"),
        guarded(OLDER, answered(older_answers.top), STATIC, _READ, "bank_older"),
        guarded(f"{OLDER}/{{lang}}", answered(older_answers.top), STATIC, _READ, "bank_older_language"),
        guarded(f"{OLDER}/{{lang}}/table", node, STATIC, _READ, "bank_older_top"),
        guarded(f"{OLDER}/{{lang}}/table/{{id:path}}", node, STATIC, _ASKED, "bank_older_node"),
    ]
