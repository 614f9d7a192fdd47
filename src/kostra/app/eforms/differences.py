"""Two people and one form: what each of them changed, what stands together, and what must be chosen between.

Where only one of them changed an answer, that change stands. Where both did, what was saved first stands, and the other is put aside: kept
as a version of its own, and offered to the one who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kostra.app.eforms.typed import same
from kostra.app.ports.drafts import Cause, Draft
from kostra.model.form import FieldVersion, FormVersion

Typed = Mapping[str, str]

TOGETHER = timedelta(minutes=10)
"""Saves by one person within this are one piece of work to whoever looks back."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question with two answers; an empty text is no answer."""

    field: FieldVersion
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What came of two people's answers. `stands` is what stands now, `mine` the whole of what was put aside; None when nothing was."""

    stands: Typed
    mine: Typed | None


def differences(version: FormVersion, before: Typed, after: Typed) -> tuple[Difference, ...]:
    """The questions that are answered otherwise, in the order of the form."""
    return tuple(
        Difference(field, before.get(field.id, ""), after.get(field.id, ""))
        for field in version.fields
        if not same(field, before.get(field.id, ""), after.get(field.id, ""))
    )


def meet(version: FormVersion, seen: Typed, theirs: Typed, mine: Typed) -> Meeting:
    """`seen` is what the second person began from, `theirs` what was saved in between."""
    by_them = {one.field.id for one in differences(version, seen, theirs)}
    by_me = {one.field.id: one.after for one in differences(version, seen, mine)}
    against = {one.field.id for one in differences(version, theirs, mine)} & by_them & set(by_me)
    stands = _answered({**theirs, **{id: text for id, text in by_me.items() if id not in against}})
    return Meeting(stands, _answered({**theirs, **by_me}) if against else None)


def _answered(typed: Typed) -> Typed:
    return {id: text for id, text in typed.items() if text}


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work on a draft: versions by one person, one after the other. `differences` are from the version before it."""

    newest: Draft
    oldest: Draft
    differences: tuple[Difference, ...]
    aside: bool


def pieces_of_work(version: FormVersion, drafts: Sequence[Draft]) -> tuple[Work, ...]:
    """The history of a draft as a person looks back on it, the newest first. `drafts` are all versions, the newest first."""
    found: list[Work] = []
    before: Typed = {}
    for draft in reversed(drafts):
        last = found[-1] if found else None
        if draft.cause is Cause.ASIDE:
            stands = next((one.newest.typed for one in reversed(found) if not one.aside), {})
            found.append(Work(draft, draft, differences(version, stands, draft.typed), aside=True))
            continue
        if last is not None and _continues(last, draft):
            found[-1] = Work(draft, last.oldest, differences(version, before, draft.typed), aside=False)
            continue
        before = next((one.newest.typed for one in reversed(found) if not one.aside), {})
        found.append(Work(draft, draft, differences(version, before, draft.typed), aside=False))
    return tuple(reversed(found))


def _continues(last: Work, draft: Draft) -> bool:
    return (
        draft.cause is Cause.WRITTEN
        and not last.aside
        and last.newest.cause is Cause.WRITTEN
        and last.newest.by == draft.by
        and draft.saved - last.oldest.saved <= TOGETHER
    )
