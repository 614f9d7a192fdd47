"""Looking back on a draft: the pieces of work it came of, and what stood against what when two people wrote at once."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.eforms.differences import Difference, Work, differences, pieces_of_work
from kostra.app.eforms.drafting import begin, seen_answers
from kostra.app.eforms.sheet import form_version, owed
from kostra.app.permissions import Asker, demand
from kostra.app.ports.drafts import Cause, Draft
from kostra.app.system import System
from kostra.model.people import Right
from kostra.model.submission import Expected


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody else had saved in between. `against` are the answers that both changed: theirs, which stand, and mine, which were put aside.
    `theirs` are the others that they changed.
    """

    other: Draft
    theirs: tuple[Difference, ...]
    against: tuple[Difference, ...]


def history(system: System, asker: Asker, expected: Expected) -> tuple[Work, ...]:
    """The newest first."""
    demand(asker, Right.SEE, expected.unit, expected.form)
    version = form_version(expected)
    with begin(system, asker, expected) as tx:
        owed(tx, expected)
        return pieces_of_work(version, tx.drafts.versions(expected))


def met(system: System, asker: Asker, expected: Expected, seen: int, number: int) -> Met | None:
    """What somebody else had saved after the version `seen`, when the version `number` was saved; None when nobody had."""
    demand(asker, Right.SEE, expected.unit, expected.form)
    version = form_version(expected)
    with begin(system, asker, expected) as tx:
        owed(tx, expected)
        after = [one for one in tx.drafts.versions(expected) if seen < one.version <= number]
        joined = next((one for one in after if one.version == number and one.cause is Cause.JOINED), None)
        aside = next((one for one in after if one.version == number - 1 and one.cause is Cause.ASIDE), None)
        others = [one for one in after if one is not joined and one.cause is not Cause.ASIDE]
        if not others or (aside is None and all(one.by == asker.actor for one in others)):
            return None
        before = seen_answers(tx, expected, version, None, seen)
    against = () if joined is None or aside is None else differences(version, joined.typed, aside.typed)
    chosen_between = {one.field.id for one in against}
    theirs = differences(version, before, others[0].typed)
    return Met(others[0], tuple(one for one in theirs if one.field.id not in chosen_between), against)
