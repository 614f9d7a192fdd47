"""What every document has around its text: what its parts are, who made it, how its styles look, its footer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kostra.model.text import Language
from kostra.reporting.paper import Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CULTURES = {Language.BOKMAL: "nb-NO", Language.NYNORSK: "nn-NO", Language.ENGLISH: "en-GB"}
_STYLES = Path(__file__).with_name("styles.xml")


def culture(language: Language) -> str:
    return _CULTURES[language]


def content_types() -> str:
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def package_relations() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def relations(links: Sequence[str], pictures: Sequence[str]) -> str:
    """The links come after the document's own parts, numbered from `FIRST_LINK`, and the pictures by themselves."""
    own = (("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml"))
    told = [
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(own, start=1)
    ]
    told += [
        f'<Relationship Id="rId{number}" Type="{R}/hyperlink" Target={quoteattr(link)} TargetMode="External"/>'
        for number, link in enumerate(links, start=FIRST_LINK)
    ]
    told += [
        f'<Relationship Id="{picture_id(number)}" Type="{R}/image" Target="{name}"/>'
        for number, name in enumerate(pictures)
    ]
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


def picture_id(number: int) -> str:
    return f"rIdPicture{number + 1}"


FIRST_LINK = 4
FOOTER = "rId3"


def core(paper: Paper) -> str:
    made = paper.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.title)}</dc:title><dc:creator>kostra-sosial</dc:creator>"
        f"<dc:language>{culture(paper.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )


def settings(language: Language) -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:displayBackgroundShape/><w:defaultTabStop w:val="708"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{culture(language)}"/></w:settings>'
    )


def footer(paper: Paper) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(paper.title)}</w:t></w:r><w:r><w:tab/></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(paper.words.page)} </w:t></w:r>{field}</w:p></w:ftr>'
    )


def styles(language: Language) -> str:
    """Headings, captions and links are known by their names in every language of a word processor."""
    return _STYLES.read_text(encoding="utf-8").replace("{culture}", culture(language))
