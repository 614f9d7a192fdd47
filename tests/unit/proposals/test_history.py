"""What was proposed before: whole in both written forms, of forms that are there, with a source, and naming no person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kostra.forms import catalogue
from kostra.model.errors import ContentError
from kostra.model.text import Text
from kostra.proposals.history import FILE, Earlier, Outcome, history
from kostra.tables import catalogue as tables

STRANGE = {
    "nb": r"\b(ikkje|frå|vart|blei|kva|kvifor|skjemaa|meir)\b",
    "nn": r"\b(ikke|fra|hva|hvorfor|mer|ble|blir ikke)\b",
}


def _texts(one: Earlier) -> tuple[Text, ...]:
    return (one.title, one.what, one.why, one.told)


@pytest.mark.parametrize("one", history(), ids=lambda one: one.id)
def test_an_entry_is_whole(one: Earlier) -> None:
    assert 1998 <= one.year <= 2023 and one.id.endswith(str(one.year))
    assert set(one.forms) <= set(catalogue.ids())
    assert set(one.tables) <= {table.id for table in tables.tables()}
    assert one.by and one.source and one.title.nb[-1] not in ".:"
    for text in _texts(one):
        for language in ("nb", "nn"):
            assert text[language].strip() == text[language] != ""
            assert not re.search(STRANGE[language], text[language].lower()), text[language]
        assert text is one.title or text.nb.endswith("."), text.nb


def test_it_covers_the_years_and_every_outcome() -> None:
    found = history()
    assert 20 <= len(found) <= 50 and len({one.id for one in found}) == len(found)
    assert [one.year for one in found] == sorted(one.year for one in found)
    assert (found[0].year, found[-1].year) == (1998, 2023)
    assert {one.outcome for one in found} == set(Outcome)
    assert {"7", "11F", "11CF", "11B", "BOLIG"} <= {form for one in found for form in one.forms}


@pytest.mark.parametrize(
    ("changed", "said"),
    [(('outcome  = "accepted"', 'outcome  = "yes"'), "outcome is «yes»"), (("year     = 1998\n", ""), "has no year")],
)
def test_an_entry_that_says_something_wrong_is_refused(tmp_path: Path, changed: tuple[str, str], said: str) -> None:
    file = tmp_path / "history.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(*changed, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        history(file)
