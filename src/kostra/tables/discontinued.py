"""Tables that have ended and are not made here: what they were called, for which years, why they ended and what tells the same now.

A title that no source tells is left open; it is not made up. What took over is a table that is made here, or one that is only known by
number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kostra.forms import catalogue as forms
from kostra.model.content import Table
from kostra.model.text import Text
from kostra.tables.words import english

NAME = "discontinued.toml"


@dataclass(frozen=True, slots=True)
class Discontinued:
    """`title` is None where it is not known, and so is `since`. `here` are tables that are made here, `replaced_by` those that the table
    bank put in its place.
    """

    id: str
    title: Text | None
    since: int | None
    until: int
    because: Text
    known: Text
    replaced_by: tuple[str, ...]
    here: tuple[str, ...]

    @property
    def years(self) -> str:
        return f"–{self.until}" if self.since is None else f"{self.since}–{self.until}"

    @property
    def said(self) -> str:
        """For whoever asks for the table."""
        called = "" if self.title is None else f" Den het «{self.title.nb}»."
        instead = ""
        if self.here:
            instead = f" Bruk tabell {' eller '.join(self.here)}."
        elif self.replaced_by:
            instead = f" Den ble erstattet av {' og '.join(self.replaced_by)}."
        return f"Tabell {self.id} ble avsluttet i {self.until}.{called} {self.because.nb}{instead}"


def read_discontinued(file: Table, made_here: Collection[str]) -> tuple[Discontinued, ...]:
    """In the order of their ids. `made_here` are the tables that there are."""
    found: dict[str, Discontinued] = {}
    for row in file.rows("tables"):
        one = _read(row)
        if one.id in found or one.id in made_here:
            raise row.wrong("id", f"table {one.id} stands twice, or is made here", "Remove one of them.")
        for id in one.here:
            if id not in made_here:
                raise row.wrong(
                    "here", f"here names table {id}, which is not made", "Name one that has a file, or remove it."
                )
        found[one.id] = one
    file.done()
    return tuple(found[id] for id in sorted(found))


def _read(row: Table) -> Discontinued:
    id, form = row.take("id", str), row.maybe("form", str)
    if form is not None and form not in forms.ids():
        raise row.wrong("form", f"there is no form «{form}»", f"Write one of: {', '.join(forms.ids())}.")
    found = Discontinued(
        id=id,
        title=english(row, "title") if row.has("title") else None,
        since=row.year("since"),
        until=row.take("until", int),
        because=english(row, "because"),
        known=english(row, "known"),
        replaced_by=row.texts("replaced_by"),
        here=row.texts("here"),
    )
    if found.since is not None and found.until < found.since:
        raise row.wrong("until", f"it ends in {found.until}, before it begins in {found.since}", "Mend since or until.")
    row.done()
    return found
