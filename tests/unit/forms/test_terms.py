"""The words of the forms: whole in both written forms, told once, and refused where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.forms.terms import terms
from kostra.methods.readability import measure
from kostra.model.errors import ContentError
from kostra.model.text import Language

ONE = """[[terms]]
id = "laan"
name = { nb = "lån", nn = "lån" }
other = { nb = ["lånet"], nn = ["lånet"] }
text = { nb = "Betales tilbake.", nn = "Blir betalt tilbake." }
"""


def test_every_term_is_plain_and_leads_nowhere_else() -> None:
    assert len(terms()) > 30
    for term in terms():
        for language in (Language.BOKMAL, Language.NYNORSK):
            assert term.forms[language][0] == term.name[language]
            assert not measure(term.text[language]).is_too_hard, term.id
            assert term.text[language].endswith(".")
        assert " ikkje " not in term.text.nb and " ikke " not in f" {term.text.nn} "


def test_a_term_is_read(tmp_path: Path) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(ONE, encoding="utf-8")
    (term,) = terms(file)
    assert (term.id, term.forms[Language.BOKMAL], term.law, term.sought) == ("laan", ("lån", "lånet"), None, ())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (ONE + ONE, "two terms «laan»"),
        (ONE + ONE.replace('"laan"', '"annet"'), "leads to two terms"),
        (ONE.replace('nn = "Blir betalt tilbake."', 'nn = " "'), "empty"),
        (ONE.replace(', nn = "lån"', ""), "nn"),
        (ONE.replace('"laan"', '"Lån 1"'), "no id"),
        (ONE + 'ukjent = "x"\n', "unknown key"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, changed: str, told: str) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(ContentError, match=told) as error:
        terms(file)
    assert "terms.toml" in str(error.value)
