"""The same answers as files: JSON for programs, Markdown for texts. They are byte for byte what the command line writes."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from kostra.app.pages.document import Document
from kostra.app.pages.markdown import markdown


def json_file(data: Any, name: str) -> Response:
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return Response(text, headers=_named(f"{name}.json"), media_type="application/json")


def markdown_file(document: Document, name: str) -> Response:
    headers = _named(f"{name}.md") | {"Content-Language": document.language}
    return Response(markdown(document), headers=headers, media_type="text/markdown; charset=utf-8")


def _named(file: str) -> dict[str, str]:
    """Shown in the browser, and called this when saved."""
    return {"Content-Disposition": f'inline; filename="{file}"'}
