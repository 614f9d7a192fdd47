"""The addresses of the table bank. They are the same for all and ask nobody who they are, so that pages of other sites may ask too;
a selection that is posted is read, answered and forgotten.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import STATIC, guarded
from kostra.web.statbank import answers
from kostra.web.statbank.answering import TOP, answered

_TABLE = f"{TOP}/tables/{{id}}"
_READ, _ASKED = ("GET", "OPTIONS"), ("GET", "POST", "OPTIONS")


def routes() -> list[BaseRoute]:
    return [
        guarded(f"{TOP}/config", answered(answers.config), STATIC, _READ, "bank_config"),
        guarded(f"{TOP}/tables", answered(answers.tables), STATIC, _READ, "bank_tables"),
        guarded(_TABLE, answered(answers.table), STATIC, _READ, "bank_table"),
        guarded(f"{_TABLE}/metadata", answered(answers.metadata), STATIC, _READ, "bank_metadata"),
        guarded(f"{_TABLE}/defaultselection", answered(answers.default_selection), STATIC, _READ, "bank_default"),
        guarded(f"{_TABLE}/data", answered(answers.data), STATIC, _ASKED, "bank_data"),
        guarded(f"{TOP}/codelists/{{id}}", answered(answers.codelist), STATIC, _READ, "bank_codelist"),
    ]
