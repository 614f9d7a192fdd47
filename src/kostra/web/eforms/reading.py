"""What a request is about, and what it brings: the expected delivery from the path, the answers from the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request

from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.web.access import asker_of
from kostra.web.portal.asked import language_of

USE_MINE, RIGHT, WHY = "bruk.", "stemmer.", "forklaring."
"""What the name of a box begins with, when it is not the answer to a question."""


def system_of(request: Request) -> System:
    system: System = request.app.state.system
    return system


def asker(request: Request) -> Asker:
    """Whoever asks, in the language of the page: findings are told in it."""
    return replace(asker_of(request), language=language_of(request))


def sent(request: Request) -> FormData:
    """The guard has read it, and seen that it came from one of our own pages."""
    form: FormData = request.state.form
    return form


def answers(form: FormData) -> dict[str, str]:
    """The last value of each: a box to tick stands after a hidden blank, so that no tick is an answer too.

    Where somebody chose their own answer before another's, that is the answer.
    """
    typed = {name: str(value) for name, value in form.multi_items() if isinstance(value, str)}
    return typed | {name.removeprefix(USE_MINE): text for name, text in typed.items() if name.startswith(USE_MINE)}


def explained(form: FormData) -> Mapping[str, str]:
    """The warnings that are ticked as right, each with the reason given."""
    keys = (name.removeprefix(RIGHT) for name in form if name.startswith(RIGHT))
    return {key: str(form.get(f"{WHY}{key}", "")) for key in keys}


def number(written: object) -> int:
    """A number of a version; 0 for what is none."""
    text = str(written or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
