"""Sentences: every control has one in both written forms, with what was found and what to do, and nothing left to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kostra.registers
from kostra.model.period import Period
from kostra.registers.catalogue import layout_for
from kostra.registers.told import messages, sentence
from kostra.registers.whole import Against, Before
from unit.registers.files import CODES, NAV, PERIOD, PERSONS, codes, examined, nav, persons

_CODE = re.compile(r'"(R[0-9]{2})"')
_WHOLE = Against(PERIOD, before=Before(Period(2025), 900), declared_rows=9, same_bytes=Period(2025))
_CASES = (
    (NAV, b"", None),
    (NAV, b"PK\x03\x04", None),
    (NAV, b"<html>", None),
    (NAV, nav() + b"\x00", None),
    (NAV, nav().replace(b"deltakere_31_12", b"navn"), None),
    (NAV, nav()[:-3], None),
    (NAV, nav({"110300": "1"}), None),
    (NAV, nav({"110300": ""}), _WHOLE),
    (NAV, nav({"110300": "a;b", "460100": ";3"}), None),
    (CODES, codes(), Against(PERIOD, before=Before(Period(2025), 10))),
    (PERSONS, persons(*("15859010332;2027-01-01;7;1;0;0099;;",) * 2), None),
)


def _every_control() -> set[str]:
    folder = Path(kostra.registers.__file__).parent
    return {code for file in folder.glob("*.py") for code in _CODE.findall(file.read_text("utf-8"))}


def test_every_control_has_a_sentence_and_every_sentence_a_control() -> None:
    assert {key for key in messages() if key.startswith("R")} == _every_control()


def test_the_cases_here_find_something_of_every_control() -> None:
    told = {one.control for register, content, against in _CASES for one in examined(register, content, against).found}
    assert told == _every_control()


@pytest.mark.parametrize(("register", "content", "against"), _CASES)
def test_a_sentence_is_whole_in_both_written_forms(register: str, content: bytes, against: Against | None) -> None:
    layout = layout_for(register, PERIOD)
    for one in examined(register, content, against).found:
        told = sentence(layout, PERIOD, one)
        for text in (told.nb, told.nn):
            assert "{" not in text and "}" not in text
            assert text.endswith(".")
            assert one.column is None or f"«{one.column}»" in text
        assert told.nb != told.nn
