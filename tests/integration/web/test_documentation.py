"""The documentation: every page of the docs folder answers, links lead to pages, and nothing outside the folder is shown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from integration.web.conftest import DOCS, Reader
from kostra.web.settings import Settings
from kostra.web.site import site

WRITTEN = sorted(
    path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "forms" not in path.relative_to(DOCS).parts
)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_page_answers_and_its_links_lead_somewhere(reader: Reader, name: str) -> None:
    moved = reader.get(f"/dokumentasjon/{name}")
    assert moved.status_code == 308
    answer = reader.get(moved.headers["location"])
    assert answer.status_code == 200 and '<html lang="en"' in answer.text
    title = re.findall(r"<h1>(.*?)</h1>", answer.text)
    assert len(title) == 1 and title[0]
    for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text)):
        assert end_of(reader, link) == 200, f"{name} leads to {link}"


@cache
def end_of(reader: Reader, link: str) -> int:
    """The same links stand on every page: each is followed once."""
    led = reader.get(link)
    while led.status_code in (303, 307, 308):
        led = reader.get(led.headers["location"])
    return led.status_code


def test_the_table_of_contents_names_every_page(reader: Reader) -> None:
    links = {
        unquote(link) for link in re.findall(r'href="(/dokumentasjon/[^"#]*)"', reader.get("/dokumentasjon/").text)
    }
    for name in WRITTEN:
        page = name.removesuffix(".md").removesuffix("README").removesuffix("/")
        assert f"/dokumentasjon/{page}" in links


@pytest.mark.parametrize(
    ("page", "leads"),
    [
        ("forms/README.md", "/dokumentasjon/forms/"),
        ("forms/", "/nb/skjema"),
        ("forms/11F/2026", "/nb/skjema/11F/2026"),
        ("forms/11F/endringer", "/nb/skjema/11F/endringer"),
        ("forms/11F/veiledning.nn", "/nn/skjema/11F/veiledning"),
    ],
)
def test_the_form_pages_of_the_folder_lead_to_those_of_the_site(reader: Reader, page: str, leads: str) -> None:
    answer = reader.get(f"/dokumentasjon/{page}")
    assert (answer.status_code, answer.headers["location"]) == (308, leads)


@pytest.fixture
def other(tmp_path: Path) -> Reader:
    docs = tmp_path / "docs"
    (docs / "reference").mkdir(parents=True)
    (docs / ".hidden.md").write_text("# Hidden\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("# Secret\n", encoding="utf-8")
    (docs / "link.md").symlink_to(tmp_path / "secret.md")
    (docs / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (docs / "reference" / "one.md").write_text("# One\n\n## A part\n", encoding="utf-8")
    (docs / "start.md").write_text(
        "# Start `here`\n\n## Same\n\n## Same\n\n## Third – part\n\n"
        "[one](reference/one.md#a-part) [out](../secret.md) [away](https://example.test/) [gone](none.md) [bad](javascript:alert(1))\n\n"
        "![A picture](picture.svg) ![No picture](none.svg)\n\n"
        "<b>raw</b>\n\n<!-- a remark -->\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```sh\n./run demo\n```\n",
        encoding="utf-8",
    )
    return Reader(site(Settings(tmp_path, docs)))


def test_links_pictures_tables_and_anchors_fit_the_site(other: Reader) -> None:
    text = other.get("/dokumentasjon/start").text
    assert "<h1>Start here</h1>" in text
    assert 'id="same"' in text and 'id="same-1"' in text and 'id="third--part"' in text
    assert '<a href="/dokumentasjon/reference/one#a-part">one</a>' in text
    assert '<a href="https://example.test/">away</a>' in text
    for dropped in ("out", "gone"):
        assert f">{dropped}</a>" not in text and dropped in text
    assert "<script" not in text and 'href="javascript' not in text
    assert '<img src="/dokumentasjon/picture.svg" alt="A picture"' in text
    assert "No picture" in text and "none.svg" not in text
    assert "&lt;b&gt;raw" in text and "a remark" not in text
    assert 'role="region" aria-label="a, b" tabindex="0"' in text and '<td class="right">2</td>' in text
    assert " style=" not in text
    assert '<pre tabindex="0">' in text


def test_a_picture_is_served(other: Reader) -> None:
    answer = other.get("/dokumentasjon/picture.svg")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    ["../secret", "..%2fsecret", "%2e%2e/secret", "reference/../../secret", ".hidden", "link", "%00", "/etc/passwd"],
)
def test_nothing_outside_the_folder_or_hidden_in_it_is_shown(other: Reader, path: str) -> None:
    answer = other.get(f"/dokumentasjon/{path}")
    assert answer.status_code == 404
    assert "Secret" not in answer.text and "Hidden" not in answer.text


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    answer = Reader(site(Settings(tmp_path, tmp_path / "none"))).get("/dokumentasjon/")
    assert answer.status_code == 404 and '<html lang="en"' in answer.text
