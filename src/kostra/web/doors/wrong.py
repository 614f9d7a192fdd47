"""What a wrong request is answered with at the doors, in the shape that their clients read.

{timestamp, httpStatusCode, errorType, url, validationErrors}: the sentences stand in `validationErrors`, each under the field it is about.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

from kostra.web.doors.asked import WHOLE

VALIDATION, SYSTEM = "VALIDATION_ERROR", "SYSTEM_ERROR"


def answer(request: Request, status: int, wrong: Mapping[str, str] | str, **headers: str) -> JSONResponse:
    """A sentence about no field in particular stands under ROOT."""
    sentences = {WHOLE: wrong} if isinstance(wrong, str) else dict(wrong)
    shape = {
        "timestamp": int(time.time() * 1000),
        "httpStatusCode": status,
        "errorType": SYSTEM if status >= 500 else VALIDATION,
        "url": str(request.scope["path"]),
        "validationErrors": sentences,
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse(shape, status, headers={"Cache-Control": "no-store"} | named)
