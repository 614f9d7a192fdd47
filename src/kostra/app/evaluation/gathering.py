"""What the evaluation is made of, read from what is kept already: the deliveries of a form and year with their findings, the lines of error
lists, and the controls of the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kostra.app.ports.submissions import Tally
from kostra.app.ports.transaction import Transaction
from kostra.controls.mechanical import OF_FIELDS
from kostra.controls.reading import OF_FILE
from kostra.followup.errorlists import Fate
from kostra.forms import catalogue
from kostra.forms.controls import control_set
from kostra.model.finding import Severity
from kostra.model.people import Actor, ActorKind
from kostra.model.submission import Content, Expected, Season, Submission
from kostra.reporting.evaluation import Case, Checked, Line, Rule
from kostra.reporting.vendors import First

EVERY = 1_000_000
"""More submissions than there will be of one form."""
_FOLLOW = frozenset({OF_FIELDS, OF_FILE})
"""A sum of a form has a severity of its own."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A form and year. `sent` are the deliveries that the controls have been through, by what they answer and in the order they came, and
    `stands` the one that counts now."""

    form: str
    year: int
    sent: Mapping[Expected, tuple[Submission, ...]]
    stands: Mapping[Expected, str]
    tallies: Mapping[str, tuple[Tally, ...]]

    @property
    def deliveries(self) -> tuple[Submission, ...]:
        return tuple(one for own in self.sent.values() for one in own)

    def cases(self) -> tuple[Case, ...]:
        """Where the newest was stopped and an earlier one counts again, that stands last."""
        return tuple(
            Case(expected.unit, tuple(map(self._checked, self._in_order(expected, own))))
            for expected, own in self.sent.items()
        )

    def rules(self) -> tuple[Rule, ...]:
        """The controls of the year, and any other that has found something: one that was put right since is not forgotten."""
        declared = _declared(self.form, self.year)
        others: dict[str, Severity] = {}
        for tallies in self.tallies.values():
            for one in tallies:
                if one.control not in declared:
                    others[one.control] = max(one.severity, others.get(one.control, Severity.OK))
        return (*declared.values(), *(Rule(id, severity) for id, severity in sorted(others.items())))

    def firsts(self, name: str = "name") -> Iterator[First]:
        """The first file of each unit and period. `name` is what a vendor is known by: the name of its system, or our id of it."""
        for expected, own in self.sent.items():
            first = own[0]
            if first.content is Content.FILE or _by_system(first.sender):
                tallies = self.tallies.get(first.id, ())
                vendor = getattr(first.sender, name) if _by_system(first.sender) else ""
                errors = sum(one.count for one in tallies if one.severity.blocks)
                yield First(vendor, expected.unit, first.records or 0, self._findings(first.id), errors)

    def _in_order(self, expected: Expected, own: tuple[Submission, ...]) -> tuple[Submission, ...]:
        standing = next((one for one in own if one.id == self.stands.get(expected)), own[-1])
        return own if standing is own[-1] else (*own, standing)

    def _checked(self, one: Submission) -> Checked:
        return Checked(one.records or 0, self._findings(one.id))

    def _findings(self, submission: str) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for one in self.tallies.get(submission, ()):
            counted[one.control] += one.count
        return dict(sorted(counted.items()))


def gather(tx: Transaction, form: str, year: int) -> Gathered:
    """The real season; the vendors' test is their own."""
    sent: dict[Expected, list[Submission]] = {}
    for one in tx.submissions.listed(form=form, limit=EVERY):
        if one.answers.period.year == year and one.received is not None:
            sent.setdefault(one.answers, []).append(one)
    checked = {
        expected: tuple(one for one in _chained(own) if one.severity is not None)
        for expected, own in sorted(sent.items())
    }
    return Gathered(
        form,
        year,
        {expected: own for expected, own in checked.items() if own},
        {
            one.expected: one.submission
            for one in tx.campaign.standings(form=form)
            if one.submission is not None and one.expected.period.year == year
        },
        tx.submissions.tallies_of(form, year),
    )


def years(tx: Transaction, form: str) -> tuple[int, ...]:
    """That something was owed for, the newest first."""
    known = {period.year for id, period in tx.campaign.periods(Season.REAL) if id == form}
    return tuple(sorted(known, reverse=True))


def lines(tx: Transaction, form: str, year: int) -> Iterator[Line]:
    """Of every error list that was sent about a form and year."""
    for own in tx.cases.error_lists(form=form):
        if own.expected.period.year == year:
            for one in tx.cases.lines(own.id):
                yield Line(
                    one.control,
                    answered=one.answer is not None,
                    accepted=one.fate is Fate.ACCEPTED,
                    treated=one.fate is Fate.TREATED,
                )


def _declared(form: str, year: int) -> dict[str, Rule]:
    """By id: several that follow from fields may share one."""
    if year not in catalogue.form(form).years:
        return {}
    controls = control_set(form, year)
    return _by_id(Rule(one.id, controls.severity(one), one.theme in _FOLLOW) for one in controls.controls)


def _by_id(rules: Iterable[Rule]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for one in rules:
        before = found.get(one.control, one)
        found[one.control] = Rule(one.control, max(one.severity, before.severity), one.follows or before.follows)
    return found


def _chained(own: Sequence[Submission]) -> Sequence[Submission]:
    """Each after the one that it replaced, also when the clock has jumped; by time where that is not known."""
    after = {one.replaces: one for one in own}
    known = {one.id for one in own}
    chain: list[Submission] = []
    here = next((one for one in own if one.replaces not in known), None)
    while here is not None:
        chain.append(here)
        here = after.get(here.id)
    return chain if len(chain) == len(own) else sorted(own, key=lambda one: (one.uploaded, one.id))


def _by_system(sender: Actor | None) -> bool:
    return sender is not None and sender.kind is ActorKind.SYSTEM
