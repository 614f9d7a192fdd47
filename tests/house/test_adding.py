"""The test of the house: a year, a code, a field or a merger is an edit to content, and to nothing else.

Each test copies the content folders, edits the copy as a colleague would, and reads it with the code as it is.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kostra.app.forms import guidance, specification
from kostra.codelists import catalogue as codelists
from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.form import Form, Status
from kostra.model.text import Language

LAST = catalogue.form("11F").newest_year()
"""The newest year that is not a draft; what a test adds, it adds to the draft after it."""
DRAFT = catalogue.form("11F").last_year
NEXT = DRAFT + 1


@dataclass(frozen=True)
class Content:
    """A copy of the content that tests may edit."""

    forms: Path
    lists: Path

    @property
    def folders(self) -> catalogue.Content:
        return catalogue.Content(self.forms, self.lists)

    def form(self, id: str) -> Form:
        return self.folders.form(id)

    def edit(self, path: Path, before: str, after: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{path.name} holds {before!r} {text.count(before)} times"
        path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Content:
    copied = Content(tmp_path / "forms", tmp_path / "codelists")
    shutil.copytree(catalogue.FOLDER, copied.forms, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(codelists.FOLDER, copied.lists, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copied


def test_adding_a_year(content: Content) -> None:
    """The draft is published as it was, and the year after it is opened."""
    content.edit(content.forms / "f11f" / "form.toml", f'{DRAFT} = "draft"', f'{DRAFT} = "published", {NEXT} = "draft"')
    form = content.form("11F")
    assert (form.last_year, form.status.at(DRAFT), form.status.at(NEXT)) == (NEXT, Status.PUBLISHED, Status.DRAFT)
    assert form.version(NEXT).record_length == form.version(DRAFT).record_length
    assert specification.as_json(form.version(NEXT))["year"] == NEXT


def test_adding_a_code(content: Content) -> None:
    """A new benefit from the draft year: there it is, and not in the year before."""
    path = content.lists / "trygdesit.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + f'\n[[codes]]\nvalue = "99"\nlabel = "Ny ytelse"\nlabel_nn = "Ny yting"\nsince = {DRAFT}\n',
        encoding="utf-8",
    )
    form = content.form("11F")
    assert "99" not in form.version(LAST).field("trygdesit").codes
    assert form.version(DRAFT).field("trygdesit").codes["99"].nn == "Ny yting"


def test_adding_a_field(content: Content) -> None:
    """A new question in the middle of the record: what stands after it moves, earlier years do not."""
    new = f'[fields.tilfoyd]\nsince = {DRAFT}\nlabel = "Nytt?"\nlabel_nn = "Nytt?"\ntype = "code"\ncodes = "janei"\nwidth = 1\n\n'
    content.edit(content.forms / "f11f" / "form.toml", "[fields.saksbehandler]\n", new + "[fields.saksbehandler]\n")
    for language in ("nb", "nn"):
        entry = '\n[[entries]]\nfields = ["tilfoyd"]\nasked = "a"\ncounts = "b"\nleft_out = "c"\nexample = "d"\nmistake = "e"\n'
        path = content.forms / "f11f" / "guide" / f"{language}.toml"
        path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    form, today = content.form("11F"), catalogue.form("11F")
    assert specification.as_json(form.version(LAST)) == specification.as_json(today.version(LAST))
    assert form.version(DRAFT).record_length == today.version(DRAFT).record_length + 1
    assert form.version(DRAFT).field("saksbehandler").first == today.version(DRAFT).field("saksbehandler").first + 1
    assert guide("11F", Language.NYNORSK, DRAFT, content.folders).fields["tilfoyd"].asked == "a"


def test_ending_a_field(content: Content) -> None:
    """A question that is dropped after a year is still asked in that year."""
    content.edit(
        content.forms / "f11f" / "form.toml", "[fields.sanksjonandre]\n", f"[fields.sanksjonandre]\nuntil = {LAST}\n"
    )
    form = content.form("11F")
    assert form.version(LAST).has("sanksjonandre") and not form.version(DRAFT).has("sanksjonandre")


def test_a_field_without_guidance_is_noticed(content: Content) -> None:
    new = '[fields.tilfoyd]\nlabel = "Nytt?"\nlabel_nn = "Nytt?"\ntype = "text"\nwidth = 1\n\n'
    content.edit(content.forms / "f11f" / "form.toml", "[fields.saksbehandler]\n", new + "[fields.saksbehandler]\n")
    with pytest.raises(Exception, match="no guidance for tilfoyd"):
        guide("11F", Language.BOKMAL, DRAFT, content.folders)


def test_pages_follow_by_themselves() -> None:
    """No page is written by hand: every question and its guidance stands on the pages of its form."""
    for id in catalogue.ids():
        form = catalogue.form(id)
        page = guidance.as_document(form, Language.BOKMAL)
        assert form.id in page.title
        assert len(page.blocks) > 4
