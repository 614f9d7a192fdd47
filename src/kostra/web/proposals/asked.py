"""What the pages of the proposals read from an address or a form: numbers, years, days and choices."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request

from kostra.model.errors import Missing, Refused

SECTION = "forslag"
E = TypeVar("E", bound=StrEnum)


def number_of(request: Request) -> int:
    written = str(request.path_params["number"])
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise Missing(f"«{written[:40]}» er ikke nummeret på noe forslag eller møte. Se listen.")
    return int(written)


def year_of(written: str) -> int:
    if not (len(written) == 4 and written.isascii() and written.isdigit()):
        raise Refused(f"«{written[:20]}» er ikke et år. Skriv fire siffer, for eksempel 2027.")
    return int(written)


def day_of(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"«{written[:20]}» er ikke en dag. Skriv år, måned og dag, for eksempel 2026-05-11.") from None


def choice_of(written: str, known: type[E]) -> E:
    try:
        return known(written)
    except ValueError:
        raise Refused(f"«{written[:40]}» er ikke et av valgene. Velg i listen.") from None


def top(language: str) -> str:
    return f"/{language}/{SECTION}"
