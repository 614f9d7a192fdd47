"""The menu of those who are logged in: their own parts, as far as this site has them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kostra.app.permissions import NOT_LOGGED_IN, Asker
from kostra.model.people import Actor, ActorKind, Duty, Mandate, Right
from kostra.web.menu import PARTS, own_parts

KARI = Actor(ActorKind.PERSON, "k", "Kari")
MANDATE = Mandate("m", KARI, "110300", None, Right.SEE, datetime(2027, 1, 1, tzinfo=UTC))
EVERYWHERE = frozenset(part.place for part in PARTS)


@pytest.mark.parametrize(
    ("asker", "has", "has_not"),
    [
        (NOT_LOGGED_IN, {"season"}, {part.word for part in PARTS} - {"season"}),
        (Asker(KARI), {"rights"}, {"portal", "desk", "registers", "passing", "audit"}),
        (Asker(KARI, (MANDATE,)), {"portal", "rights"}, {"desk", "registers", "passing", "audit"}),
        (Asker(KARI, duties=frozenset({Duty.STATISTICIAN})), {"desk", "registers"}, {"portal", "audit"}),
        (Asker(KARI, duties=frozenset({Duty.STEWARD})), {"registers", "audit"}, {"portal"}),
        (Asker(KARI, duties=frozenset({Duty.CLIENT}), body="Bufdir"), {"passing"}, {"portal", "desk", "audit"}),
    ],
)
def test_everybody_sees_their_own_parts(asker: Asker, has: set[str], has_not: set[str]) -> None:
    shown = {part.word for part in own_parts(asker, EVERYWHERE)}
    assert has <= shown and not has_not & shown


def test_a_part_that_the_site_does_not_have_is_not_linked_to() -> None:
    assert [part.word for part in own_parts(Asker(KARI, (MANDATE,)), frozenset({"tilganger"}))] == ["rights"]
