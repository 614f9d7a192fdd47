"""The routes about rights. Each use case asks again, and by form where the path names only the municipality."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty, Right
from kostra.web.access import DUTY, DUTY_OR, LOGGED_IN, WITH, guarded
from kostra.web.rights import office, own, region, steward

_HERE = "/{language:written}/tilganger"
_STEWARD = f"{_HERE}/forvaltning"
_OFFICE = f"{_HERE}/kontor/{{office}}"
_REGION = f"{_HERE}/{{region}}"


def routes() -> list[BaseRoute]:
    stewards, administrators = DUTY(Duty.STEWARD), DUTY_OR(Right.ADMINISTER, Duty.STEWARD)
    post = ("POST",)
    return [
        guarded(_HERE, own.page, LOGGED_IN, name="rights"),
        guarded(_STEWARD, steward.page, stewards, name="stewarding"),
        guarded(f"{_STEWARD}/administrator", steward.appoint, stewards, post),
        guarded(f"{_STEWARD}/oppgave", steward.give_duty, stewards, post),
        guarded(f"{_STEWARD}/oppgave/avslutt", steward.end_duty, stewards, post),
        guarded(f"{_STEWARD}/kontor", steward.make_office, stewards, post),
        guarded(_OFFICE, office.page, LOGGED_IN, name="office"),
        guarded(f"{_OFFICE}/medlem", office.put, LOGGED_IN, post, name="office_member_put"),
        guarded(f"{_OFFICE}/medlem/avslutt", office.end, LOGGED_IN, post, name="office_member_end"),
        guarded(_REGION, region.page, administrators, name="rights_of_region"),
        guarded(f"{_REGION}/finn", region.find, WITH(Right.ADMINISTER), post, name="mandate_find"),
        guarded(f"{_REGION}/gi", region.give, WITH(Right.ADMINISTER), post, name="mandate_give"),
        guarded(f"{_REGION}/avslutt", region.end, administrators, post, name="mandate_end"),
        guarded(f"{_REGION}/avslutt-alt", region.end_all, administrators, post, name="mandate_end_all"),
        guarded(f"{_REGION}/malform", region.language, administrators, post, name="region_language"),
    ]
