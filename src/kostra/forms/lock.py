"""The lock of a form: a fingerprint per published year.

A year that municipalities have reported by must not change unnoticed. The fingerprint covers what a file is made by: names, positions,
types, mandatory flags, date patterns, codes and their texts. The wording of questions and guidance may be bettered afterwards.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kostra.model.errors import ContentError
from kostra.model.form import Form, FormVersion, Status

NAME = "versions.lock"


def fingerprint(version: FormVersion) -> str:
    """The same for the same year on every machine."""
    fields = [
        [
            field.name,
            field.first,
            field.last,
            field.type.value,
            field.required,
            field.date_pattern,
            {value: text.nb for value, text in field.codes.items()},
        ]
        for field in version.fields
    ]
    written = json.dumps([version.form.id, version.year, fields], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def locked(folder: Path) -> dict[int, str]:
    """The years that are locked; none when there is no lock yet."""
    path = folder / NAME
    if not path.exists():
        return {}
    years: dict[int, str] = {}
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
        year, _, mark = line.partition(" ")
        if not (year.isdigit() and len(year) == 4 and len(mark) == 64):
            raise ContentError(str(path), number, f"«{line}» is not a year and a fingerprint", "Restore the file.")
        years[int(year)] = mark
    return years


def published(form: Form) -> tuple[int, ...]:
    return tuple(year for year in form.years if form.status.at(year) is Status.PUBLISHED)


def changed(form: Form, folder: Path) -> tuple[int, ...]:
    """The locked years that are no longer what they were, or no longer there."""
    return tuple(
        year
        for year, mark in locked(folder).items()
        if year not in form.years or fingerprint(form.version(year)) != mark
    )


def unlocked(form: Form, folder: Path) -> tuple[int, ...]:
    """Published years without a lock."""
    return tuple(year for year in published(form) if year not in locked(folder))


def write(form: Form, folder: Path) -> tuple[int, ...]:
    """Lock the published years that are not locked yet, and say which. Refuses while a locked year has changed."""
    if wrong := changed(form, folder):
        named = ", ".join(str(year) for year in wrong)
        raise ContentError(
            str(folder / NAME),
            1,
            f"{form.id} has changed for the locked {named}",
            "Undo the change. If the year truly was different, remove its line, lock again and write a change-log entry.",
        )
    new = unlocked(form, folder)
    years = locked(folder) | {year: fingerprint(form.version(year)) for year in new}
    (folder / NAME).write_text("".join(f"{year} {mark}\n" for year, mark in sorted(years.items())), encoding="ascii")
    return new
