"""The patch that an accepted proposal becomes: one makes it from its changes, another approves it, and then it stands in the draft year.

A patch is made on the draft as it is, with the patches that others have got approved. What it would make is held against everything that
content is held against before it is kept, and once more before it is approved. Nothing in the package is written: the patch is a file that
a colleague puts in the repository.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from kostra.app.free_text import as_reason
from kostra.app.permissions import Asker, Forbidden, demand_duty
from kostra.app.ports.patches import Patch, Review, Verdict
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.proposals import drafts
from kostra.app.proposals.asking import proposal_of
from kostra.app.proposals.changes_told import told
from kostra.app.proposals.driving import put_in_form, take_out_of_form
from kostra.app.proposals.valid_content import concerned, refuse_wrong
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.form_change import Change, form_of
from kostra.model.people import NOBODY, Duty
from kostra.model.proposal import Proposal, State
from kostra.model.protection import Said
from kostra.proposals import patching_diff
from kostra.proposals.patching import Decided, patched

MADE, APPROVED = "patch.made", "patch.approved"
RETURNED, TAKEN_BACK = "patch.returned", "patch.taken-back"
_ACTIONS = {Verdict.APPROVED: APPROVED, Verdict.RETURNED: RETURNED, Verdict.TAKEN_BACK: TAKEN_BACK}


def check(system: System, changes: tuple[Change, ...], year: int) -> None:
    """Refused when the changes cannot be made to the draft of the year, or when what they make does not hold together."""
    if not changes:
        return
    before = drafts.draft(system, year).files
    _made(before, changes, year, {})


def make(system: System, asker: Asker, number: int) -> int:
    """The patch of an accepted proposal; its number. Made anew, it takes the place of one that is not approved."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        _refuse_state(one, State.ACCEPTED)
        if not one.content.changes:
            raise Refused(
                f"Forslag {number} har ingen endringer som kan gjøres i skjemaet. Skriv dem inn i forslaget, og få det vedtatt på nytt."
            )
        text = _text(drafts.drafted(system, tx, one.year), one)
        made = Patch(
            id=uuid4().hex,
            proposal=one.id,
            proposal_number=one.number,
            version=one.version.number,
            year=one.year,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            made=Said(tx.actor, tx.now),
        )
        kept = tx.patches.add(made)
        tx.record(_event(MADE, one, replace(made, number=kept), ""))
    return kept


