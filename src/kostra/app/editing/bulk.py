"""Many records at once by a rule, with a preview first. What is saved is what was previewed; if anything has changed since, it is refused.

The edits are logged as automatic, under the name of the rule, and can be seconded and undone together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from kostra.app.editing.entering import entered
from kostra.app.editing.previewing import moves
from kostra.app.editing.recording import changed, new_id, refuse_what_is_no_text, write
from kostra.app.editing.working import Working, current, working
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.influence import Moved, needs_second
from kostra.editing.rules import Becomes, Proposal, Rule, propose
from kostra.model.edit import Edit, Reason, Whole
from kostra.model.errors import Conflict, Refused
from kostra.model.form import FormVersion, Role
from kostra.model.people import Duty

MOST = 20_000
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What the rule would do. `seen` is handed back when it is saved, so that what is saved is this."""

    rule: Rule
    proposals: tuple[Proposal, ...]
    moved: tuple[Moved, ...]
    needs_second: bool
    seen: str


def preview_rule(system: System, asker: Asker, whole: Whole, rule: Rule) -> BulkPreview:
    demand_duty(asker, Duty.STATISTICIAN)
    return _previewed(working(system, whole.form, whole.period, whole.season), rule)


def apply_rule(
    system: System, asker: Asker, whole: Whole, rule: Rule, seen: str, reason: Reason, comment: str
) -> tuple[Edit, ...]:
    """Saves what was previewed."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        told = _previewed(current(system, tx, whole), rule)
        if told.seen != seen:
            raise Conflict(
                "Dataene er endret siden du så hva regelen gjør. Se på den nye forhåndsvisningen, og lagre på nytt."
            )
        if not told.proposals:
            raise Refused("Regelen endrer ingenting. Skriv andre vilkår eller en annen verdi.")
        name = f"{new_id()} {rule}"
        edits = [
            changed(whole, one, reason, comment, tx.actor, tx.now, rule=name, needs_second=told.needs_second)
            for one in told.proposals
        ]
        return write(tx, edits)


def _previewed(now: Working, rule: Rule) -> BulkPreview:
    # Refused where nobody may edit the field, or a value, what somebody wrote or what the formula gives, is none of its.
    entered(now.version, rule.field, rule.value if rule.becomes is Becomes.VALUE else None)
    _refuse_what_no_log_may_have(now.version, rule)
    waiting = {one.cell for one in now.ledger.waiting.values()}
    proposals = tuple(one for one in propose(now.frame, rule) if (one.unit, one.record, one.field) not in waiting)
    if len(proposals) > MOST:
        raise Refused(f"Regelen gjelder {len(proposals)} linjer. Skriv vilkår som gjelder høyst {MOST}.")
    for after in sorted({one.after or "" for one in proposals}):
        entered(now.version, rule.field, after)
    figures = moves(now, proposals)
    return BulkPreview(rule, proposals, figures, needs_second(figures), _seen(rule, proposals))


def _refuse_what_no_log_may_have(version: FormVersion, rule: Rule) -> None:
    """The rule stands in the log as it was written, beside each of its edits."""
    refuse_what_is_no_text(str(rule), _LONGEST)
    journal = version.of_role(Role.JOURNAL)
    read = {one.field for one in rule.where if one.value is not None} | set(rule.fields)
    if journal is not None and journal.id in read:
        raise Refused(
            f"{journal.name} kan ikke stå i en regel, for loggen skal ikke ha det. Søk opp linjen, og rett den."
        )


def _seen(rule: Rule, proposals: Sequence[Proposal]) -> str:
    told = "\n".join([str(rule), *map(str, proposals)])
    return blake2b(told.encode(), digest_size=16).hexdigest()
