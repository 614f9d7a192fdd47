"""Finding forms. A form is read when it is asked for, once; a folder is a form when it holds form.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kostra.codelists import catalogue as codelists
from kostra.forms.reading import read_form
from kostra.model.content import read
from kostra.model.errors import Broken, Refused
from kostra.model.form import Form

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Content:
    """Which content is read: the folder of the forms, and that of the code lists they name."""

    forms: Path
    lists: Path

    def form(self, id: str) -> Form:
        return form(id, self.forms, self.lists)


PACKAGE = Content(FOLDER, codelists.FOLDER)
"""What the house works by. A draft of the next year stands elsewhere."""


@lru_cache(maxsize=256)
def folders(folder: Path = FOLDER) -> dict[str, Path]:
    """The folder of each form, by the form's id, in a natural order: 7, 7B, 11B, 11CF, 11F, 12 and then the named ones."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*/form.toml")):
        id = _id(path)
        if id in found:
            raise Broken(f"{path} and {found[id]}/form.toml are both form {id}. Give one of them another id.")
        found[id] = path.parent
    return dict(sorted(found.items(), key=lambda item: _natural(item[0])))


def _id(path: Path) -> str:
    """The id alone, from the first lines: finding a form must not cost reading them all."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            key, equals, value = line.partition("=")
            if equals and key.strip() == "id":
                return value.strip().strip('"')
            if line.startswith("["):
                break
    return read(path).take("id", str)


def _natural(id: str) -> tuple[int, str]:
    digits = id[: len(id) - len(id.lstrip("0123456789"))]
    return (int(digits) if digits else 999, id)


def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(folders(folder))


@lru_cache(maxsize=256)
def form(id: str, folder: Path = FOLDER, lists: Path = codelists.FOLDER) -> Form:
    known = folders(folder)
    if id not in known:
        raise Refused(f"Det finnes ikke noe skjema «{id}». Skjemaene er {', '.join(known)}.")
    return read_form(known[id], lists)


def all_forms(folder: Path = FOLDER, lists: Path = codelists.FOLDER) -> tuple[Form, ...]:
    return tuple(form(id, folder, lists) for id in folders(folder))
