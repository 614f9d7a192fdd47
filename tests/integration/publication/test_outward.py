"""What goes outward: the calendar, its feed, what changed, the catalogue, whole releases and the list of pages. Nothing of a release before
its hour but its day, its kind and the names of its tables.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest

from integration.databases import SetClock
from integration.portal.house import DOCS
from integration.publication.released import AGES, HOURS, KARI, OLE, SEXES, SIRI, YEAR, approved_run, released
from integration.web.visiting import Visitor
from kostra.app.publication import approving, bank, releasing
from kostra.app.publication.approving import withdraw
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.release import Kind, Release
from kostra.web.settings import Settings
from kostra.web.site import site

SITE = "https://kostra.example.no"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOUR = HOURS[Kind.PROVISIONAL]
WRONG = "Feil i Stavanger & <omegn>\x07"


@pytest.fixture
def visitor(system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    return Visitor(site(Settings(tmp_path, DOCS, address=SITE), system))


def feed(visitor: Visitor, language: str = "nb") -> Element:
    answer = visitor.get(f"/{language}/kalender.atom")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)


def text(of: Element, path: str) -> str:
    found = of.findtext(path, namespaces=ATOM)
    assert found, path
    return found


def corrected(system: System, data: Path, clock: SetClock) -> tuple[Release, Release]:
    """Provisional figures that are out, and a correction of one of the tables a day later."""
    first = released(system, data)
    clock.time = HOUR + timedelta(days=1)
    approved_run(system, data, {AGES: {("1103", "a"): 21}, SEXES: {}})
    order = Order(YEAR, Kind.CORRECTION, tables=(AGES,), corrects=first.id, reason=WRONG)
    correction = releasing.make(system, SIRI, data, order)
    return first, approving.approve(system, OLE, data, correction.id)


def test_before_its_hour_a_release_is_a_day_a_kind_and_names(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    made = released(system, tmp_path)
    approved_run(system, tmp_path, {AGES: {}})
    late = Order(YEAR, Kind.SUBJECT, tables=(AGES,), hour=HOUR + timedelta(days=9, hours=2))
    subject = releasing.make(system, SIRI, tmp_path, late)
    page = visitor.get("/nb/kalender").text
    assert "15. mars 2027 kl. 08.00" in page and f"Foreløpige tall for {YEAR}" in page and "Tabeller" in page
    assert "24. mars" not in page, "nobody has approved it"
    approving.approve(system, KARI, tmp_path, subject.id)
    page = visitor.get("/en/kalender").text
    assert "24 March 2027 at 10:00" in page and f"Separate release of figures for {YEAR}" in page
    for path in (
        "/nb/kalender",
        "/nb/kalender.atom",
        "/nb/endringer",
        "/nb/brudd",
        "/sitemap.xml",
        "/api/releases",
        "/api/dcat.jsonld",
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200
        for secret in (made.id, subject.id, made.manifest, "Siri", "Ole", f"/{AGES}"):
            assert secret not in answer.text, f"{path} tells of {secret}"
    assert feed(visitor).findall("a:entry", ATOM) == []
    for path in (f"/nb/endringer/{made.id}", f"/api/releases/{made.id}.zip"):
        early, never = visitor.get(path), visitor.get(path.replace(made.id, "0" * 16))
        assert early.status_code == never.status_code == 404
        assert early.text.replace(made.id, "") == never.text.replace("0" * 16, "")
    clock.time = HOUR - timedelta(microseconds=1)
    assert visitor.get(f"/api/releases/{made.id}.zip").status_code == 404
    clock.time = HOUR
    assert visitor.get(f"/nb/endringer/{made.id}").status_code == 200
    assert visitor.get(f"/api/releases/{made.id}.zip").status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_feed_is_atom_and_a_correction_says_why(
    language: str, system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    first, correction = corrected(system, tmp_path, clock)
    whole = feed(visitor, language)
    here = f"{SITE}/{language}"
    links = {one.get("rel"): one.get("href") for one in whole.findall("a:link", ATOM)}
    assert links == {"self": f"{here}/kalender.atom", "alternate": f"{here}/kalender"}
    assert text(whole, "a:id").startswith("urn:uuid:") and text(whole, "a:title") and text(whole, "a:author/a:name")
    newest, oldest = whole.findall("a:entry", ATOM)
    assert (
        text(whole, "a:updated") == text(newest, "a:updated") == text(newest, "a:published") == "2027-03-16T07:00:00Z"
    )
    assert (text(oldest, "a:published"), text(oldest, "a:updated")) == ("2027-03-15T07:00:00Z", "2027-03-16T07:00:00Z")
    for entry, release in ((newest, correction), (oldest, first)):
        assert f"{here}/endringer/{release.id}" in [one.get("href") for one in entry.findall("a:link", ATOM)]
        assert "Feil i Stavanger & <omegn>" in text(entry, "a:summary") and AGES in text(entry, "a:summary")
    before = [text(one, "a:id") for one in (newest, oldest)]
    assert len({*before, text(whole, "a:id")}) == 3
    clock.time = HOUR + timedelta(days=300)
    assert [text(one, "a:id") for one in feed(visitor, "nn").findall("a:entry", ATOM)] == before
    assert text(feed(visitor, language), "a:updated") == "2027-03-16T07:00:00Z"


def test_pages_tell_what_came_and_what_changed(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    first, correction = corrected(system, tmp_path, clock)
    page = visitor.get("/nn/kalender").text
    assert f'href="/nn/endringer/{first.id}"' in page and "Retting av tal for 2026" in page
    assert page.count("Feil i Stavanger &amp; &lt;omegn&gt;") == 2 and "Retta 16. mars 2027 kl. 08.00" in page
    page = visitor.get("/nb/endringer").text
    assert "1 av 1 tabeller har tall som er endret" in page and "Nye tabeller" in page
    page = visitor.get(f"/en/endringer/{correction.id}").text
    assert (
        f"/api/releases/{correction.id}.zip" in page and "Provisional" in page and f'href="/en/tabeller/{AGES}"' in page
    )
    clock.move(days=1)
    withdraw(system, KARI, correction.id, "feil")
    assert visitor.get(f"/en/endringer/{correction.id}").status_code == 404
    page = visitor.get("/nb/kalender").text
    assert "Stavanger" not in page and "Trukket tilbake 17. mars 2027 kl. 08.00" in page
    (newest, oldest) = feed(visitor).findall("a:entry", ATOM)
    assert text(newest, "a:updated") == "2027-03-17T07:00:00Z" and "Trukket tilbake" in text(newest, "a:summary")
    assert text(oldest, "a:updated") == "2027-03-15T07:00:00Z"
    assert [one["id"] for one in visitor.get("/api/releases").json()["releases"]] == [first.id]
    assert "Retting" not in visitor.get("/nb/endringer").text


def test_one_that_nobody_saw_is_never_told_of(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    made = released(system, tmp_path)
    withdraw(system, KARI, made.id, "feil")
    clock.time = HOUR
    assert "Trukket tilbake" not in visitor.get("/nb/kalender").text
    assert feed(visitor).findall("a:entry", ATOM) == []


def test_tables_that_ended_and_breaks_in_those_there_are(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    released(system, tmp_path)
    clock.time = HOUR
    for language, word in (("nb", "Avsluttede tabeller"), ("nn", "Avslutta tabellar"), ("en", "Ended tables")):
        page = visitor.get(f"/{language}/brudd").text
        assert word in page and "04687" in page


def test_a_whole_release_is_one_file_and_always_the_same(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    made = released(system, tmp_path)
    clock.time = HOUR
    (listed,) = visitor.get("/api/releases").json()["releases"]
    assert (listed["id"], listed["kind"], listed["reason"]) == (made.id, "provisional", None)
    answer = visitor.get(listed["download"].removeprefix(SITE))
    assert answer.headers["content-type"] == "application/zip"
    assert (
        visitor.ask(
            "GET", f"/api/releases/{made.id}.zip", headers={"If-None-Match": answer.headers["etag"]}
        ).status_code
        == 304
    )
    assert visitor.ask("HEAD", f"/api/releases/{made.id}.zip").content == b""
    clock.time += timedelta(days=1)
    assert visitor.get(f"/api/releases/{made.id}.zip").content == answer.content
    for _ in range(8):
        assert visitor.get(f"/api/releases/{made.id}.zip").status_code == 200
    assert visitor.get(f"/api/releases/{made.id}.zip").status_code == 429
    with ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {
        name: {"sha256": sha256(one).hexdigest(), "size": len(one)} for name, one in files.items()
    }
    assert "audit" not in json.dumps(manifest) and "Syntetiske tall" in files["LES-MEG.txt"].decode()
    rows = list(csv.DictReader(io.StringIO(files[f"{AGES}/{AGES}.csv"].decode("utf-8-sig"))))
    own = [name for name in rows[0] if name not in ("Region", "ContentsCode", "Tid", "value", "value_symbol")]
    assert len(own) == 1 and len(rows) == 9
    cells = {(row["Region"], row[own[0]]): (row["value"], row["value_symbol"]) for row in rows}
    assert cells["1103", "a"] == ("10", "") and cells["1106", "a"] == ("", ":")
    assert json.loads(files[f"{AGES}/{AGES}.json"])["id"] == AGES
    assert "Foreløpige tall" in files[f"{AGES}/{AGES}.nb.txt"].decode()


def test_the_catalogue_leads_to_the_figures(system: System, tmp_path: Path, clock: SetClock, visitor: Visitor) -> None:
    released(system, tmp_path)
    clock.time = HOUR
    answer = visitor.get("/api/dcat.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert visitor.ask("OPTIONS", "/api/dcat.jsonld").status_code == 204
    datasets = answer.json()["dcat:dataset"]
    assert {one["dct:identifier"] for one in datasets} == {AGES, SEXES}
    for one in datasets[0]["dcat:distribution"]:
        address = one["dcat:downloadURL"]["@id"].removeprefix(SITE)
        assert visitor.get(address).status_code == 200, address


def test_search_engines_get_the_pages_there_are(
    system: System, tmp_path: Path, clock: SetClock, visitor: Visitor
) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml\n" in visitor.get("/robots.txt").text
    released(system, tmp_path)
    clock.time = HOUR
    urls = fromstring(visitor.get("/sitemap.xml").content).findall("s:url", MAPS)
    found = {one.findtext("s:loc", namespaces=MAPS): one for one in urls}
    assert len(found) == len(urls) and f"{SITE}/en/tabeller/{AGES}" in found
    one = found[f"{SITE}/nb/tabeller/{AGES}"]
    assert one.findtext("s:lastmod", namespaces=MAPS) == "2027-03-15T07:00:00Z"
    assert {each.get("hreflang") for each in one.findall("x:link", MAPS)} == {"nb", "nn", "en"}
    for address in found:
        assert address is not None and visitor.get(address.removeprefix(SITE)).status_code == 200, address
