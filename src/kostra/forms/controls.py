"""The controls of a form: those that follow from it, those declared in its folder, their limits and their sentences."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kostra.controls import controlset, mechanical, reading, sentences
from kostra.controls.declare import Control
from kostra.forms import catalogue
from kostra.model import content
from kostra.model.dated import Dated
from kostra.model.errors import Broken
from kostra.model.text import Text

SHARED_RULES = sorted(Path(__file__).parent.glob("shared_*.py"))


def written_in(form_id: str) -> Path:
    """The folder of the form's controls: its own, or that of the form whose controls it has."""
    folders = catalogue.folders()
    whose = catalogue.form(form_id).controls_of or form_id
    if whose not in folders:
        raise Broken(
            f"form {form_id} has the controls of «{whose}», which is no form. Mend controls_of in its form.toml"
        )
    return folders[whose] / "controls"


@cache
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


@cache
def limits(form_id: str) -> Mapping[str, Dated[int]]:
    """The limits of the form, dated by year."""
    path = written_in(form_id) / "limits.toml"
    if not path.exists():
        return {}
    table = content.read(path)
    read: dict[str, Dated[int]] = {}
    for name in list(table.keys()):
        years = table.peek_years(name)
        if not years:
            raise table.wrong(name, f"the limit {name} has no years", f"Write {name} = {{ 2023 = … }}.")
        read[name] = table.dated(name, int, min(years), None)
    return read


@cache
def messages(form_id: str) -> Mapping[str, Text]:
    path = written_in(form_id) / "messages.toml"
    return sentences.read([path] if path.exists() else [])


@cache
def control_set(form_id: str, year: int, asked: int | None = None, proposals: bool = False) -> controlset.Set:
    """What is run on a form's year: the file first, then what follows from the form, then what is declared."""
    version = catalogue.form(form_id).version(year)
    every = (*reading.of(version.form.kind), *mechanical.follow_from(version), *declared(form_id))
    return controlset.build(
        form_id, year, every, limits(form_id), fingerprint=fingerprint(form_id), asked=asked, proposals=proposals
    )


@cache
def fingerprint(form_id: str) -> str:
    """Of what the controls are made from: the form and what else its folder knows, its limits, and the files the controls and the rules
    they share are written in."""
    folder = catalogue.folders()[form_id]
    hashed = hashlib.sha256()
    for path in (*sorted(folder.glob("*.toml")), *SHARED_RULES, *sorted(_written(written_in(form_id)))):
        hashed.update(path.name.encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:8]


def _written(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.suffix == ".py" or path.name == "limits.toml"]
