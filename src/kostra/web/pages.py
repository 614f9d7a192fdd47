"""Putting a page together: the frame, the way back, the language switch. What stands inside comes ready from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kostra import __version__
from kostra.app.pages.document import Document
from kostra.app.pages.html import fragment
from kostra.app.permissions import NOT_LOGGED_IN, Asker
from kostra.app.system import System
from kostra.followup.calendar import OSLO
from kostra.model.text import Language
from kostra.web.address import address_of
from kostra.web.assets import address
from kostra.web.language import READ, WRITTEN
from kostra.web.login.cookies import csrf_token
from kostra.web.menu import own_parts
from kostra.web.settings import Settings
from kostra.web.words import Words

Link = tuple[str, str]
"""What it says, and where it leads."""

_NAMES = {Language.BOKMAL: "Bokmål", Language.NYNORSK: "Nynorsk", Language.ENGLISH: "English"}


@dataclass(frozen=True, slots=True)
class Page:
    """`crumbs` lead from the front page to the page above this one; `content_language` is set when the text is in another language.

    `languages` are those that the page is there in. `canonical` is its path after the language, without what was chosen on it, and
    `description` is what a search engine shows of it.
    """

    template: str
    title: str
    language: Language
    crumbs: tuple[Link, ...] = ()
    section: str = ""
    status: int = 200
    content_language: str | None = None
    languages: tuple[Language, ...] = WRITTEN
    canonical: str | None = None
    description: str | None = None
    context: dict[str, Any] = field(default_factory=dict)


@cache
def environment() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.globals["asset"] = address
    templates.globals["product_version"] = __version__
    templates.filters["code"] = _code
    return templates


def show(request: Request, page: Page) -> HTMLResponse:
    """Every form that is posted holds `{{ csrf_field }}`; a script that sends something else puts `{{ csrf }}` in the header X-CSRF."""
    settings: Settings = request.app.state.settings
    asker: Asker = getattr(request.state, "asker", NOT_LOGGED_IN)
    token = csrf_token(request) if asker.is_anybody else ""
    word = Words(page.language)
    home = f"/{page.language}/" if page.language in page.languages else "/"
    context = page.context | {
        "page": page,
        "word": word,
        "home": home,
        "links": f"/{page.language if page.language in WRITTEN else Language.BOKMAL}",
        "crumbs": ((word("front"), home), *page.crumbs) if page.section != "front" else (),
        "reading": f"/{page.language if page.language in READ else Language.BOKMAL}",
        "site": address_of(request),
        "languages": tuple(_switch(request, page, to) for to in page.languages),
        "demo": settings.demo,
        "played": _played(request),
        "asker": asker,
        "own_parts": own_parts(asker, request.app.state.parts),
        "can_log_in": request.app.state.system is not None,
        "path": request.scope["path"],
        "csrf": token,
        "csrf_field": Markup('<input type="hidden" name="csrf" value="{}">').format(token),
    }
    text = environment().get_template(page.template).render(context)
    return HTMLResponse(text, page.status)


def _played(request: Request) -> str | None:
    """The day of the season that the demo has come to, when it is not today."""
    system: System | None = request.app.state.system
    if system is None or not system.demo:
        return None
    day = system.clock.now().astimezone(OSLO).date()
    return None if day == datetime.now(OSLO).date() else f"{day:%d.%m.%Y}"


def _switch(request: Request, page: Page, to: Language) -> dict[str, Any]:
    """The same page in another language; from a page that is in none of them, the front page. The choice of English is not remembered: most
    pages are not in it."""
    here = page.language
    rest = str(request.scope["path"]).removeprefix(f"/{here}") if here in page.languages else "/"
    known = here in page.languages and str(request.scope["path"]).startswith(f"/{here}/")
    query = f"?{request.url.query}" if known and request.url.query else ""
    path = quote(rest if known else "/") + query
    return {
        "code": to.value,
        "name": _NAMES[to],
        "chosen": here is to,
        "path": f"/{to}{path}",
        "switch": f"/sprak/{to}{path}" if to in WRITTEN else f"/{to}{path}",
    }


def body(document: Document) -> Markup:
    """The blocks of a document; its title is the first line of the fragment, and stands in the frame here."""
    return Markup(fragment(document).partition("\n")[2])


def _code(text: str) -> Markup:
    """What stands between backticks is code, as in a document."""
    parts = str(Markup.escape(text)).split("`")
    return Markup("".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts)))
