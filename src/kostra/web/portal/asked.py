"""Reading which expected delivery or which submission a path is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request

from kostra.app.permissions import Asker
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty, Right
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.pages import Link
from kostra.web.portal.words import Words


def language_of(request: Request) -> Language:
    language: Language = request.path_params["language"]
    return language


def expected_of(request: Request) -> Expected:
    path = request.path_params
    try:
        return Expected(path["form"], Period.read(path["period"]), path["region"])
    except Refused as refused:
        raise Missing(refused.message) from None


def address(language: Language, expected: Expected) -> str:
    """The page of an expected delivery."""
    return f"/{language}/mine-innsendinger/{expected.form}/{expected.period}/{expected.unit}"


def in_boxes(typed: Mapping[str, object]) -> Mapping[str, str]:
    """What was typed, for the boxes of the page when it is shown again; a box that nothing was typed in is blank."""
    return defaultdict(str, {name: value for name, value in typed.items() if isinstance(value, str)})


def crumbs_above(asker: Asker, expected: Expected, name: str, say: Words) -> tuple[Link, ...]:
    """The way back from what is below an expected delivery: to the reporter's own pages, or for the desk to its page of the unit."""
    language = say.language
    if not asker.may(Right.SEE, expected.unit, expected.form) and asker.has(Duty.STATISTICIAN):
        desk = f"/{language}/skrivebord"
        return (say("desk"), desk), (name, f"{desk}/enhet/{expected.unit}")
    one = say("one_title", form=expected.form, period=expected.period, name=name)
    return (say("mine"), f"/{language}/mine-innsendinger"), (one, address(language, expected))


def writing_about(language: Language, expected: Expected, subject: str) -> str:
    """Where a message about it is written."""
    query = {"region": expected.unit, "om": f"{expected.form}/{expected.period}", "emne": subject}
    return f"/{language}/meldinger?{urlencode(query)}#ny"
