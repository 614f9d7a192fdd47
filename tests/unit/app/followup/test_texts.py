"""Codes, letters and exports say everything in both written forms, and the page of states is as the code is."""

from __future__ import annotations

import pytest

from house.tree import ROOT
from kostra.app.followup import codes, exporting, list_sheets
from kostra.app.followup.committed import states_page
from kostra.app.pages.words import Words
from kostra.app.proposals.committed import states_part
from kostra.followup.errorlists import Answer, Fate
from kostra.followup.worklist import Action
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.text import Language

BOTH = (Language.BOKMAL, Language.NYNORSK)


def test_the_page_of_states_is_not_stale() -> None:
    page = (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8")
    assert page == f"{states_page()}\n{states_part()}", "run ./run pages"


@pytest.mark.parametrize("language", BOTH)
def test_every_action_answer_fate_and_severity_has_a_word(language: Language) -> None:
    lists, exports = Words(list_sheets.TEXTS, language), Words(exporting.TEXTS, language)
    assert all(exports(f"action.{one}") for one in Action)
    assert all(lists(f"answer.{one}") for one in Answer) and all(lists(f"fate.{one}") for one in Fate)
    assert all(lists(f"severity.{one}") for one in Severity if one)


def test_an_answer_is_the_same_in_no_two_meanings() -> None:
    said = {
        (Words(list_sheets.TEXTS, language)(f"answer.{one}").casefold(), one) for language in BOTH for one in Answer
    }
    assert len({word for word, _ in said}) == len(said)


def test_the_codes() -> None:
    assert {"attack", "illness", "other"} <= set(codes.reasons())
    assert "no_answer" in codes.outcomes() and "imputed" in codes.treatments()
    with pytest.raises(Refused, match="«tull» er ikke en grunn"):
        codes.chosen("tull", codes.reasons(), "en grunn")
