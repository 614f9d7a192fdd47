"""What cannot be answered gets a sentence that says what is wrong, with the value, and what to do; in the page's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.web.conftest import DOCS, Reader
from kostra.web import front, listing
from kostra.web.settings import Settings
from kostra.web.site import site

CASES = [
    ("/nb/skjema/99X", 404, ("Det finnes ikke noe skjema «99X»", "11F", "Velg ett av dem")),
    ("/nn/skjema/99X", 404, ("Det finst ikkje noko skjema «99X»", "Vel eitt av dei")),
    ("/nb/veiledning/11f/2026", 404, ("«11f»", 'href="/nb/skjema/11F"')),
    ("/nb/skjema/11F/2035", 404, ("Skjema 11F finnes ikke for 2035", "2017", "Velg et av de årene")),
    ("/nn/skjema/11F/2035", 404, ("Skjema 11F finst ikkje for 2035",)),
    ("/nb/skjema/11F/i-fjor", 404, ("«i-fjor» er ikke et år", "2026")),
    ("/nb/skjema/11F/20%D9%A2%D9%A6", 404, ("er ikke et år",)),
    ("/nb/skjema/11F/endringer?fra=x&til=2026", 400, ("«x» er ikke et år",)),
    ("/nb/skjema/11F/endringer?fra=2024", 400, ("«» er ikke et år",)),
    (
        "/nb/skjema/11F/endringer?fra=2026&til=2024",
        422,
        ("(2026)", "(2024)", 'href="/nb/skjema/11F/endringer/2024/2026"'),
    ),
    ("/nn/skjema/11F/endringer/2026/2024", 422, ("Byt om på dei", 'href="/nn/skjema/11F/endringer/2024/2026"')),
    ("/nb/skjema/11F/endringer/2024/2024", 422, ("Begge årene er 2024", "Velg to forskjellige år")),
    ("/nb/skjema/11F/endringer/1999/2024", 404, ("finnes ikke for 1999",)),
    ("/en/skjema", 404, ("«en»", "/nb/", "/nn/")),
    ("/nb/finnes-ikke", 404, ("/nb/finnes-ikke", "Gå til forsiden")),
    ("/nn/finst-ikkje", 404, ("/nn/finst-ikkje", "Gå til framsida")),
    ("/dokumentasjon/no-such-page", 404, ("no page «no-such-page»", "table of contents")),
    ("/nb/veiledning/sok?q=x", 422, ("«x» er for kort", "minst to bokstaver")),
    ("/nn/veiledning/sok?q=" + "a" * 300, 422, ("Søket er på 300 teikn", "100")),
]


@pytest.mark.parametrize(("path", "status", "said"), CASES)
def test_bad_input_gets_a_sentence(reader: Reader, path: str, status: int, said: tuple[str, ...]) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    language = "en" if path.startswith("/dok") else path[1:3] if path[1:3] in ("nb", "nn", "en") else "nb"
    assert f'<html lang="{language}"' in answer.text
    for words in said:
        assert words in answer.text


def test_markup_in_an_address_is_shown_as_text(reader: Reader) -> None:
    for path in ("/nb/skjema/<b>x", "/nb/veiledning/sok?q=<script>ja</script>", "/nb/<b>x"):
        text = reader.get(path).text
        assert "<b>x" not in text and "<script" not in text


def test_a_file_that_is_not_there_is_answered_in_its_own_format(reader: Reader) -> None:
    answer = reader.get("/nb/skjema/11F/2035.json")
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404
    assert "Skjema 11F finnes ikke for 2035" in answer.json()["error"]["message"]
    assert reader.get("/nn/skjema/11F/2035.md").text.startswith("Skjema 11F finst ikkje for 2035")


def test_a_page_can_only_be_read(reader: Reader) -> None:
    answer = reader.ask("POST", "/nb/skjema")
    assert answer.status_code == 405
    assert "POST" in answer.text and "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "said"), [("/nb/skjema", "Noe gikk galt hos oss"), ("/nn/skjema", "Noko gjekk gale hos oss")]
)
def test_what_is_ours_is_admitted_without_telling_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    def fail(request: object) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr(listing, "all_forms", fail)
    answer = Reader(site(Settings(tmp_path, DOCS))).get(path)
    assert answer.status_code == 500
    assert said in answer.text and path in answer.text
    assert "the inside of the machine" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_a_broken_frame_still_answers_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr(front, "show", fail)
    monkeypatch.setattr("kostra.web.errors.show", fail)
    answer = Reader(site(Settings(tmp_path, DOCS))).get("/nb/")
    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in answer.text and "Noko gjekk gale hos oss" in answer.text
    assert "the inside of the machine" not in answer.text
