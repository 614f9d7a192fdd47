"""Sentences are put together as one would by hand: constants once, found values in their places, each language in its own words."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.controls.controlset import Set
from kostra.controls.findings import UNKNOWN
from kostra.controls.kernel import Shown
from kostra.controls.sentences import Template, fields_shown, read, sentence, template, texts, unfilled, values
from kostra.forms import catalogue
from kostra.forms.controls import control_set
from kostra.model.text import Language
from unit.controls.test_findings import hits

VERSION = catalogue.form("11F").version(2026)
NOTHING = Set("11F", 2026, 202601, (), {"grense": 1_000_000, "alder": 18}, "2026.1-abc")


def made(text: str, shown: tuple[str, ...] = (), at: str | None = None) -> Template:
    return template(text, NOTHING, VERSION, at, shown, {"ekstra": "mer"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ingen navn.", "Ingen navn."),
        ("I {aar} er linjen {lengde} tegn.", "I 2026 er linjen 338 tegn."),
        ("{alder} og {grense}", "18 og 1\u00a0000\u00a0000"),
        ("{ekstra}", "mer"),
        ("«{kjonn}» og «{bosit}», {kjonn}", "«1» og «5», 1"),
        ("{navn} er «{verdi}»", "KJONN er «1»"),
        ("{navn}: {koder}.", "KJONN: 1, 2."),
    ],
)
def test_names_are_filled(text: str, said: str) -> None:
    one = made(text, ("kjonn", "bosit"), "kjonn")
    assert one.fill(["1", "5"]) == said
    assert unfilled(one) == []
    assert len(one.pieces) == len(one.places) + 1


def test_a_date_is_told_as_it_is_to_be_written() -> None:
    assert made("{format}", at="utbetdato").fill([]) == "DDMMÅÅÅÅ"
    old = catalogue.form("11F").version(2024)
    assert template("{format}", NOTHING, old, "utbetdato", (), {}).fill([]) == "DDMMÅÅ"


def test_a_name_that_nothing_fills_is_found() -> None:
    assert unfilled(made("{kjonn} {tull} {verdi}", ("kjonn",))) == ["tull", "verdi"]


def test_a_value_with_braces_is_not_taken_for_a_name() -> None:
    assert made("{kjonn} {bosit}", ("kjonn", "bosit")).fill(["{bosit}", "{}"]) == "{bosit} {}"


def test_values_are_told_as_they_stand_without_the_blanks_around() -> None:
    shown = Shown("kjonn", np.array([b" 7 ", b"   ", "Æ ø".encode("latin-1"), b"\xa0"], dtype="S4"))
    assert values(shown, Language.BOKMAL) == ["7", "blank", "Æ ø", "\u00a0"]


def test_numbers_that_are_not_known_are_told_so_in_each_language() -> None:
    shown = Shown("alder", np.array([17, UNKNOWN, -5], dtype=np.int64))
    assert values(shown, Language.BOKMAL) == ["17", "ukjent", "-5"]
    assert values(shown, Language.NYNORSK) == ["17", "ukjend", "-5"]
    assert values(shown, Language.ENGLISH) == ["17", "unknown", "-5"]


def test_decimals_are_written_as_the_language_writes_them() -> None:
    shown = Shown("aarsverk", np.array([15, 20, -5, 0], dtype=np.int64), scale=10)
    assert values(shown, Language.NYNORSK) == ["1,5", "2", "-0,5", "0"]
    assert values(shown, Language.ENGLISH) == ["1.5", "2", "-0.5", "0"]
    hundredths = Shown("sats", np.array([105, 110], dtype=np.int64), scale=100)
    assert values(hundredths, Language.BOKMAL) == ["1,05", "1,1"]


def test_journal_numbers_are_texts() -> None:
    found = hits(1, 22)
    assert texts(found.journal) == ["1", "22"]
    assert fields_shown(found) == ("felt",)


def test_a_control_that_follows_from_a_field_has_the_sentence_of_its_kind_unless_the_form_has_its_own() -> None:
    shared = read([], 2026)
    missing = next(one for one in control_set("11F", 2026).controls if one.sentence == "K02.mangler")
    assert sentence(shared, missing) == shared["felt.mangler"]
    assert sentence({**shared, "K02.mangler": shared["felt.tall"]}, missing) == shared["felt.tall"]