def approve(system: System, asker: Asker, patch: int, seen: str, reason: str = "") -> None:
    """By another than who made it, of the text that was `seen`, by its SHA-256. The proposal then stands in the form."""
    reason = _reason(asker, reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        one, found = _open(tx, patch)
        _refuse_state(one, State.ACCEPTED)
        if found.verdict is not None:
            raise Conflict(f"Endringsfil {patch} er alt avgjort. Lag en ny hvis endringen skal gjøres likevel.")
        if found.made.by.id == asker.actor.id:
            raise Forbidden("Du har laget denne endringsfilen selv. En kollega må godkjenne den.")
        if found.sha256 != seen:
            raise Conflict("Endringsfilen er en annen enn den du så. Se på den igjen, og godkjenn den da.")
        before = drafts.drafted(system, tx, found.year).files
        after = patching_diff.put(before, found.text).files
        refuse_wrong(before, after, drafts.laid_out(system, after), found.year)
        _review(tx, one, found, Verdict.APPROVED, reason)
        put_in_form(tx, one, reason or "Endringsfilen er godkjent.")


def send_back(system: System, asker: Asker, patch: int, reason: str) -> None:
    """It must be made anew, or the proposal taken up again. Also by who made it."""
    reason = _reason(asker, reason, needed="Skriv hva som må rettes i endringsfilen.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        one, found = _open(tx, patch)
        if found.verdict is not None:
            raise Conflict(f"Endringsfil {patch} er alt avgjort. Ingenting er endret.")
        _review(tx, one, found, Verdict.RETURNED, reason)


def take_back(system: System, asker: Asker, patch: int, reason: str) -> None:
    """Out of the draft again; the proposal is accepted still."""
    reason = _reason(asker, reason, needed="Skriv hvorfor endringen tas ut av utkastet.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        one, found = _open(tx, patch)
        if found.verdict is not Verdict.APPROVED:
            raise Conflict(f"Endringsfil {patch} er ikke godkjent, så den står ikke i utkastet.")
        _refuse_state(one, State.IN_FORM)
        _refuse_needed(tx, found)
        _review(tx, one, found, Verdict.TAKEN_BACK, reason)
        take_out_of_form(tx, one, reason)


def patch_of(system: System, number: int) -> Patch:
    """For anybody: what it says is in the draft, or will be."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        found = tx.patches.one(number)
    if found is None:
        raise Missing(f"Det finnes ingen endringsfil {number}. Se på siden til forslaget.")
    return found


def patches_of(system: System, asker: Asker, proposal: Proposal) -> tuple[Patch, ...]:
    """The newest first."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.patches.of(proposal.id)


def file_name(patch: Patch) -> str:
    return f"forslag-{patch.proposal_number}-{patch.year}-{patch.number}.patch"


def _text(before: drafts.Draft, one: Proposal) -> str:
    decided = one.decision
    reason = " ".join(decided.said.text.split()) if decided is not None else ""
    changed = _made(before.files, one.content.changes, one.year, _lines(before, one, reason))
    text = patching_diff.diff(before.files, {**before.files, **changed})
    if not text:
        raise Conflict(
            f"Endringene i forslag {one.number} står i utkastet for {one.year} fra før. Det er ingenting å lage."
        )
    return text


def _lines(before: drafts.Draft, one: Proposal, reason: str) -> Mapping[str, tuple[Decided, ...]]:
    """What the change logs of the forms are to say: a line for each change, in each form that it is about."""
    lines: dict[str, list[Decided]] = {}
    for change in one.content.changes:
        said = told(change)
        form = form_of(change)
        forms = (form,) if form is not None else _forms(before, change, one.year)
        for id in forms:
            lines.setdefault(id, []).append(Decided(one.number, said.nb, said.nn, reason))
    return {id: tuple(found) for id, found in lines.items()}


def _forms(before: drafts.Draft, change: Change, year: int) -> tuple[str, ...]:
    """The drafts that a code list is in; no form for a table."""
    changed = patched(before.files, (change,), year, {})
    return tuple(id for id in concerned(changed) if drafts.is_draft(before.content.form(id), year))


def _made(
    before: Mapping[str, str], changes: tuple[Change, ...], year: int, decided: Mapping[str, tuple[Decided, ...]]
) -> dict[str, str]:
    """The files that become otherwise, when all of it holds together."""
    changed = patched(before, changes, year, decided)
    after = {**before, **changed}
    if changed:
        with drafts.laid_out_for_now(after) as folder:
            refuse_wrong(before, after, folder, year)
    return changed


def _reason(asker: Asker, reason: str, needed: str = "") -> str:
    demand_duty(asker, Duty.STATISTICIAN)
    return as_reason(reason, needed)


def _open(tx: Transaction, number: int) -> tuple[Proposal, Patch]:
    """The patch and its proposal, when it is the newest one."""
    tx.proposals.lock()
    found = tx.patches.one(number)
    if found is None:
        raise Missing(f"Det finnes ingen endringsfil {number}. Se på siden til forslaget.")
    newest = tx.patches.of(found.proposal)[0]
    if newest.number != number:
        raise Conflict(f"Endringsfil {number} er erstattet av {newest.number}. Se på den.")
    return proposal_of(tx, found.proposal_number), found


def _refuse_needed(tx: Transaction, found: Patch) -> None:
    """What the package holds, and what others are made on, stays."""
    approved = tx.patches.of_year(found.year)
    _, standing = drafts.put_together(approved)
    if any(each.patch.id == found.id and each.there for each in standing):
        raise Conflict(
            f"Endringsfil {found.number} er alt lagt inn i programmet. Fremm et nytt forslag for å endre det igjen."
        )
    stood = {each.patch.id for each in standing if each.wrong is None}
    _, without = drafts.put_together(each for each in approved if each.id != found.id)
    for each in without:
        if each.wrong is not None and each.patch.id in stood:
            raise Conflict(
                f"Endringsfil {each.patch.number} fra forslag {each.patch.proposal_number} bygger på denne. Ta ut den først."
            )


def _refuse_state(one: Proposal, wanted: State) -> None:
    if one.state is not wanted:
        what = "vedtatt og ikke lagt inn" if wanted is State.ACCEPTED else "lagt inn i utkastet"
        raise Conflict(f"Forslag {one.number} er ikke {what}, så dette kan ikke gjøres nå.")


def _review(tx: Transaction, one: Proposal, found: Patch, verdict: Verdict, reason: str) -> None:
    tx.patches.review(found.id, Review(verdict, Said(tx.actor, tx.now, reason)))
    tx.record(_event(_ACTIONS[verdict], one, found, reason))


def _event(action: str, one: Proposal, patch: Patch, reason: str) -> Event:
    return Event(
        action,
        one.id,
        reason,
        form=one.content.subject.form,
        details={"number": one.number, "patch": patch.number, "year": patch.year, "sha256": patch.sha256},
    )
