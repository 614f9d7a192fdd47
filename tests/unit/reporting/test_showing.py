"""The same report as a page, a document and paper: real headings, tables with heading rows, links, language, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from kostra.model.text import Language
from kostra.reporting.composed import Paragraph, Run, Section
from kostra.reporting.docx.writing import docx
from kostra.reporting.page import fragment
from kostra.reporting.paper import Paper, Words
from kostra.reporting.pdf import pages, pdf
from unit.reporting.reports import composed

TOP = "https://kostra.example/nb/rapport/2026/tall"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture
def paper() -> Paper:
    written = Paragraph("tom", (Run("Skrive av ein <annan> & slik\x01."),), Language.NYNORSK)
    one, two, three = composed()
    sections = (one, replace(two, blocks=(written,)), three, Section("rest", "3", "Tomt"))
    around = Words("Innhold", "Ikke aktuelt.", "Side")
    return Paper(
        "Rapport «2026»",
        Language.BOKMAL,
        ("Syntetisk & prøve",),
        datetime(2027, 6, 25, tzinfo=UTC),
        sections,
        TOP,
        around,
    )


def parts(content: bytes) -> dict[str, str]:
    """Those that are text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        assert file.read("word/media/image1.png").startswith(b"\x89PNG")
        return {name: file.read(name).decode() for name in file.namelist() if not name.endswith(".png")}


def test_a_page_has_headings_contents_links_and_languages(paper: Paper) -> None:
    deep = replace(paper, sections=(*paper.sections, *(Section(one, one, "x") for one in ("3.1", "3.1.1", "4"))))
    ElementTree.fromstring(f"<p>{fragment(deep)}</p>".replace("\x01", ""))  # Whatever is opened is closed.
    html = fragment(paper)
    assert '<a href="#kapittel-1-1">1.1 Tom</a>' in html and '<h3 id="kapittel-1-1">1.1 Tom</h3>' in html
    nav = ElementTree.fromstring(html[html.index("<nav") : html.index("</nav>") + len("</nav>")])
    assert [one.text for one in nav.findall("ul/li/ul/li/a")] == ["1.1 Tom"] and len(nav.findall("ul/li")) == 3
    assert f'<a class="ds-link figure" href="{TOP}/mangler/11F">2</a>' in html
    assert '<p lang="nn">Skrive av ein &lt;annan&gt; &amp; slik' in html and "a &amp; b" in html
    assert '<th scope="row">11F Sosialhjelp</th>' in html and '<th scope="col">Manglet</th>' in html
    assert 'role="img" aria-label="I tide 2026: 11F Sosialhjelp 33,3 %' in html and "<figcaption>I tide 2026" in html
    assert html.count("Ikke aktuelt.") == 1, "under the heading that has nothing, and no heading below it"
    beside = fragment(paper, lambda slot: f"[{slot}]")
    assert "[inn/mangler/11F]" in beside and "[tom]" in beside and beside.count("[inn]") == 1


def test_a_document_is_whole_and_says_what_it_is(paper: Paper) -> None:
    found = parts(docx(paper))
    for name, text in found.items():
        ElementTree.fromstring(text.encode())  # Each of them is XML.
        assert name == "[Content_Types].xml" or "\x01" not in text
    told = [one.get("PartName") for one in ElementTree.fromstring(found["[Content_Types].xml"].encode())]
    assert {name.removeprefix("/") for name in told if name} <= found.keys()
    assert "<dc:title>Rapport «2026»</dc:title>" in found["docProps/core.xml"]
    assert (
        "<dc:language>nb-NO</dc:language>" in found["docProps/core.xml"] and 'w:val="nb-NO"' in found["word/styles.xml"]
    )
    body = ElementTree.fromstring(found["word/document.xml"].encode())
    styles = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    assert styles.count("Heading1") == 3 and styles.count("Heading2") == 1 and styles[0] == "Title"
    assert set(filter(None, styles)) <= set(re.findall(r'w:styleId="(\w+)"', found["word/styles.xml"]))
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 3 and all(one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in tables)
    assert all(one.find(f"{W}tblPr/{W}tblCaption") is not None for one in tables)
    for table in tables:
        widths = [int(one.get(f"{W}w", "0")) for one in table.iter(f"{W}gridCol")]
        assert sum(widths) == 9638 and min(widths) > 300
    assert any(one.get(f"{W}val") == "nn-NO" for one in body.iter(f"{W}lang")), "what is written in the other form"
    links = dict(
        re.findall(r'Id="(rId\d+)" Type="[^"]+/hyperlink" Target="([^"]+)"', found["word/_rels/document.xml.rels"])
    )
    used = [one.get(f"{R}id", "") for one in body.iter(f"{W}hyperlink") if one.get(f"{R}id")]
    assert set(used) == links.keys() and f"{TOP}/mangler/11F" in links.values()
    (picture,) = body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert picture.get("descr") == "I tide 2026: 11F Sosialhjelp 33,3 %; 7 Personell 100,0 %."
    assert 'Id="rIdPicture1"' in found["word/_rels/document.xml.rels"]
    marks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    assert {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")} == marks


def test_paper_is_tagged_and_titled(paper: Paper) -> None:
    content = pdf(paper)
    assert content.startswith(b"%PDF-1.7") and b"/MarkInfo" in content and b"/StructTreeRoot" in content
    assert f"{TOP}/mangler/11F".encode() in content and b"/Lang(nb)" in content
    assert b"/Figure" in content and b"/Alt" in content
    assert len(pages(paper)) >= 2


def test_the_same_report_gives_the_same_bytes(paper: Paper) -> None:
    for made in (fragment, docx, pdf):
        assert made(paper) == made(replace(paper))
    assert docx(paper) != docx(replace(paper, title="Noe annet"))


def test_a_sign_that_no_font_has_does_not_stop_the_paper(paper: Paper) -> None:
    odd = Paragraph("tom", (Run("Tommel opp 👍 og 漢字, og igjen 👍. Guovdageaidnu og Kárášjohka ← →"),))
    one = replace(paper, sections=(replace(paper.sections[0], blocks=(odd,)),))
    assert pdf(one).startswith(b"%PDF-1.7") and pdf(one) == pdf(one)
