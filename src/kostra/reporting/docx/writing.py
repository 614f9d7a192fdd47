"""The text of a document: headings with bookmarks, a list of contents that leads to them, paragraphs, and tables whose first row is a
heading on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kostra.reporting.composed import Block, Paragraph, Picture, Run, Section, Table
from kostra.reporting.docx import around
from kostra.reporting.docx.packing import packed
from kostra.reporting.paper import Paper, anchor
from kostra.reporting.picture import WIDTH, height, png

_WIDTH = 9638
"""Between the margins of a page, in twentieths of a point."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_ACROSS = _WIDTH * 635
"""The same in the units of drawings."""
_LETTER, _PADDING = 112, 170
"""Of a cell: what a wide letter takes, and the air around the text."""
_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{what}"/></w:r>' for what in ("begin", "separate", "end"))
_CONTENTS = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText></w:r>'
_NOT_XML = {number: None for number in range(32) if number not in (9, 10, 13)}


def docx(paper: Paper) -> bytes:
    writing = _Writing(paper)
    document = writing.document()
    pictures = {f"media/image{number}.png": png(one) for number, one in enumerate(writing.pictures, start=1)}
    return packed(
        {
            "[Content_Types].xml": around.content_types(),
            "_rels/.rels": around.package_relations(),
            "docProps/core.xml": around.core(paper),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": around.relations(tuple(writing.links), tuple(pictures)),
            "word/styles.xml": around.styles(paper.language),
            "word/settings.xml": around.settings(paper.language),
            "word/footer1.xml": around.footer(paper),
        }
        | {f"word/{name}": content for name, content in pictures.items()}
    )


class _Writing:
    """`links` are those that have been met, by address, each with its number; `pictures` in the order they are met."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.links: dict[str, int] = {}
        self.pictures: list[Picture] = []

    def document(self) -> str:
        body = "".join(self._body())
        page = (
            f'<w:sectPr><w:footerReference w:type="default" r:id="{around.FOOTER}"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        )
        return f'{around.HEAD}<w:document xmlns:w="{around.W}" xmlns:r="{around.R}"><w:body>{body}{page}</w:body></w:document>'

    def _body(self) -> Iterator[str]:
        paper = self.paper
        yield _paragraph("Title", _text(paper.title))
        yield from (_paragraph(None, _text(line)) for line in paper.lead)
        yield _paragraph("TOCHeading", _text(paper.words.contents))
        yield from self._contents()
        for place, one in enumerate(paper.sections):
            yield _heading(place, one, new_page=place == 0)
            for block in one.blocks:
                yield from self._block(block)
            if paper.is_empty(place):
                yield _paragraph(None, _text(paper.words.nothing))

    def _contents(self) -> Iterator[str]:
        """A field that the word processor can fill anew, with what it is to say already in it."""
        last = len(self.paper.sections) - 1
        for place, one in enumerate(self.paper.sections):
            begin = f"{_BEGIN}{_CONTENTS}{_SEPARATE}" if place == 0 else ""
            end = _END if place == last else ""
            line = f'<w:hyperlink w:anchor="{anchor(one.number)}" w:history="1">{_text(f"{one.number} {one.title}")}</w:hyperlink>'
            yield _paragraph(f"TOC{min(one.level, 3)}", f"{begin}{line}{end}")

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table):
            yield _paragraph("Caption", _text(block.caption))
            yield self._table(block)
            # Two tables that touch are one to a word processor.
            yield _paragraph("Cell", "")
        elif isinstance(block, Picture):
            yield _paragraph("Caption", _text(block.caption))
            yield _paragraph(None, self._picture(block))
        else:
            yield _paragraph(None, self._runs(block.runs, self._language(block)))

    def _picture(self, picture: Picture) -> str:
        """Read aloud as what it says in words."""
        self.pictures.append(picture)
        number = len(self.pictures)
        size = f'cx="{_ACROSS}" cy="{_ACROSS * height(picture) // WIDTH}"'
        told = quoteattr(picture.alternative)
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" name="Picture {number}" descr={told}/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr={told}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{around.picture_id(number - 1)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _language(self, block: Paragraph) -> str:
        if block.language in (None, self.paper.language) or block.language is None:
            return ""
        return f'<w:lang w:val="{around.culture(block.language)}"/>'

    def _table(self, table: Table) -> str:
        widths = _widths(table)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        told = quoteattr(table.caption)
        head = "".join(_cell(_text(name, "<w:b/>"), width) for name, width in zip(table.columns, widths, strict=True))
        rows = "".join(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + "".join(_cell(self._runs(cell, ""), width) for cell, width in zip(row, widths, strict=True))
            + "</w:tr>"
            for row in table.rows
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Rows"/><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={told}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
        )

    def _runs(self, runs: tuple[Run, ...], properties: str) -> str:
        return "".join(self._run(run, properties) for run in runs if run.text)

    def _run(self, run: Run, properties: str) -> str:
        link = self.paper.link(run)
        if link is None:
            return _text(run.text, properties)
        number = self.links.setdefault(link, around.FIRST_LINK + len(self.links))
        inside = _text(run.text, f'<w:rStyle w:val="Hyperlink"/>{properties}')
        return f'<w:hyperlink r:id="rId{number}" w:history="1">{inside}</w:hyperlink>'


def _heading(place: int, one: Section, *, new_page: bool) -> str:
    name = anchor(one.number)
    start = f'<w:bookmarkStart w:id="{place}" w:name="{name}"/>'
    text = f'{start}{_text(f"{one.number} {one.title}")}<w:bookmarkEnd w:id="{place}"/>'
    return _paragraph(f"Heading{min(one.level, 3)}", text, "<w:pageBreakBefore/>" if new_page else "")


def _paragraph(style: str | None, inside: str, more: str = "") -> str:
    named = "" if style is None else f'<w:pStyle w:val="{style}"/>'
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def _cell(inside: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph("Cell", inside)}</w:tc>'


def _text(text: str, properties: str = "") -> str:
    """What XML has no character for is left out."""
    said = escape(text.translate(_NOT_XML))
    around_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{around_}<w:t xml:space="preserve">{said}</w:t></w:r>'


def _widths(table: Table) -> list[int]:
    """The longest word of each column has room, as far as there is any; the rest is shared by what stands in them."""
    columns = [
        [name, *("".join(run.text for run in row[place]) for row in table.rows)]
        for place, name in enumerate(table.columns)
    ]
    least = [_PADDING + _LETTER * max(len(word) for text in own for word in text.split() or [""]) for own in columns]
    least = [min(width, _WIDTH // 3) for width in least]
    left = max(0, _WIDTH - sum(least))
    weights = [min(max(map(len, own)), 60) for own in columns]
    found = [
        (width * _WIDTH // max(sum(least), _WIDTH)) + left * weight // sum(weights)
        for width, weight in zip(least, weights, strict=True)
    ]
    return [*found[:-1], _WIDTH - sum(found[:-1])]
