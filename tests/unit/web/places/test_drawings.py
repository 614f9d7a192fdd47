"""What is drawn is kept while there is room, made again for figures that have changed, and not made without end for one who asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from starlette.requests import Request

from kostra.web.places import drawings
from kostra.web.places.drawings import Kept, made
from kostra.web.rates import Buckets, Rate, TooMany
from unit.publication.nation import key_figures


def test_the_newest_are_kept_while_there_is_room() -> None:
    kept = Kept(room=10)
    kept.keep("a", b"12345")
    kept.keep("b", b"12345")
    assert kept.find("a") == b"12345"
    kept.keep("c", b"123")
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (b"12345", None, b"123")
    kept.keep("a", b"1")
    kept.keep("d", b"123456")
    assert (kept.find("a"), kept.find("c"), kept.find("d")) == (b"1", b"123", b"123456")


def test_the_same_is_made_once_and_anew_for_another_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawings, "PACE", Rate(0.001, 2))
    app = SimpleNamespace(state=SimpleNamespace(buckets=Buckets()))
    request = cast(Request, SimpleNamespace(app=app, client=SimpleNamespace(host="here")))
    one, other = key_figures(1, municipalities=1), key_figures(1, municipalities=1)
    times: list[int] = []

    def make() -> bytes:
        times.append(1)
        return bytes([len(times)])

    assert [made(request, one, ("x",), make) for _ in range(5)] == [b"\x01"] * 5
    assert made(request, other, ("x",), make) == b"\x02"
    with pytest.raises(TooMany):
        made(request, one, ("y",), make)
    assert made(request, one, ("x",), make) == b"\x01"
