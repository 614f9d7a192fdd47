"""Looking at one submission: where it stands, its receipt, its report, its events. Whoever may not see it is told that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from kostra.app.passing.seeing import demand_records
from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.submissions import REPORT, REPORT_NN, Progress, Tally
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving.refusals import NotNow, Unknown
from kostra.app.system import System
from kostra.model.event import Recorded
from kostra.model.people import Duty, Right
from kostra.model.submission import Stage, Submission
from kostra.model.text import Language

_EVENTS = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """`current` says that it is the one that counts; a later one may have replaced it. `progress` is there while controls run."""

    submission: Submission
    current: bool
    progress: Progress | None
    tallies: tuple[Tally, ...]


def see(system: System, asker: Asker, id: str) -> Seen:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _one(tx, asker, id)
        standing = tx.campaign.standing(found.answers)
        running = found.stage is Stage.RECEIVED
        return Seen(
            found,
            standing is not None and standing.submission == id,
            tx.submissions.progress_of(id) if running else None,
            tx.submissions.tallies(id),
        )


def receipt(system: System, asker: Asker, id: str) -> str:
    """The signed receipt."""
    signed = see(system, asker, id).submission.receipt
    if signed is None:
        raise NotNow(
            "Innsendingen er ikke sendt ennå, og har ingen kvittering. Be en kollega som kan sende, om å sende den."
        )
    return signed


def report(system: System, asker: Asker, id: str, language: Language = Language.BOKMAL) -> BinaryIO:
    """The report of the controls, as JSON. What is received for another body, the desk does not see into."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _one(tx, asker, id)
        demand_records(asker, found.answers.unit, found.answers.form)
        kept = tx.submissions.kept(id, REPORT_NN if language is Language.NYNORSK else REPORT)
    if kept is None:
        raise NotNow(_no_report(found))
    return system.vault.open(kept)


def events(system: System, asker: Asker, id: str) -> tuple[Recorded, ...]:
    """What has happened to it, the newest first."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        _one(tx, asker, id)
        return tx.log.of(subject=id, limit=_EVENTS)


def _one(tx: Transaction, asker: Asker, id: str) -> Submission:
    found = tx.submissions.one(id)
    if found is None or not _may_see(asker, found):
        raise Unknown("Innsendingen finnes ikke, eller du har ikke tilgang til den. Se i listen over innsendinger.")
    return found


def _may_see(asker: Asker, found: Submission) -> bool:
    expected = found.answers
    return asker.has(Duty.STATISTICIAN) or asker.may(Right.SEE, expected.unit, expected.form)


def _no_report(found: Submission) -> str:
    if found.stage is Stage.RECEIVED or (found.stage is Stage.PREPARED and found.severity is None):
        return "Kontrollene er ikke ferdige ennå. Prøv igjen om litt."
    if found.severity is not None and not found.size:
        return "Det er ingenting å rapportere, og derfor ingen rapport fra kontrollene."
    return "Rapporten fra kontrollene finnes ikke lenger."
