"""Categories or municipalities that are published as one, so that less is suppressed: decided with one click, undone with a reason, taken
into the next run.

Refused where the codes are not of the table, are no neighbours, or are merged already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from kostra.app.disclosure.neighbours import can_be_one, has_municipalities, larger, municipalities
from kostra.app.free_text import as_reason, refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.model.cube import REGION
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Detail, Event
from kostra.model.people import Duty
from kostra.model.protection import Merge, Said
from kostra.model.region import BETWEEN
from kostra.model.text import Text
from kostra.statistics.definition import TOTAL
from kostra.statistics.dividing import dimension as divided
from kostra.tables import catalogue

_LONGEST = 200


def merges(tx: Transaction, year: int, table: str | None = None) -> tuple[Merge, ...]:
    """Those that hold in a year, the oldest first."""
    return tuple(one for one in tx.disclosure.merges(table) if one.holds(year))


def merge(
    system: System,
    asker: Asker,
    table: str,
    dimension: str,
    codes: Sequence[str],
    since: int,
    reason: str,
    title: Text | None = None,
) -> Merge:
    """Without a `title` it is called what its parts are called."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hvorfor de slås sammen. Grunnen blir stående.")
    known = _known(table, dimension, since)
    chosen = _in_the_same(codes, known, since) if dimension == REGION else _beside_each_other(codes, known)
    title = _title([known[code] for code in chosen]) if title is None else _checked(title)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        for other in merges(tx, since, table):
            if other.dimension == dimension and set(other.codes) & set(chosen):
                raise Conflict(f"{other.title.nb} er allerede slått sammen. Opphev det først.")
        if dimension == REGION:
            _demand_the_same_everywhere(tx.disclosure.merges(), table, chosen)
        code = BETWEEN.join(chosen)
        made = Merge(
            uuid4().hex[:16], table, dimension, tuple(chosen), code, title, since, Said(tx.actor, tx.now, reason)
        )
        tx.disclosure.merge(made)
        tx.record(_event("merge.decided", made, reason))
    return made


def undo(system: System, asker: Asker, id: str, reason: str) -> None:
    """The next run has the categories one by one again."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hvorfor sammenslåingen oppheves.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        found = next((one for one in tx.disclosure.merges() if one.id == id), None)
        if found is None:
            raise Missing("Sammenslåingen finnes ikke. Se listen på siden for tabellen.")
        if found.undone is not None:
            raise Conflict("Sammenslåingen er allerede opphevet.")
        tx.disclosure.undo(id, Said(tx.actor, tx.now, reason))
        tx.record(_event("merge.undone", found, reason))


def _known(table: str, dimension: str, year: int) -> dict[str, Text]:
    """The codes that can be merged, in their order."""
    definition = catalogue.table(table, year)
    if dimension == REGION:
        if not has_municipalities(definition):
            raise Refused(f"Tabell {table} har ingen kommuner som kan slås sammen. Velg kategorier i stedet.")
        return dict(municipalities(year))
    for one in definition.dimensions:
        if one.id == dimension:
            return {code: title for code, title in divided(one, year).values.items() if code != TOTAL}
    named = ", ".join(one.id for one in definition.dimensions) or "ingen"
    raise Missing(f"Tabell {table} er ikke delt etter «{dimension[:20]}». Velg en av disse: {named}.")


def _beside_each_other(codes: Sequence[str], known: dict[str, Text]) -> list[str]:
    unknown = f"er ingen kategori som kan slås sammen her. Velg blant {', '.join(known)[:200]}."
    chosen = _several(codes, known, unknown, "Velg minst to kategorier som skal slås sammen.")
    places = [list(known).index(code) for code in chosen]
    if places[-1] - places[0] >= len(places):
        raise Refused("Kategoriene står ikke ved siden av hverandre i tabellen. Velg naboer.")
    return chosen


def _in_the_same(codes: Sequence[str], known: Mapping[str, Text], year: int) -> list[str]:
    """Municipalities. Every larger region must have all of them or none."""
    unknown = f"er ingen kommune i {year}. Velg kommuner, ikke bydeler eller større regioner."
    chosen = _several(codes, known, unknown, "Velg minst to kommuner som skal slås sammen.")
    if not can_be_one(chosen, year):
        within = larger(year)
        first, other = next((chosen[0], code) for code in chosen if within[code] != within[chosen[0]])
        one, two = next(both for both in zip(within[first], within[other], strict=True) if both[0] != both[1])
        raise Refused(
            f"{known[first].nb} er i {one.nb}, og {known[other].nb} i {two.nb}. Velg kommuner i samme fylke, KOSTRA-gruppe og "
            "størrelsesgruppe, så ingen kan regne ut den ene av summene."
        )
    return chosen


def _several(codes: Sequence[str], known: Mapping[str, Text], unknown: str, few: str) -> list[str]:
    """In the order of what is known."""
    for code in codes:
        if code not in known:
            raise Missing(f"«{code[:20]}» {unknown}")
    chosen = [code for code in known if code in set(codes)]
    if len(chosen) < 2:
        raise Refused(few)
    return chosen


def _demand_the_same_everywhere(every: Sequence[Merge], table: str, chosen: Sequence[str]) -> None:
    """Of two tables that merge a municipality with different others, one tells of what the other keeps together."""
    for other in every:
        if other.undone is not None or other.dimension != REGION or not set(other.codes) & set(chosen):
            continue
        if other.table == table:
            raise Conflict(f"{other.title.nb} er allerede slått sammen fra {other.since}. Opphev det først.")
        if set(other.codes) != set(chosen):
            raise Conflict(
                f"{other.title.nb} er slått sammen i tabell {other.table}. Slå sammen de samme kommunene her, eller opphev det først."
            )


def _title(parts: Sequence[Text]) -> Text:
    return Text(
        *(f"{', '.join(each[:-1])} og {each[-1]}" for each in ([one.nb for one in parts], [one.nn for one in parts]))
    )


def _checked(title: Text) -> Text:
    for text in (title.nb, title.nn):
        if not text.strip() or len(text) > _LONGEST:
            raise Refused(f"Skriv hva kategorien heter på bokmål og nynorsk, med høyst {_LONGEST} tegn.")
        refuse_what_is_no_reason(text)
    return Text(title.nb.strip(), title.nn.strip())


def _event(action: str, about: Merge, reason: str) -> Event:
    details: dict[str, Detail] = {
        "table": about.table,
        "dimension": about.dimension,
        "code": about.code,
        "since": about.since,
    }
    return Event(action, about.id, reason, details=details)
