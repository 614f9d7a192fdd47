"""The addresses of the evaluation at the desk, and of the quality statements for anybody."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, PUBLIC, STATIC, guarded
from kostra.web.evaluation import controls, one_control, quality, vendors

_DESK = "/{language:written}/skrivebord"
_READ = f"/{{language:read}}/{quality.PLACE}"


def routes() -> list[BaseRoute]:
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(f"{_DESK}/evaluering.{{kind:kind}}", controls.export, desk, name="evaluation_file"),
        guarded(f"{_DESK}/evaluering", controls.all_controls, desk, name="evaluation"),
        guarded(f"{_DESK}/evaluering/{{form}}/{{control}}", one_control.one_control, desk, name="evaluation_control"),
        guarded(f"{_DESK}/leverandorer.{{kind:kind}}", vendors.export, desk, name="vendors_file"),
        guarded(f"{_DESK}/leverandorer", vendors.all_vendors, desk, name="vendors"),
        guarded(_READ, quality.statements, PUBLIC, name="quality_statements"),
        guarded(f"{_READ}/{{id}}", quality.statement, PUBLIC, name="quality_statement"),
        guarded(quality.API, quality.as_json, STATIC, name="quality_json"),
    ]
