"""One's own page: name, e-mail, language, and the code that an administrator asks for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.people import registering
from kostra.followup.calendar import OSLO
from kostra.model.errors import Refused
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.address import is_secure, local
from kostra.web.language import COOKIE
from kostra.web.login.words import Words
from kostra.web.pages import Page, show

_A_YEAR = 365 * 24 * 3600


def page(request: Request) -> Response:
    return _page(request, local(request.query_params.get("til", ""), ""))


def change(request: Request) -> Response:
    """Back to the page with what is wrong, and with what was typed; else on to the page they came for."""
    language: Language = request.path_params["language"]
    form = request.state.form
    typed = {name: str(form.get(name, "")) for name in ("name", "email", "chosen")}
    to = local(str(form.get("til", "")), "")
    chosen = Language(typed["chosen"]) if typed["chosen"] in ("nb", "nn") else None
    try:
        registering.change_profile(request.app.state.system, asker_of(request), typed["name"], typed["email"], chosen)
    except Refused as refused:
        return _page(request, to, typed, refused.message)
    response = RedirectResponse(to or f"/{chosen or language}/profil", 303)
    if chosen is not None:
        secure = is_secure(request)
        response.set_cookie(COOKIE, chosen.value, _A_YEAR, secure=secure, httponly=True, samesite="lax")
    return response


def change_code(request: Request) -> Response:
    registering.change_code(request.app.state.system, asker_of(request))
    return RedirectResponse(f"/{request.path_params['language']}/profil#kode", 303)


def _page(request: Request, to: str, typed: dict[str, str] | None = None, problem: str = "") -> Response:
    language: Language = request.path_params["language"]
    word = Words(language)
    person = registering.profile(request.app.state.system, asker_of(request))
    context = {
        "say": word,
        "person": person,
        "typed": typed or {"name": person.name, "email": person.email, "chosen": person.language or ""},
        "until": f"{person.code_until.astimezone(OSLO):%d.%m.%Y}" if person.code_until else "",
        "problem": problem,
        "to": to,
    }
    status = 422 if problem else 200
    return show(
        request, Page("login/profile.html", word("profile"), language, section="profil", status=status, context=context)
    )
