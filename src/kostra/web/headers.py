"""What every answer says to the browser about what it may do: show, and run, what this site itself sent as files, and nothing else."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kostra.web.address import is_secure

# Icons in Designsystemet are drawings written into its style sheet; they count as images with a data: address.
_POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)

SECURITY = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_ONLY_HTTPS = "max-age=31536000"
"""Where it has been met over https, it is never asked for in any other way for a year."""


class SecurityHeaders:
    """Puts the headers on each answer, and asks the browser to check a page again before it shows an old one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY)
                headers.setdefault("Cache-Control", "no-cache")
                if scope["type"] == "http" and is_secure(Request(scope)):
                    headers["Strict-Transport-Security"] = _ONLY_HTTPS
            await send(message)

        await self.app(scope, receive, send_with_headers)
