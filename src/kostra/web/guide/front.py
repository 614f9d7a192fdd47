"""The front of the guide site, what is new in a year, and the words of the forms in plain language."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.forms.words import Words as FormWords
from kostra.app.guide import news
from kostra.app.guide.addresses import of_form
from kostra.app.guide.news import News
from kostra.forms.guide import guide
from kostra.forms.terms import Term, terms
from kostra.model.text import Language
from kostra.web.downloads import markdown_file
from kostra.web.errors import Wrong
from kostra.web.guide.form_pages import SECTION
from kostra.web.guide.words import Words
from kostra.web.listing import COLORS
from kostra.web.naming import form_title
from kostra.web.pages import Page, body, show

_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


def front(request: Request) -> Response:
    language: Language = request.path_params["language"]
    say = Words(language)
    year = news.newest()
    context = {"say": say, "year": year, "years": news.years()} | _forms(year, language)
    page = Page(
        "guide/front.html",
        say("guide"),
        language,
        section=SECTION,
        canonical="/veiledning",
        description=say("front_description"),
        context=context,
    )
    return show(request, page)


def year_page(request: Request) -> Response:
    language, year = _year(request)
    say = Words(language)
    document = news.as_document(year, language)
    context = {
        "say": say,
        "year": year,
        "years": news.years(),
        "news": body(document),
        "is_newest": year == news.newest(),
    } | _forms(year, language)
    crumbs = ((say("guide"), f"/{language}/veiledning"),)
    page = Page(
        "guide/year.html",
        document.title,
        language,
        crumbs,
        SECTION,
        canonical=f"/veiledning/aar/{year}",
        context=context,
    )
    return show(request, page)


def year_markdown(request: Request) -> Response:
    language, year = _year(request)
    return markdown_file(news.as_document(year, language), f"nytt-{year}-{language}")


def terms_page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    say = Words(language)
    ordered = sorted(terms(), key=lambda one: _order(one.name[language]))
    letters = [
        (letter.upper(), [_term(one, language) for one in of])
        for letter, of in groupby(ordered, key=lambda one: one.name[language][0].casefold())
    ]
    crumbs = ((say("guide"), f"/{language}/veiledning"),)
    context = {"say": say, "letters": letters}
    page = Page(
        "guide/terms.html", say("terms"), language, crumbs, SECTION, canonical="/veiledning/ord", context=context
    )
    return show(request, page)


@lru_cache(maxsize=64)
def _forms(year: int, language: Language) -> dict[str, Any]:
    """The forms that the year has, with what is new in each."""
    word = FormWords(language)
    return {"forms": [_row(one, language, word) for one in news.of_year(year) if not one.has_ended]}


def _row(one: News, language: Language, word: FormWords) -> dict[str, Any]:
    form = one.form
    status = form.status.at(one.year)
    return {
        "id": form.id,
        "title": form_title(form, language, one.year),
        "address": of_form(language, form.id, one.year),
        "tips": f"{of_form(language, form.id, one.year)}#tips",
        "tip_count": len(guide(form.id, language, one.year).tips),
        "news": f"/{language}/veiledning/aar/{one.year}#{form.id}",
        "is_new": not one.nothing,
        "counted": news.counted(one, word),
        "status": word(status.value),
        "colour": COLORS[status],
    }


def _term(one: Term, language: Language) -> dict[str, Any]:
    name = one.name[language]
    return {
        "id": one.id,
        "name": name[0].upper() + name[1:],
        "text": one.text[language],
        "law": one.law[language] if one.law is not None else "",
    }


def _order(word: str) -> list[int]:
    """As Norwegians order words: æ, ø and å come last."""
    return [_ALPHABET.find(letter) for letter in word.casefold()]


def _year(request: Request) -> tuple[Language, int]:
    language: Language = request.path_params["language"]
    written, known = str(request.path_params["year"]), news.years()
    if written not in {str(year) for year in known}:
        say = Words(language)
        way = (say("guide"), f"/{language}/veiledning")
        raise Wrong(404, say("no_year", year=written[:20], first=min(known), last=max(known)), way)
    return language, int(written)
