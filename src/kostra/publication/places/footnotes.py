"""The footnotes of a selection as lines to be read: what is said of several things is said once, and the signs come last."""

from __future__ import annotations

from kostra.model.text import Language
from kostra.publication import notes
from kostra.publication.selecting import Selection
from kostra.publication.words import said


def lines(selection: Selection, language: Language) -> list[str]:
    by_text: dict[str, list[str]] = {}
    for about, text in notes.lines(selection, language):
        by_text.setdefault(text, []).append(about)
    found = [text if "" in about else f"{'; '.join(about)}: {text}" for text, about in by_text.items()]
    return [*found, *(f"«{mark.value}» {said(meaning, language)}" for mark, meaning in notes.signs(selection))]
