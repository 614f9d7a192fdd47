"""What has been decided about a form, by the year it holds from: the lines of the change log that the form's data cannot tell by itself.

Each file in the folder `decisions` of the form is of one proposal, written by its patch: which proposal, what it changed, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kostra.forms.catalogue import PACKAGE, Content
from kostra.model.content import read
from kostra.model.text import Text

FOLDER = "decisions"


@dataclass(frozen=True, slots=True)
class Decision:
    """`proposal` is its number, `what` the change in words, and `reason` is as the decision was written."""

    year: int
    proposal: int
    what: Text
    reason: str


@lru_cache(maxsize=1024)
def decisions(form_id: str, within: Content = PACKAGE) -> tuple[Decision, ...]:
    """By year and proposal, in the order they were written; none where there are no such files."""
    form = within.form(form_id)
    found = []
    for path in sorted((within.forms / form.folder / FOLDER).glob("*.toml")):
        table = read(path)
        for row in table.rows("decisions"):
            year = row.take("year", int)
            if year not in form.years:
                raise row.wrong("year", f"form {form_id} has no year {year}", "Write a year that the form has.")
            found.append(Decision(year, row.take("proposal", int), row.text("what"), row.take("reason", str)))
            row.done()
        table.done()
    return tuple(sorted(found, key=lambda one: (one.year, one.proposal)))
