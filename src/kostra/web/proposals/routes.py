"""The addresses of the proposals, and who may use each. What one may do with one proposal is asked in the use cases."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, LOGGED_IN, PUBLIC, guarded
from kostra.web.proposals import answering, changing, clock, draft_routes, listing, meetings, one, writing

_TOP = "/{language:written}/forslag"
_ONE = f"{_TOP}/{{number}}"


def routes() -> list[BaseRoute]:
    """Words stand before numbers: `nytt` is no number."""
    statistician = DUTY(Duty.STATISTICIAN)
    return [
        guarded(f"{_TOP}.csv", listing.table, PUBLIC, name="proposals_csv"),
        guarded(_TOP, listing.front, PUBLIC, name="proposals"),
        guarded(f"{_TOP}/nytt", writing.new, LOGGED_IN, name="new_proposal"),
        guarded(f"{_TOP}/nytt", writing.save_new, LOGGED_IN, ("POST",)),
        guarded(f"{_TOP}/klokken", clock.page, PUBLIC, name="proposals_clock"),
        guarded(f"{_TOP}/moter", meetings.front, PUBLIC, name="meetings"),
        guarded(f"{_TOP}/moter", meetings.call, statistician, ("POST",)),
        guarded(f"{_TOP}/moter/{{number}}.md", meetings.agenda_markdown, PUBLIC, name="agenda_markdown"),
        guarded(f"{_TOP}/moter/{{number}}", meetings.one, PUBLIC, name="meeting"),
        guarded(f"{_TOP}/moter/{{number}}", meetings.change, statistician, ("POST",)),
        guarded(f"{_TOP}/historikk/{{id}}", listing.earlier, PUBLIC, name="earlier_proposal"),
        guarded(f"{_ONE}/rediger", writing.edit, LOGGED_IN, name="edit_proposal"),
        guarded(f"{_ONE}/rediger", writing.save, LOGGED_IN, ("POST",)),
        guarded(f"{_ONE}/endringer", changing.page, LOGGED_IN, name="proposal_changes"),
        guarded(f"{_ONE}/endringer", changing.change, LOGGED_IN, ("POST",)),
        guarded(f"{_ONE}/svar", answering.page, LOGGED_IN, name="answer_hearing"),
        guarded(f"{_ONE}/svar", answering.answer, LOGGED_IN, ("POST",)),
        guarded(_ONE, one.page, PUBLIC, name="proposal"),
        guarded(_ONE, one.change, LOGGED_IN, ("POST",)),
        *draft_routes.routes(),
    ]
