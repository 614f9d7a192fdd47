"""The character NUL can be sent by anybody, and no database takes it: it is refused at the door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from integration.web.visiting import Visitor, hidden

Come = Callable[..., Visitor]


@pytest.mark.parametrize(
    "path",
    ["/nb/innsending/%00", "/nb/feilliste/a%00b", "/nb/meldinger/%00", "/nb/meldinger?region=%00", "/api/v1/%00"],
)
def test_there_is_no_such_address(visitor: Come, path: str) -> None:
    assert visitor("sender").get(path).status_code == 404


def test_nor_is_it_taken_in_a_form(visitor: Come) -> None:
    one = visitor("sender")
    token = hidden(one.get("/nb/profil").text, "/nb/profil")
    assert one.post("/nb/profil", token | {"name": "Åse\0Ødegård"}, origin=one.base).status_code == 400
    message = token | {"region": "110300", "emne": "Frist", "tekst": "a\0b"}
    assert one.post("/nb/meldinger/ny", message, origin=one.base).status_code == 400
