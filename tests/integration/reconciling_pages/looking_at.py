"""Addresses of reconciliation, and a file as a page sends it."""

from __future__ import annotations

import httpx

from integration.desk.season import post
from integration.portal.asking import body, text_of, token
from integration.portal.house import SIRI, STAVANGER, House

TOP = "/nb/redigering/avstemming"
F281 = f"{TOP}/mot/f281"
UNIT = f"{F281}/2026/enhet/{STAVANGER}"
SCENARIO = f"{TOP}/hva-om/rusinstitusjoner/2026"


def read(there: House, path: str, status: int = 200) -> str:
    """What a statistician reads there."""
    answer = there.visit(SIRI).get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text)


def said(there: House, path: str, **form: str) -> httpx.Response:
    return post(there.visit(SIRI), path, form)


def sent_file(there: House, path: str, content: bytes | None) -> httpx.Response:
    visitor = there.visit(SIRI)
    whole, kind = body([("csrf", token(visitor))], content, "rus.csv")
    return visitor.ask("POST", path, content=whole, headers={"content_type": kind})
