"""Reading which form and which years a path asks for. What cannot be found is answered with what there is."""

from __future__ import annotations

import re

from starlette.requests import Request

from kostra.forms import catalogue
from kostra.model.form import Form, FormVersion
from kostra.model.text import Language
from kostra.web.errors import Wrong
from kostra.web.words import Words


def form_asked(request: Request) -> tuple[Form, Language]:
    language: Language = request.path_params["language"]
    asked: str = request.path_params["form"]
    known = catalogue.ids()
    if asked in known:
        return catalogue.form(asked), language
    word = Words(language)
    near = next((id for id in known if id.casefold() == asked.casefold()), None)
    ways = (
        ((word("form", form=near), f"/{language}/skjema/{near}"),)
        if near
        else ((word("forms"), f"/{language}/skjema"),)
    )
    raise Wrong(404, word("unknown_form", form=asked[:40], forms=", ".join(known)), *ways)


def version_asked(request: Request, part: str = "year") -> tuple[FormVersion, Language]:
    form, language = form_asked(request)
    return form.version(year_of(form, request.path_params[part], language)), language


def year_of(form: Form, written: str, language: Language, malformed: int = 404) -> int:
    """A year that the form has. `malformed` is the status for what is not a year at all."""
    word = Words(language)
    way = (word("years_of", form=form.id), f"/{language}/skjema/{form.id}")
    if not re.fullmatch("[0-9]{4}", written):
        raise Wrong(malformed, word("not_a_year", value=written[:40]), way)
    if int(written) not in form.years:
        sentence = word("unknown_year", form=form.id, year=written, first=form.first_year, last=form.last_year)
        raise Wrong(404, sentence, way)
    return int(written)
