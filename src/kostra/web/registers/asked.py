"""What every page of registers needs of a request."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from kostra.web.registers.words import Words
from kostra.web.visit import Visit

SECTION = "registre"


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"

    def file(self, id: str) -> str:
        return f"{self.top}/fil/{id}"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)
