"""How an endpoint is declared: everything about it that a client must know, beside the function that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from kostra.web.access import Access

Schema = dict[str, Any]
Endpoint = Callable[[Request], Any]

JSON, BYTES = "application/json", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`place` is path, query or header. Its words stand in texts.toml under `parameter_` and its name."""

    name: str
    place: str
    schema: Schema = field(compare=False)
    example: str | None = None

    @property
    def required(self) -> bool:
        return self.place == "path"


@dataclass(frozen=True, slots=True)
class Answer:
    """`kinds` are the media types; `schema` is a name among the schemas when the answer is JSON. Its words: `answer_` and `word`."""

    status: int
    word: str
    kinds: tuple[str, ...] = (JSON,)
    schema: str | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """`errors` are the statuses it may refuse with, beside those that every one has. `seasons`: it is there for the test season too."""

    id: str
    method: str
    path: str
    answer: Endpoint = field(compare=False)
    access: Access
    answers: tuple[Answer, ...]
    errors: tuple[int, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: tuple[str, ...] = ()
    """The media types of what is sent; none when nothing is."""
    seasons: bool = False

    @property
    def demands_login(self) -> bool:
        return not self.access.anonymous
