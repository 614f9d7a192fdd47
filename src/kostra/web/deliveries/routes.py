"""The addresses of deliveries. Anybody reads the register of bases; the records themselves nobody but the recipient can open."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty, Right
from kostra.web.access import DUTY, LOGGED_IN, PUBLIC, WITH, guarded
from kostra.web.deliveries import box, desk, insight, register
from kostra.web.deliveries.asked import BASES, DELIVERIES, INSIGHT

_DELIVERIES = f"/{{language:written}}/{DELIVERIES}"
_ONE = f"{_DELIVERIES}/{{id}}"
_BASES = f"/{{language:written}}/{BASES}"
_BASIS = f"{_BASES}/{{id}}"
_INSIGHT = f"/{{language:written}}/{INSIGHT}"
_REGION = f"{_INSIGHT}/{{region}}"


def routes() -> list[BaseRoute]:
    at_desk, of_recipient = DUTY(Duty.STATISTICIAN), DUTY(Duty.CLIENT)
    both = DUTY(Duty.STATISTICIAN, Duty.CLIENT)
    return [
        guarded(_DELIVERIES, desk.deliveries, both, name="deliveries"),
        guarded(f"{_DELIVERIES}/bestill", desk.order, both, ("POST",), name="order_delivery"),
        guarded(_ONE, desk.one_delivery, at_desk, name="delivery"),
        guarded(f"{_ONE}/godkjenn", desk.approve, at_desk, ("POST",), name="approve_delivery"),
        guarded(f"{_ONE}/slett", desk.drop, at_desk, ("POST",), name="drop_delivery"),
        guarded(f"{_ONE}/innhold", box.content, of_recipient, name="delivery_content"),
        guarded(f"{_ONE}/kvittering", box.receipt, of_recipient, name="delivery_receipt"),
        guarded(f"{_ONE}/manifest", box.manifest, of_recipient, name="delivery_manifest"),
        guarded(f"{_ONE}/bevis", box.proof, of_recipient, name="delivery_proof"),
        guarded(_BASES, register.register, PUBLIC, name="bases"),
        guarded(f"{_BASES}/registrer", register.enter, at_desk, ("POST",), name="enter_basis"),
        guarded(f"{_BASES}/mottaker", register.enter_recipient, at_desk, ("POST",), name="enter_recipient"),
        guarded(f"{_BASES}/nokkel", register.put_key, at_desk, ("POST",), name="put_recipient_key"),
        guarded(_BASIS, register.one_basis, PUBLIC, name="basis"),
        guarded(f"{_BASIS}/godkjenn", register.approve, at_desk, ("POST",), name="approve_basis"),
        guarded(f"{_BASIS}/avslutt", register.end, at_desk, ("POST",), name="end_basis"),
        guarded(_INSIGHT, insight.places, LOGGED_IN, name="insight"),
        guarded(_REGION, insight.about, WITH(Right.SEE), name="insight_region"),
        guarded(f"{_REGION}/{{form}}/{{period}}", insight.own_data, WITH(Right.SEE), name="own_data"),
    ]
