"""Where anybody says whether the guidance of a question helped. Without a login, and without anything kept of who it was."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.feedback import giving
from kostra.app.guide.addresses import of_field
from kostra.model.errors import Missing, Refused
from kostra.web.asked import version_asked
from kostra.web.errors import status_of
from kostra.web.feedback.words import Words
from kostra.web.guide.form_pages import question_asked, shown
from kostra.web.rates import Buckets, TooMany
from kostra.web.settings import Settings

_HELPED = {"ja": True, "nei": False}


def give(request: Request) -> Response:
    """Whatever hinders it, the page is shown again with what was typed."""
    version, language = version_asked(request)
    about = question_asked(version, str(request.path_params["field"]), language)
    form = request.state.form
    helped, text = _HELPED.get(str(form.get("nyttig", ""))), str(form.get("tekst", ""))
    try:
        _count(request)
        giving.give(request.app.state.system, version.form.id, version.year, about.id, language, helped, text)
    except TooMany as many:
        return shown(request, Words(language)("too_many", seconds=many.wait), 429)
    except giving.Full as full:
        return shown(request, full.message, 429)
    except Missing:
        raise
    except Refused as refused:
        return shown(request, refused.message, status_of(refused))
    address = of_field(language, version.form.id, version.year, about.id)
    return RedirectResponse(f"{address}?takk=1#tilbakemelding", 303)


def back(request: Request) -> Response:
    """To the question, for whoever comes to the address that the form is sent to."""
    version, language = version_asked(request)
    about = question_asked(version, str(request.path_params["field"]), language)
    return RedirectResponse(of_field(language, version.form.id, version.year, about.id), 303)


def _count(request: Request) -> None:
    settings: Settings = request.app.state.settings
    buckets: Buckets = request.app.state.buckets
    buckets.take(f"keeps {request.client.host if request.client else 'nowhere'}", settings.rates.keeping)
