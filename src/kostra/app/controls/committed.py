"""The page of a form's controls that stands under docs/forms: every control in plain words, with its years, its fields and its cases.

The cases are those the tests run, so that what the page shows is what the control does.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kostra.app.controls.catalogue import in_year
from kostra.app.controls.pages import one_as_document, word
from kostra.app.pages.document import Block, Bullets, Document, Heading, Paragraph
from kostra.controls.reading import OF_FILE
from kostra.model.form import Form
from kostra.model.text import Language

_SHOWN = ("failed", "passed")


def page(form: Form, cases: Path) -> Document | None:
    """Nothing for a form that has only the controls of the file."""
    ids = list(
        dict.fromkeys(
            told.id for year in reversed(form.years) for told in in_year(form.id, year, True) if told.theme != OF_FILE
        )
    )
    if not ids:
        return None
    language = Language.BOKMAL
    blocks: list[Block] = [Paragraph(word("about", language))]
    for id in ids:
        blocks.append(Heading(id, 2, id))
        blocks += [_lower(block) for block in one_as_document(form.id, id, language).blocks]
        if examples := _examples(cases / form.folder / "cases" / f"{id}.toml", language):
            blocks += [Heading(word("cases", language), 3), Bullets(examples)]
    return Document(word("all_controls", language, form=form.id), language.value, tuple(blocks))


def _lower(block: Block) -> Block:
    return Heading(block.text, block.level + 1) if isinstance(block, Heading) else block


def _examples(path: Path, language: Language) -> tuple[str, ...]:
    """What the cases are about, those that fail first, with what they are told."""
    if not path.exists():
        return ()
    read = tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
    chosen = sorted(
        (case for case in read if case["outcome"] in _SHOWN), key=lambda case: _SHOWN.index(case["outcome"])
    )
    return tuple(dict.fromkeys(_told(case, language) for case in chosen))


def _told(case: dict[str, Any], language: Language) -> str:
    about = str(case.get("about", "")).rstrip(".")
    outcome = word(f"case_{case['outcome']}", language)
    says = f" «{case['says']}»" if case.get("says") else ""
    return f"{about}: {outcome}.{says}"
