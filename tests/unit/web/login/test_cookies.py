"""The token of a form belongs to one session, and is never the same twice."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from starlette.requests import Request

from kostra.web.login.cookies import csrf_token, is_ours, session_of
from kostra.web.settings import Settings


def request(secret: str | None = "s" * 43, scheme: str = "http", address: str | None = None) -> Request:
    name = "__Host-sesjon" if scheme == "https" else "sesjon"
    headers = [(b"host", b"site.test")]
    if secret is not None:
        headers.append((b"cookie", f"{name}={secret}".encode()))
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": headers,
            "scheme": scheme,
            "server": ("site.test", 80),
            "app": SimpleNamespace(state=SimpleNamespace(settings=Settings(Path(), Path(), address=address))),
        }
    )


def test_a_token_is_known_again_by_the_session_it_was_made_for_and_no_other() -> None:
    token = csrf_token(request())
    assert is_ours(request(), token)
    assert not is_ours(request("t" * 43), token)
    assert not is_ours(request(None), token)


def test_two_tokens_of_a_session_are_not_alike() -> None:
    first, second = csrf_token(request()), csrf_token(request())
    assert first.split(".")[0] != second.split(".")[0] and first.split(".")[1] != second.split(".")[1]


def test_what_is_no_token_is_not_ours() -> None:
    token = csrf_token(request())
    salt, bound = token.split(".")
    for wrong in (
        "",
        ".",
        bound,
        f"{salt}.",
        f".{bound}",
        f"{salt}0.{bound}",
        f"{salt}.{bound[:-1]}",
        "é.é",
        token + "x",
    ):
        assert not is_ours(request(), wrong), wrong


def test_nobody_has_no_token() -> None:
    assert csrf_token(request(None)) == ""
    assert not is_ours(request(None), "")


def test_on_https_only_the_bound_cookie_counts() -> None:
    assert session_of(request("x", "https")) == "x"
    bare = request("x")
    bare.scope["scheme"] = "https"
    assert session_of(Request(bare.scope)) is None


def test_behind_a_proxy_the_address_from_outside_decides() -> None:
    behind = request("x", address="https://kostra.example.no")
    assert session_of(behind) is None
    behind.scope["headers"] = [(b"cookie", b"__Host-sesjon=x")]
    assert session_of(Request(behind.scope)) == "x"


def test_a_cookie_far_too_long_is_none() -> None:
    assert session_of(request("x" * 101)) is None
