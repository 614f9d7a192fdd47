"""The API as a page of the documentation, docs/reference/api.md, made from its operations. A test says when the two differ."""

from __future__ import annotations

from collections.abc import Iterator

from kostra.app.pages.words import Words
from kostra.model.text import Language
from kostra.web.api.openapi import TEXTS, addresses, errors
from kostra.web.api.operations import OPERATIONS


def markdown() -> str:
    """In English, as the documentation is."""
    return "\n".join(_lines(Words(TEXTS, Language.ENGLISH))) + "\n"


def _lines(words: Words) -> Iterator[str]:
    yield "# The API"
    yield ""
    yield words("about")
    yield "The exact shapes are in the OpenAPI document, `/api/v1/openapi.json`. This page is made from the same declarations."
    yield ""
    yield f"{words('login')} {words('shape')}"
    yield ""
    yield "How to begin: [send by API](../how-to/send-by-api.md)."
    for operation in OPERATIONS:
        yield ""
        yield f"## {words(f'{operation.id}_summary')}"
        yield ""
        for path, _ in addresses(operation):
            yield f"* `{operation.method} {path}`"
        yield ""
        yield words(f"{operation.id}_about") + ("" if operation.demands_login else f" {words('open')}")
        yield ""
        if operation.parameters:
            yield "| given | in | what |"
            yield "|---|---|---|"
            for one in operation.parameters:
                yield f"| `{one.name}` | {one.place} | {words(f'parameter_{one.name}')} |"
            yield ""
        yield "| answer | what |"
        yield "|---|---|"
        for answer in operation.answers:
            yield f"| {answer.status} | {words(f'answer_{answer.word}')} |"
        for status in errors(operation):
            yield f"| {status} | {words(f'error_{status}')} |"
