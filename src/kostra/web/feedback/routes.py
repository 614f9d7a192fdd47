"""The addresses of feedback on the guide, and who may use each."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, PUBLIC, guarded
from kostra.web.feedback import desk, giving

_DESK = "/{language:written}/skrivebord/veiledning"


def routes() -> list[BaseRoute]:
    statistician = DUTY(Duty.STATISTICIAN)
    give = "/{language:written}/veiledning/{form}/{year}/{field}/tilbakemelding"
    return [
        guarded(give, giving.back, PUBLIC),
        guarded(give, giving.give, PUBLIC, ("POST",), name="feedback_give"),
        guarded(_DESK, desk.front, statistician, name="feedback_desk"),
        guarded(f"{_DESK}/lesbarhet.{{kind:kind}}", desk.readability_file, statistician, name="readability_file"),
        guarded(f"{_DESK}/lesbarhet", desk.readability, statistician, name="readability"),
        guarded(f"{_DESK}/{{id}}", desk.page, statistician, name="feedback_one"),
        guarded(f"{_DESK}/{{id}}", desk.change, statistician, ("POST",)),
    ]
