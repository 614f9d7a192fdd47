"""Small things that the tests of pages do again and again: the token of a page, a file sent as a browser without a script sends it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx

from integration.web.visiting import Visitor


def token(visitor: Visitor, page: str = "/nb/mine-innsendinger") -> str:
    """What any page of the session puts in its forms: here the button that logs out."""
    found = re.search('name="csrf" value="([^"]+)"', visitor.get(page).text)
    assert found is not None, page
    return found[1]


def posted(visitor: Visitor, path: str, **form: Any) -> httpx.Response:
    return visitor.post(path, {"csrf": token(visitor), **form})


def body(fields: Sequence[tuple[str, str]], content: bytes | None, name: str = "11F.dat") -> tuple[bytes, str]:
    """A multipart body in the order of the page: the fields first, then the file; and its content type."""
    mark = uuid4().hex
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields]
    whole = "".join(parts).encode()
    if content is not None:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="fil"; filename="{name}"\r\n'
        whole += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n"
    return whole + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def upload(visitor: Visitor, page: str, content: bytes | None, name: str = "11F.dat", **fields: str) -> httpx.Response:
    """As the form on the page of an expected delivery sends it."""
    given = {"csrf": token(visitor), "hva": "send"} | fields
    whole, kind = body(list(given.items()), content, name)
    return visitor.ask("POST", f"{page}/last-opp", content=whole, headers={"content_type": kind})


def text_of(page: str) -> str:
    """What a reader reads in the middle of the page, on one line."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", main)).split())
