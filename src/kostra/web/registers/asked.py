"""What every page of registers needs of a request."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.registers.words import Words

SECTION = "registre"


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    system: System
    asker: Asker
    language: Language
    say: Words

    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"

    def file(self, id: str) -> str:
        return f"{self.top}/fil/{id}"


def asked(request: Request) -> Asked:
    language: Language = request.path_params["language"]
    return Asked(request, request.app.state.system, asker_of(request), language, Words(language))
