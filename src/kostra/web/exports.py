"""Tables and workbooks as files to save: CSV or XLSX, as the address ends."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.followup.exporting import Table, as_csv, as_xlsx
from kostra.app.pages import sheets
from kostra.app.pages.sheets import Rows
from kostra.model.text import Language
from kostra.web.downloads import attached

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Kind(Convertor[str]):
    """How the address of a file ends."""

    regex = "csv|xlsx"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("kind", _Kind())


def file(request: Request, table: Table, name: str) -> Response:
    """In the language of the address, and of the kind that it ends with."""
    language: Language = request.path_params["language"]
    if request.path_params["kind"] == "xlsx":
        return sheet(as_xlsx(table, language), name)
    return _csv(as_csv(table, language), name)


def rows_file(request: Request, heads: Sequence[str], rows: Rows, name: str) -> Response:
    """The same of rows whose headings are ready, as the names of sources are."""
    if request.path_params["kind"] == "xlsx":
        return sheet(sheets.as_xlsx(heads, rows), name)
    return _csv(sheets.as_csv(heads, rows), name)


def sheet(content: bytes, name: str) -> Response:
    return attached(content, f"{name}.xlsx", _SHEET)


def _csv(content: str, name: str) -> Response:
    return attached(content, f"{name}.csv", "text/csv; charset=utf-8")
