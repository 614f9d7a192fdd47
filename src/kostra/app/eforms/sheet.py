"""A form with what has been filled in, opened for somebody: the draft, what is owed, and what was answered last year.

Refused: forms that are not answered question by question, and what nobody expects of this municipality or district.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kostra.app.eforms.found import Found, found, report
from kostra.app.eforms.starting import first_answers, unit_before
from kostra.app.permissions import Asker, demand
from kostra.app.ports.drafts import Draft
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Missing
from kostra.model.form import FormVersion, Kind
from kostra.model.people import Right
from kostra.model.submission import Content, Expected, Stage, Standing, Submission
from kostra.model.text import Language
from kostra.reception import answers


@dataclass(frozen=True)
class Sheet:
    """`draft` is None while nobody has saved; `sent` is the newest submission there is, whatever came of it."""

    expected: Expected
    version: FormVersion
    standing: Standing
    draft: Draft | None
    then: bytes | None
    """Last year's answers, as they were sent."""
    sent: Submission | None

    @property
    def typed(self) -> Mapping[str, str]:
        return first_answers(self.expected, self.version) if self.draft is None else self.draft.typed

    @property
    def number(self) -> int:
        return 0 if self.draft is None else self.draft.version

    @property
    def explained(self) -> Mapping[str, str]:
        return {} if self.draft is None else self.draft.explained

    @cached_property
    def last_year(self) -> Mapping[str, str] | None:
        return None if self.then is None else answers.read(self.then).typed

    def found(self, language: Language) -> tuple[Found, ...]:
        """What the controls find now."""
        return found(report(self.expected, self.version, self.typed, self.then), language)


def sheet(system: System, asker: Asker, expected: Expected, right: Right = Right.SEE) -> Sheet:
    """Demands the right, and opens the form."""
    demand(asker, right, expected.unit, expected.form)
    version = form_version(expected)
    before = unit_before(expected.unit, expected.period.year)
    units = frozenset(unit for unit in (expected.unit, before) if unit is not None)
    with system.transactions.begin(asker.actor, Scope(units)) as tx:
        standing = owed(tx, expected)
        draft = tx.drafts.current(expected)
        sent = next((one for one in tx.submissions.of(expected) if one.stage is not Stage.PREPARED), None)
        kept = None if before is None else _answered_then(tx, expected, before)
    return Sheet(expected, version, standing, draft, _opened(system, kept), sent)


def form_version(expected: Expected) -> FormVersion:
    form = catalogue.form(expected.form)
    if form.kind is not Kind.ANSWERS:
        raise Missing(f"Skjema {form.id} fylles ikke ut her. Det sendes som en fil fra fagsystemet.")
    return form.version(expected.period.year)


def owed(tx: Transaction, expected: Expected, *, lock: bool = False) -> Standing:
    standing = tx.campaign.standing(expected, lock=lock)
    if standing is None:
        raise Missing(
            f"Skjema {expected.form} for {expected.period} skal ikke leveres av {expected.unit}. Gå til oversikten over det "
            "dere skal levere."
        )
    return standing


def _answered_then(tx: Transaction, expected: Expected, unit: str) -> Kept | None:
    """The answers of the year before that the controls let through, the newest of them."""
    then = Expected(expected.form, expected.period.a_year_before(), unit, expected.season)
    for one in tx.submissions.of(then):
        if one.content is Content.ANSWERS and one.stage is Stage.CHECKED:
            return tx.submissions.kept(one.id, ORIGINAL)
    return None


def _opened(system: System, kept: Kept | None) -> bytes | None:
    """None also while they cannot be fetched: a form can be filled in without last year's beside it."""
    if kept is None:
        return None
    try:
        with system.vault.open(kept) as file:
            content = file.read()
    except Unavailable:
        return None
    return None if answers.read(content).stopped else content
