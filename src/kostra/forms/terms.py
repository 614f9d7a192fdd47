"""The words of the forms in plain language, read from `terms.toml`. A term has its text in both written forms, or is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.text import Language, Text

FILE = Path(__file__).parent / "terms.toml"
_WRITTEN = (Language.BOKMAL, Language.NYNORSK)
_ID = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True)
class Term:
    """`forms` are all ways it is written in the guides; `sought` are words that people look for it by. `law` says where it is defined."""

    id: str
    name: Text
    text: Text
    forms: Mapping[Language, tuple[str, ...]]
    law: Text | None
    sought: tuple[str, ...]


@cache
def terms(file: Path = FILE) -> tuple[Term, ...]:
    """In the order of the file. No two share an id, or a way to write them."""
    table = content.read(file)
    found: list[Term] = []
    taken: set[tuple[Language, str]] = set()
    for row in table.rows("terms"):
        term = _term(row)
        if term.id in {one.id for one in found}:
            raise row.wrong("id", f"there are two terms «{term.id}»", "Keep one.")
        for language, forms in term.forms.items():
            for form in forms:
                if (language, form.casefold()) in taken:
                    raise row.wrong("other", f"«{form}» ({language}) leads to two terms", "Let it lead to one.")
                taken.add((language, form.casefold()))
        found.append(term)
        row.done()
    table.done()
    return tuple(found)


def _term(row: content.Table) -> Term:
    id = row.take("id", str)
    if not _ID.fullmatch(id):
        raise row.wrong("id", f"«{id}» is no id", "Write small letters from a to z.")
    name, text = _both(row, "name"), _both(row, "text")
    other = row.table("other")
    forms = {
        language: tuple(dict.fromkeys((name[language], *other.listed(language, other.take(language, list)))))
        for language in _WRITTEN
    }
    other.done()
    return Term(id, name, text, forms, _both(row, "law") if row.has("law") else None, row.texts("sought"))


def _both(row: content.Table, key: str) -> Text:
    both = row.table(key)
    text = Text(both.take("nb", str).strip(), both.take("nn", str).strip())
    both.done()
    if not text.nb or not text.nn:
        raise row.wrong(key, f"«{key}» is empty in one of the written forms", "Write it, in plain words.")
    return text
