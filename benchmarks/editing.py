"""What editing costs on a whole nation-year of form 11F: CPU seconds. Run: python benchmarks/editing.py [YEAR] [--nation FOLDER]

Must hold: the macro view under 1 s in a process that has nothing but the snapshot, under 0.2 s in one that has it; a record in 0.2 s; a
preview in 0.5 s. The folder is a nation as `kostra synth` makes it, with the year and the year before; without one it is made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from kostra.app.editing import working as held
from kostra.app.editing.changing import change
from kostra.app.editing.macro import macro, within
from kostra.app.editing.previewing import Wanted, preview
from kostra.app.editing.records import Query, find, largest, look
from kostra.app.editing.snapshots import make_snapshots
from kostra.app.permissions import Asker
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.inndata import write
from kostra.app.synth.making import PARTS
from kostra.app.system import System
from kostra.editing.places import Level
from kostra.forms import catalogue
from kostra.model.edit import Reason, Whole
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission
from kostra.synth import writing
from kostra.synth.nation import Nation

FORM, PART = "11F", "sosialhjelp (11F)"
EDITOR = Asker(Actor(ActorKind.PERSON, "benchmark", "Benchmark"), duties=frozenset({Duty.STATISTICIAN}))
RUNS = 5


class _Clock:
    def now(self) -> datetime:
        return datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


def main(year: int, folder: Path | None) -> int:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch, opened(Path(scratch)) as system:
        made = folder or Path(scratch) / "nation"
        for each in (year - 1, year):
            if not (made / str(each) / FORM).is_dir():
                made = Path(scratch) / "nation"
                writing.write(Nation(seed=1).year(each), made, {PART: PARTS[PART]}, lambda *_: None)
            print(f"{each}: {deliver(system, made, FORM, each)} deliveries", flush=True)
        print(f"snapshots: {once(lambda: make_snapshots(system)):.2f} s")
        return 0 if _measure(system, Whole(FORM, Period(year))) else 1


def _measure(system: System, whole: Whole) -> bool:
    def cold() -> object:
        held.HOLDING.clear()
        return macro(system, EDITOR, whole)

    laps: list[tuple[str, float, float | None]] = [("macro view, the first in a process", once(cold), 1.0)]
    laps.append(("macro view, cold, from snapshots", _least(cold), 1.0))
    laps.append(("macro view, warm", _least(lambda: macro(system, EDITOR, whole)), 0.2))
    laps.append(("municipalities of a group", _least(lambda: within(system, EDITOR, whole, Level.GROUP, "EKG01")), 0.2))
    top = largest(system, EDITOR, whole, "bidrag", Query()).lines[0]
    laps.append(("the largest records", _least(lambda: largest(system, EDITOR, whole, "bidrag", Query())), None))
    laps.append(("20 000 records as a table", _least(lambda: find(system, EDITOR, whole, Query())), None))
    laps.append(("one record", _least(lambda: look(system, EDITOR, whole, top.unit, top.record)), 0.2))
    listing = find(system, EDITOR, whole, Query(unit=top.unit, record=top.record))
    saw = listing.lines[0].values[listing.fields.index("bidrag")]
    wanted = Wanted(top.unit, top.record, "bidrag", saw, str(int(saw or 0) + 1))
    laps.append(("a preview", _least(lambda: preview(system, EDITOR, whole, wanted)), 0.5))
    laps.append(("saving", once(lambda: change(system, EDITOR, whole, wanted, Reason.REVIEW)), None))
    laps.append(("macro view, after an edit", once(lambda: macro(system, EDITOR, whole)), 0.2))
    for name, seconds, limit in laps:
        print(f"{name:<36}{seconds:6.3f} s{'' if limit is None else f'   (limit {limit} s)'}")
    return all(limit is None or seconds < limit for _, seconds, limit in laps)


def once(asked: Callable[[], object]) -> float:
    before = time.process_time()
    asked()
    return time.process_time() - before


def _least(asked: Callable[[], object]) -> float:
    return min(once(asked) for _ in range(RUNS))


def deliver(system: System, nation: Path, form: str, year: int) -> int:
    """Straight to inndata: what the controls cost is measured elsewhere."""
    files = sorted((nation / str(year) / form).iterdir())
    for path in files:
        with path.open("rb") as file:
            take(system, Expected(form, Period(year), path.stem), file)
    return len(files)


def take(system: System, expected: Expected, file: BinaryIO) -> None:
    """What a unit delivers, in place of what it has delivered."""
    version, id = catalogue.form(expected.form).version(expected.period.year), uuid4().hex
    with system.vault.writing(INNDATA) as out:
        write(file, version, system.pseudonymiser.encrypt, out)
        kept = out.keep()
    now = system.clock.now()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([expected], now)
        tx.submissions.add(
            Submission(
                id,
                expected,
                Content.FILE,
                Stage.CHECKED,
                now,
                HOUSE,
                kept.sha256,
                kept.size,
                received=now,
                sender=HOUSE,
            )
        )
        tx.submissions.keep(id, INNDATA, kept)
        tx.campaign.put(Standing(expected, State.RECEIVED, now, id, now))


@contextmanager
def opened(folder: Path) -> Iterator[System]:
    from kostra.store.chest import KeyChest
    from kostra.store.database import engine, make_roles_and_database, migrate
    from kostra.store.embedded import Embedded
    from kostra.store.objects import objects
    from kostra.store.queue import enqueue
    from kostra.store.transaction import PostgresTransactions
    from kostra.store.vault import EnvelopeVault

    clock = _Clock()
    server: Any = Embedded(folder / "database")
    server.join()
    try:
        addresses = make_roles_and_database(server)
        assert addresses.owner is not None
        migrate(addresses.owner)
        keys = KeyChest(folder / "keys").open(demo=True, now=clock.now)
        yield System(
            clock=clock,
            transactions=PostgresTransactions(engine(addresses.app), clock, enqueue),
            vault=EnvelopeVault(objects(str(folder / "objects"), folder / "spool"), keys.data),
            signer=keys.signer,
            opener=keys.opener,
            pseudonymiser=keys.pseudonymiser,
            demo=True,
        )
    finally:
        server.stop()
        server.leave()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("year", nargs="?", type=int, default=2026)
    asked.add_argument("--nation", type=Path)
    given = asked.parse_args()
    sys.exit(main(given.year, given.nation))
