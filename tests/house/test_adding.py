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


@dataclass(frozen=True)
class Content:
    """A copy of the content that tests may edit."""

    forms: Path
    lists: Path

    def form(self, id: str) -> Form:
        return catalogue.form(id, self.forms, self.lists)

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
    """2027 is published as it was drafted, and 2028 is opened."""
    content.edit(content.forms / "f11f" / "form.toml", '2027 = "draft"', '2027 = "published", 2028 = "draft"')
    text = (content.forms / "f11f" / "form.toml").read_text(encoding="utf-8")
    assert "status_reason" in text
    form = content.form("11F")
    assert (form.last_year, form.status.at(2027)) == (2028, Status.PUBLISHED)
    assert form.version(2028).record_length == form.version(2027).record_length
    assert specification.as_json(form.version(2028))["year"] == 2028


def test_adding_a_code(content: Content) -> None:
    """A new benefit from 2027: there it is in 2027, and not in 2026."""
    path = content.lists / "trygdesit.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n[[codes]]\nvalue = "14"\nlabel = "Ny ytelse"\nlabel_nn = "Ny yting"\nsince = 2027\n',
        encoding="utf-8",
    )
    form = content.form("11F")
    assert "14" not in form.version(2026).field("trygdesit").codes
    assert form.version(2027).field("trygdesit").codes["14"].nn == "Ny yting"


def test_adding_a_field(content: Content) -> None:
    """A new question in the middle of the record from 2027: what stands after it moves, earlier years do not."""
    new = '[fields.boform]\nsince = 2027\nlabel = "Hvem bor du med?"\nlabel_nn = "Kven bur du med?"\ntype = "code"\n'
    new += 'codes = "janei"\nwidth = 1\n\n'
    content.edit(content.forms / "f11f" / "form.toml", "[fields.saksbehandler]\n", new + "[fields.saksbehandler]\n")
    for language in ("nb", "nn"):
        entry = '\n[[entries]]\nfields = ["boform"]\nasked = "a"\ncounts = "b"\nleft_out = "c"\nexample = "d"\nmistake = "e"\n'
        path = content.forms / "f11f" / "guide" / f"{language}.toml"
        path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    form, today = content.form("11F"), catalogue.form("11F")
    assert specification.as_json(form.version(2026)) == specification.as_json(today.version(2026))
    assert form.version(2027).record_length == today.version(2027).record_length + 1
    assert form.version(2027).field("saksbehandler").first == today.version(2027).field("saksbehandler").first + 1
    assert guide("11F", Language.NYNORSK, content.forms).fields["boform"].asked == "a"


def test_ending_a_field(content: Content) -> None:
    """A question that is dropped after 2026 is still asked in 2026."""
    content.edit(
        content.forms / "f11f" / "form.toml", "[fields.sanksjonandre]\n", "[fields.sanksjonandre]\nuntil = 2026\n"
    )
    form = content.form("11F")
    assert form.version(2026).has("sanksjonandre") and not form.version(2027).has("sanksjonandre")


def test_a_field_without_guidance_is_noticed(content: Content) -> None:
    new = '[fields.boform]\nsince = 2027\nlabel = "Hvem bor du med?"\nlabel_nn = "Kven bur du med?"\ntype = "text"\nwidth = 1\n\n'
    content.edit(content.forms / "f11f" / "form.toml", "[fields.saksbehandler]\n", new + "[fields.saksbehandler]\n")
    with pytest.raises(Exception, match="no guidance for boform"):
        guide("11F", Language.BOKMAL, content.forms)


def test_pages_follow_by_themselves() -> None:
    """No page is written by hand: every question and its guidance stands on the pages of its form."""
    for id in catalogue.ids():
        form = catalogue.form(id)
        page = guidance.as_document(form, Language.BOKMAL)
        assert form.id in page.title
        assert len(page.blocks) > 4
