"""Saving what is typed. Nothing that was saved is lost: each save is a version, and somebody else's answers are never written over unseen.

Whether the answers are good is not asked here; a draft may hold anything that fits in a box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kostra.app.eforms.differences import differences, meet
from kostra.app.eforms.drafting import add, begin, current_as_seen, event, next_version, seen_answers
from kostra.app.eforms.sheet import form_version, owed
from kostra.app.eforms.typed import taken
from kostra.app.permissions import Asker, demand
from kostra.app.ports.drafts import Cause, Draft
from kostra.app.system import System
from kostra.model.errors import Missing
from kostra.model.people import Right
from kostra.model.submission import Expected


def save(system: System, asker: Asker, expected: Expected, posted: Mapping[str, str], seen: int) -> Draft:
    """The current version after the save. Saving what stands already makes no new one."""
    demand(asker, Right.PREPARE, expected.unit, expected.form)
    version = form_version(expected)
    with begin(system, asker, expected) as tx:
        owed(tx, expected, lock=True)
        current = tx.drafts.current(expected)
        before = seen_answers(tx, expected, version, current, seen)
        typed = taken(version, posted, before)
        if current is None or current.version == seen:
            if current is not None and not differences(version, current.typed, typed):
                return current
            return add(tx, next_version(tx, expected, current, seen, typed, Cause.WRITTEN), current)
        meeting = meet(version, before, current.typed, typed)
        if meeting.mine is not None:
            aside = next_version(tx, expected, current, seen, meeting.mine, Cause.ASIDE)
            joined = replace(aside, version=aside.version + 1, typed=meeting.stands, cause=Cause.JOINED)
            add(tx, aside, current)
            return add(tx, joined, aside)
        if not differences(version, current.typed, meeting.stands):
            return current
        return add(tx, next_version(tx, expected, current, seen, meeting.stands, Cause.JOINED), current)


def restore(system: System, asker: Asker, expected: Expected, number: int, seen: int) -> Draft:
    """An earlier version as the newest. The versions in between stay."""
    demand(asker, Right.PREPARE, expected.unit, expected.form)
    with begin(system, asker, expected) as tx:
        owed(tx, expected, lock=True)
        current = current_as_seen(tx, expected, seen)
        wanted = tx.drafts.version(expected, number)
        if wanted is None:
            raise Missing(
                f"Utkastet har ingen versjon {number}. Velg en av dem som står i listen over tidligere versjoner."
            )
        tx.record(event("draft.restored", expected, version=number))
        return add(tx, next_version(tx, expected, current, seen, wanted.typed, Cause.RESTORED), current)
