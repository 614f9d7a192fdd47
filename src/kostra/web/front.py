"""The front page, what `/` leads to, the language switch, and the small answers that machines ask for."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kostra.forms import catalogue
from kostra.model.text import Language
from kostra.web.address import address_of
from kostra.web.language import COOKIE, preferred
from kostra.web.nation import summary
from kostra.web.pages import Page, show
from kostra.web.settings import Settings
from kostra.web.words import Words

_A_YEAR = 365 * 24 * 3600
STEPS = ("kildedata", "inndata", "klargjort", "statistikk", "utdata")


def choose_language(request: Request) -> Response:
    response = RedirectResponse(f"/{preferred(request)}/", 303)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def front(request: Request) -> Response:
    """Of a site without figures to show."""
    return _shown(request, "front.html", "site_title")


def way(request: Request) -> Response:
    """From a file to a figure, and what the synthetic nation is made of."""
    return _shown(request, "way.html", "site_title", "way")


def _shown(request: Request, template: str, title: str, section: str = "front") -> Response:
    language: Language = request.path_params["language"]
    settings: Settings = request.app.state.settings
    example = catalogue.form("11F")
    context = {
        "steps": STEPS,
        "nation": summary(settings.data, language) if settings.demo else None,
        "newest": example.newest_year(),
        "count": len(catalogue.ids()),
    }
    return show(request, Page(template, Words(language)(title), language, section=section, context=context))


def switch(request: Request) -> Response:
    """Remembers the language and goes on to the same page in it. The path is always one of ours."""
    language: Language = request.path_params["language"]
    query = f"?{request.url.query}" if request.url.query else ""
    response = RedirectResponse(f"/{language}/{quote(request.path_params['path'])}{query}", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, language.value, _A_YEAR, secure=secure, httponly=True, samesite="lax")
    return response


def robots(request: Request) -> Response:
    """Synthetic figures must not be found by those who look for real ones."""
    settings: Settings = request.app.state.settings
    closed = "/" if settings.demo else "/sprak/"
    pages = "" if request.app.state.system is None else f"Sitemap: {address_of(request)}/sitemap.xml\n"
    return PlainTextResponse(f"User-agent: *\nDisallow: {closed}\n{pages}")
