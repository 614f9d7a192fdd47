"""What surrounds the pages: languages, headers, shipped files, health, the front page of the demo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from integration.web.conftest import Reader
from kostra.app.pages.numbers import written
from kostra.model.text import Language
from kostra.web.assets import address, assets
from kostra.web.nation import summary

PAGES = (
    "/nb/",
    "/nn/skjema",
    "/nb/skjema/11F/2026",
    "/nb/skjema/11F/2026.json",
    "/nb/finnes-ikke",
    "/helse",
    "/dokumentasjon/",
)


@pytest.mark.parametrize(
    ("asked", "cookie", "language"),
    [
        ("", "", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "", "nn"),
        ("nb;q=0.5,nn;q=0.7", "", "nn"),
        ("en-GB,en;q=0.9", "", "nb"),
        ("en,nn;q=0.3", "", "nn"),
        ("no", "", "nb"),
        ("nn;q=0", "", "nb"),
        ("nn;q=many", "", "nb"),
        ("nn", "sprak=nb", "nb"),
        ("nn", "sprak=de", "nn"),
    ],
)
def test_the_first_address_leads_to_the_language_of_the_reader(
    reader: Reader, asked: str, cookie: str, language: str
) -> None:
    answer = reader.get("/", accept_language=asked, cookie=cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{language}/")
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize(
    "rest", ["/", "/skjema/11F/2026", "/skjema/11F/endringer/2024/2026", "/veiledning/sok?q=st%C3%B8nad%20l%C3%A5n"]
)
def test_the_language_switch_stays_on_the_page(reader: Reader, rest: str) -> None:
    text = reader.get(f"/nb{rest}").text
    assert f'href="/sprak/nn{rest}"' in text
    answer = reader.get(f"/sprak/nn{rest}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/nn{rest}")
    assert "sprak=nn" in answer.headers["set-cookie"] and "HttpOnly" in answer.headers["set-cookie"]
    assert '<html lang="nn"' in reader.get(answer.headers["location"]).text


def test_the_language_switch_leads_nowhere_else(reader: Reader) -> None:
    for path in ("/sprak/nn//elsewhere.test/", "/sprak/nn/https://elsewhere.test/", "/sprak/nn/\\elsewhere.test"):
        assert reader.get(path).headers["location"].startswith("/nn/")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_the_browser_may_do(reader: Reader, path: str) -> None:
    headers = reader.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/nb/", "/nn/skjema", "/nb/skjema/11F/2026", "/nb/veiledning/11F/2026", "/dokumentasjon/"]
)
def test_no_page_needs_a_script_or_another_address(reader: Reader, path: str) -> None:
    text = reader.get(path).text
    for forbidden in ("<script", " style=", "onclick", 'src="http', '<link rel="stylesheet" href="http'):
        assert forbidden not in text


def test_pages_are_compressed_for_those_who_can_read_it(reader: Reader) -> None:
    assert reader.get("/nb/skjema/11F/2026", accept_encoding="gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in reader.get("/nb/skjema/11F/2026", accept_encoding="identity").headers


def test_a_shipped_file_is_kept_for_as_long_as_its_content_is_the_same(reader: Reader) -> None:
    path = address("site.css")
    assert path in reader.get("/nb/").text
    answer = reader.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    again = reader.get(path, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" not in reader.get("/static/0123456789abcdef/site.css").headers["cache-control"]


def test_shipped_files_come_with_licence_and_version_and_nothing_else_is_served(reader: Reader) -> None:
    names = set(assets())
    assert {"vendor/designsystemet/LICENSE.txt", "vendor/designsystemet/VERSION.txt"} <= names
    assert (
        "Permission is hereby granted, free of charge" in assets()["vendor/designsystemet/LICENSE.txt"].content.decode()
    )
    for path in ("/static/x/../texts.toml", "/static/x/%2e%2e/texts.toml", "/static/x/none.css"):
        assert reader.get(path).status_code in (307, 404)


def test_the_style_sheets_fetch_nothing() -> None:
    for name, asset in assets().items():
        if name.endswith(".css"):
            text = asset.content.decode()
            assert "@import" not in text and 'url("http' not in text and "url(http" not in text


def test_health_says_that_the_forms_can_be_read(reader: Reader) -> None:
    answer = reader.get("/helse").json()
    assert answer["status"] == "ok" and answer["forms"] >= 13


def test_search_engines_stay_away_from_synthetic_figures(reader: Reader, demo: Reader) -> None:
    assert "Disallow: /\n" in demo.get("/robots.txt").text
    assert "Disallow: /\n" not in reader.get("/robots.txt").text


def make_year(data: Path, year: int, *figures: object) -> None:
    folder = data / "nation" / str(year)
    folder.mkdir(parents=True)
    manifest = {"synthetic": True, "year": year, "counts": {"units": 371, "recipients": 130123}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    if figures:
        (folder / "summary.json").write_text(json.dumps({"figures": figures}), encoding="utf-8")


def test_the_demo_says_that_its_figures_are_synthetic(demo: Reader, tmp_path: Path) -> None:
    assert "Det syntetiske landet er ikke laget ennå" in demo.get("/nb/").text
    make_year(tmp_path, 2025)
    make_year(tmp_path, 2026, {"id": "months", "title": "", "value": 5.52, "unit": "måneder", "decimals": 1})
    text = demo.get("/nb/").text
    assert "Syntetiske tall" in text and "Det syntetiske landet er ikke" not in text
    assert text.count("130\u00a0123") == 2 and "5,5" in text
    assert "Alle tall er syntetiske" in demo.get("/nb/skjema").text
    assert "Alle tal er syntetiske" in demo.get("/nn/skjema").text


def test_a_site_that_is_no_demo_shows_no_figures(reader: Reader) -> None:
    text = reader.get("/nb/").text
    assert "Syntetiske tall" not in text and "demonstrasjon" not in text


@pytest.mark.parametrize("content", ["", "{", "[]", '{"counts": null}', '{"counts": {"units": "many"}}'])
def test_a_manifest_that_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, content: str) -> None:
    make_year(tmp_path, 2025)
    (tmp_path / "nation" / "2026").mkdir()
    (tmp_path / "nation" / "2026" / "manifest.json").write_text(content, encoding="utf-8")
    nation = summary(tmp_path, Language.BOKMAL)
    assert nation.years == (2025,)
    assert len(nation.problems) == 1
    assert "2026" in nation.problems[0] and "kostra synth --year 2026" in nation.problems[0]


def test_numbers_are_written_as_norwegians_write_them() -> None:
    assert written(1234567.0, 0) == "1\u00a0234\u00a0567"
    assert written(1234.56, 1) == "1\u00a0234,6"
    assert written(None, 0) == ""
