"""The controls of a form: those that follow from it, those declared in its folder, their limits and their sentences."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kostra.controls import controlset, mechanical, reading, sentences
from kostra.controls.declare import Control
from kostra.forms import catalogue
from kostra.forms import decided as decided_of
from kostra.forms.catalogue import PACKAGE, Content
from kostra.forms.decided import Decided
from kostra.model.content import read
from kostra.model.dated import Dated
from kostra.model.errors import Broken
from kostra.model.text import Text

SHARED_RULES = sorted(Path(__file__).parent.glob("shared_*.py"))


def written_in(form_id: str, content: Content = PACKAGE) -> Path:
    """The folder of the form's controls: its own, or that of the form whose controls it has."""
    folders = catalogue.folders(content.forms)
    whose = catalogue.form(form_id, content.forms, content.lists).controls_of or form_id
    if whose not in folders:
        raise Broken(
            f"form {form_id} has the controls of «{whose}», which is no form. Mend controls_of in its form.toml"
        )
    return folders[whose] / "controls"


@lru_cache(maxsize=2048)
def declared(form_id: str) -> tuple[Control, ...]:
    """The controls of the form's folder, theme by theme, in the order they are written; a family of them is a tuple."""
    folder = written_in(form_id)
    if not folder.is_dir():
        return ()
    package = f"kostra.forms.{folder.parent.name}.controls"
    found: list[Control] = []
    for module in sorted(info.name for info in pkgutil.iter_modules([str(folder)])):
        members = vars(importlib.import_module(f"{package}.{module}")).values()
        for member in members:
            family = member if isinstance(member, tuple) else (member,)
            found += [one for one in family if isinstance(one, Control)]
    return tuple(found)


@lru_cache(maxsize=2048)
def decided(form_id: str, content: Content = PACKAGE) -> Mapping[str, Decided]:
    """What was decided of the controls after they were written, by their number."""
    form = catalogue.form(form_id, content.forms, content.lists)
    follow = {form.mechanical.id} if form.mechanical else set()
    follow |= {total.control for total in form.sums if total.control}
    return decided_of.read(
        written_in(form_id, content) / decided_of.NAME, follow | {one.id for one in declared(form_id)}
    )


@lru_cache(maxsize=2048)
def limits(form_id: str, content: Content = PACKAGE) -> Mapping[str, Dated[int]]:
    """The limits of the form, dated by year."""
    path = written_in(form_id, content) / "limits.toml"
    if not path.exists():
        return {}
    table = read(path)
    found: dict[str, Dated[int]] = {}
    for name in list(table.keys()):
        years = table.peek_years(name)
        if not years:
            raise table.wrong(name, f"the limit {name} has no years", f"Write {name} = {{ 2023 = … }}.")
        found[name] = table.dated(name, int, min(years), None)
    return found


@lru_cache(maxsize=2048)
def messages(form_id: str, year: int, content: Content = PACKAGE) -> Mapping[str, Text]:
    """The sentences as they are in a year."""
    path = written_in(form_id, content) / "messages.toml"
    return sentences.read([path] if path.exists() else [], year)


@lru_cache(maxsize=2048)
def control_set(
    form_id: str, year: int, asked: int | None = None, proposals: bool = False, content: Content = PACKAGE
) -> controlset.Set:
    """What is run on a form's year: the file first, then what follows from the form, then what is declared."""
    version = catalogue.form(form_id, content.forms, content.lists).version(year)
    said = decided(form_id, content)
    own = (
        decided_of.applied(one, said[one.id]) if one.id in said else one
        for one in (*mechanical.follow_from(version), *declared(form_id))
    )
    return controlset.build(
        form_id,
        year,
        (*reading.of(version.form.kind), *own),
        limits(form_id, content),
        fingerprint=fingerprint(form_id, content),
        asked=asked,
        proposals=proposals,
    )


@lru_cache(maxsize=2048)
def fingerprint(form_id: str, content: Content = PACKAGE) -> str:
    """Of what the controls are made from: the form and what else its folder knows, its limits, and the files the controls and the rules
    they share are written in."""
    folder = catalogue.folders(content.forms)[form_id]
    hashed = hashlib.sha256()
    for path in (
        *sorted(folder.glob("*.toml")),
        *SHARED_RULES,
        *sorted(_written(form_id, content), key=lambda path: path.name),
    ):
        hashed.update(path.name.encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:8]


def _written(form_id: str, content: Content) -> list[Path]:
    """The rules are those of the package; limits and decisions are those of the content."""
    rules = [path for path in _files(written_in(form_id)) if path.suffix == ".py"]
    return rules + [
        path for path in _files(written_in(form_id, content)) if path.name in ("limits.toml", decided_of.NAME)
    ]


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
