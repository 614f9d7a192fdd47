"""The API is declared once: the routes, the OpenAPI document, the page and the documentation all say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from kostra.app.pages.words import Words
from kostra.model.content import read_texts
from kostra.model.text import Language
from kostra.web.access import GuardedRoute
from kostra.web.api import reference
from kostra.web.api.openapi import TEXTS, document
from kostra.web.api.operations import OPERATIONS
from kostra.web.api.routes import routes

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "api.md"


def test_every_route_is_in_the_document_and_the_other_way() -> None:
    api = [route for route in routes() if isinstance(route, Route) and route.path.startswith("/api/")]
    served = {(route.path, method) for route in api for method in route.methods or () if method != "HEAD"}
    described = {(path, method.upper()) for path, methods in document()["paths"].items() for method in methods}
    assert served == described and len(served) == len(api)


def test_who_may_is_said_by_both(subtests: pytest.Subtests) -> None:
    by_path = {
        (one.path, method): one for one in routes() if isinstance(one, GuardedRoute) for method in one.methods or ()
    }
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            with subtests.test(path=path, method=method):
                access = by_path[path, method.upper()].access
                assert bool(told["security"]) is not access.anonymous
                assert ("401" in told["responses"]) is not access.anonymous


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    text = json.dumps(document())
    used = set(re.findall(r"#/components/schemas/([A-Za-z]+)", text))
    assert used == set(document()["components"]["schemas"])


def test_every_path_parameter_is_declared() -> None:
    for operation in OPERATIONS:
        in_path = {one.name for one in operation.parameters if one.place == "path"}
        assert in_path == set(re.findall(r"{([a-z]+)}", operation.path))


def test_every_error_has_the_one_shape() -> None:
    for methods in document()["paths"].values():
        for told in methods.values():
            for status, answer in told["responses"].items():
                if int(status) >= 400:
                    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK, Language.ENGLISH])
def test_every_word_is_there_in_every_language_and_is_used(language: Language) -> None:
    words = Words(TEXTS, language)
    texts = read_texts(TEXTS)
    assert all(words(key) for key in texts)
    used: set[str] = set()

    class Noted(Words):
        def __call__(self, key: str, **values: object) -> str:
            used.add(key)
            return super().__call__(key, **values)

    list(reference._lines(Noted(TEXTS, language)))
    documented = json.dumps(document(), ensure_ascii=False)
    bokmal = Words(TEXTS, Language.BOKMAL)
    page = (TEXTS.parents[1] / "templates" / "api" / "operations.html").read_text(encoding="utf-8")
    page += (TEXTS.parent / "page.py").read_text(encoding="utf-8")
    unused = {
        key
        for key in texts
        if key not in used and f'"{key}"' not in page and json.dumps(bokmal(key), ensure_ascii=False) not in documented
    }
    assert not unused


def test_the_documentation_is_made_from_the_declarations() -> None:
    stale = "write kostra.web.api.reference.markdown() to docs/reference/api.md"
    assert PAGE.read_text(encoding="utf-8") == reference.markdown(), stale


def test_the_document_is_valid_openapi() -> None:
    schemathesis = pytest.importorskip("schemathesis")
    loaded: Any = schemathesis.openapi.from_dict(document())
    found = [result.ok() for result in loaded.get_all_operations()]
    assert len(found) == sum(len(methods) for methods in document()["paths"].values())
