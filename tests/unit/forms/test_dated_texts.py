"""Texts that change from a year on: sentences of controls, the guide, footnotes and the change log. Earlier years keep theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kostra.app.forms import changes, guidance
from kostra.app.pages.markdown import markdown
from kostra.codelists import catalogue as codelists
from kostra.forms import catalogue
from kostra.forms.catalogue import Content
from kostra.forms.controls import messages
from kostra.forms.decisions import FOLDER, decisions
from kostra.forms.guide import guide
from kostra.model.content import read
from kostra.model.errors import ContentError
from kostra.model.text import Language
from kostra.tables.notes import footnote

DRAFT = catalogue.form("7").last_year


@pytest.fixture
def content(tmp_path: Path) -> Content:
    shutil.copytree(
        catalogue.FOLDER / "f7", tmp_path / "forms" / "f7", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    shutil.copytree(
        codelists.FOLDER, tmp_path / "codelists", ignore=shutil.ignore_patterns("*.py", "__pycache__", "mappings")
    )
    return Content(tmp_path / "forms", tmp_path / "codelists")


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_sentence_says_something_else_from_a_year(content: Content) -> None:
    path = content.forms / "f7" / "controls" / "messages.toml"
    key = next(read(path).keys())
    old = messages("7", DRAFT)[key]
    edit(path, f'"{old.nb}"', f'{{ 2020 = "{old.nb}", {DRAFT} = "Noe annet. Gjør det." }}')
    assert messages("7", DRAFT - 1, content)[key] == old
    assert messages("7", DRAFT, content)[key].nb == "Noe annet. Gjør det."
    assert messages("7", 2019, content)[key] == old, "before its first year it says what it said first"


def test_the_guide_says_something_else_from_a_year(content: Content) -> None:
    field = catalogue.form("7").fields[0].id
    old = guide("7", Language.BOKMAL).fields[field]
    first = catalogue.form("7").first_year
    edit(
        content.forms / "f7" / "guide" / "nb.toml",
        f'"{old.asked}"',
        f'{{ {first} = "{old.asked}", {DRAFT} = "Helt nytt?" }}',
    )
    form = content.form("7")
    assert guide("7", Language.BOKMAL, DRAFT - 1, content).fields[field] == old
    assert guide("7", Language.BOKMAL, DRAFT, content).fields[field].asked == "Helt nytt?"
    assert guide("7", Language.BOKMAL, None, content).fields[field] == old, "a draft is not the guide yet"
    now, draft = (markdown(guidance.as_document(form, Language.BOKMAL, year, content)) for year in (None, DRAFT))
    assert "Helt nytt?" in draft and "Helt nytt?" not in now


def test_an_empty_text_of_the_guide_is_refused_in_any_year(content: Content) -> None:
    old = guide("7", Language.BOKMAL).fields[catalogue.form("7").fields[0].id]
    edit(content.forms / "f7" / "guide" / "nb.toml", f'"{old.asked}"', f'{{ 2020 = "{old.asked}", {DRAFT} = " " }}')
    with pytest.raises(ContentError, match="«asked» is empty"):
        guide("7", Language.BOKMAL, DRAFT - 1, content)


LINE = (
    '[[decisions]]\nyear = {year}\nproposal = {proposal}\nwhat = "Nytt."\nwhat_nn = "Nytt (nn)."\nreason = "Fordi."\n'
)


def decide(content: Content, name: str, **said: int) -> None:
    folder = content.forms / "f7" / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(LINE.format(**said), encoding="utf-8")


def test_the_change_log_tells_what_was_decided_also_where_no_field_changed(content: Content) -> None:
    decide(content, "b.toml", year=DRAFT, proposal=3)
    decide(content, "a.toml", year=DRAFT, proposal=12)
    form = content.form("7")
    assert [one.proposal for one in decisions("7", content)] == [3, 12]
    before, after = form.version(DRAFT - 1), form.version(DRAFT)
    told = markdown(changes.as_document(before, after, Language.NYNORSK, content))
    assert f"Frå {DRAFT}: Nytt (nn). Vedteke etter forslag 3: Fordi." in told and "Ingen endringar" not in told
    assert "Vedteke etter forslag 12: Fordi." in markdown(changes.history(form, Language.NYNORSK, content))
    kept = changes.as_json(before, after, Language.BOKMAL, content)
    assert kept["decisions"][0] == {"year": DRAFT, "proposal": 3, "what": "Nytt.", "reason": "Fordi."}
    assert changes.as_json(form.version(2020), form.version(2021), within=content)["decisions"] == []
    assert decisions("7") == (), "the package has none of these"


def test_a_decision_of_a_year_that_the_form_does_not_have_is_refused(content: Content) -> None:
    decide(content, "a.toml", year=1999, proposal=1)
    with pytest.raises(ContentError, match="form 7 has no year 1999"):
        decisions("7", content)


def test_a_footnote_is_from_a_year(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('[[notes]]\nsince = 2027\ntext = "a"\ntext_nn = "b"\ntext_en = "c"\n', encoding="utf-8")
    (row,) = read(file).rows("notes")
    assert footnote(row, {}).since == 2027
