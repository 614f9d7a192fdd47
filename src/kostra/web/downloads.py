"""Answers as files. JSON for programs and Markdown for texts are byte for byte what the command line writes; others are saved under a name
of their own, and what is large goes out a little at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from starlette.responses import Response, StreamingResponse

from kostra.app.pages.document import Document
from kostra.app.pages.markdown import markdown

_AT_ONCE = 256 << 10


def json_file(data: Any, name: str) -> Response:
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return Response(text, headers=_named(f"{name}.json"), media_type="application/json")


def markdown_file(document: Document, name: str) -> Response:
    headers = _named(f"{name}.md") | {"Content-Language": document.language}
    return Response(markdown(document), headers=headers, media_type="text/markdown; charset=utf-8")


def attached(content: str | bytes, name: str, kind: str) -> Response:
    """To be saved, under this name."""
    return Response(content, media_type=kind, headers=_saved(name))


def as_kept(file: BinaryIO, name: str, size: int, sha256: str) -> Response:
    """The bytes as they are, to be saved, with their sum. Nothing of them is read into memory as a whole."""
    headers = _saved(name) | {"Content-Length": str(size), "X-SHA256": sha256}
    return StreamingResponse(pieces(file), headers=headers, media_type="application/octet-stream")


def pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_AT_ONCE):
            yield piece


def _saved(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _named(file: str) -> dict[str, str]:
    """Shown in the browser, and called this when saved."""
    return {"Content-Disposition": f'inline; filename="{file}"'}
