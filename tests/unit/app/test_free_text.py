"""Nobody's number in what people write in their own words."""

from __future__ import annotations

import pytest

from kostra.app.free_text import LONGEST, refuse_national_id, refuse_what_is_no_reason
from kostra.model.errors import Refused


@pytest.mark.parametrize("number", ["15859010099", "158590 10099", "158590-10099", "158590.10099", "158590\u00a010099"])
def test_the_shape_of_a_national_id_is_refused_and_not_repeated(number: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_national_id(f"Gjelder {number}, se saken.")
    assert "10099" not in refused.value.message


@pytest.mark.parametrize(
    "text",
    ["Ring +47 22 33 44 55", "saksnummer 2026/123456", "110300 og 460100", "4712345678", "linje 12, 34 og 1000000"],
)
def test_other_numbers_are_let_through(text: str) -> None:
    refuse_national_id(text)


def test_a_reason_is_not_a_document() -> None:
    refuse_what_is_no_reason("x" * LONGEST)
    with pytest.raises(Refused, match="4001 tegn"):
        refuse_what_is_no_reason("x" * (LONGEST + 1))


def test_what_no_database_can_keep_is_told() -> None:
    with pytest.raises(Refused, match="nulltegn"):
        refuse_what_is_no_reason("avtalt\0")
