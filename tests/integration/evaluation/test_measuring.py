"""What is written down with a release, of a run of the estimation, of edits and of approvals, worked out again from the rows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from integration.editing.editors import wanted
from integration.estimating.campaigns import deliver, silent
from integration.evaluation.played import played
from integration.portal.house import BERGEN, GRORUD, MOSS, SIRI, STAVANGER, House
from integration.publication.released import AGES, approved, cube, run_of
from kostra.app.editing.changing import change
from kostra.app.estimating.making import make_now
from kostra.app.estimating.record import Kind as RunKind
from kostra.app.followup import deciding
from kostra.app.publication import folders, releasing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.cube import RunUsed, Status
from kostra.model.edit import Reason, Whole
from kostra.model.period import Period
from kostra.model.release import Kind
from kostra.model.submission import Expected
from kostra.reporting import quality

UNITS = (
    *("110600", "110800", "111100", "111200", "111400", "111900", "112000"),
    *("460200", BERGEN, MOSS, GRORUD, STAVANGER),
)
WHOLE = Whole("11F", Period(2026))


def written(system: System, data: Path, digest: str | None = None) -> quality.Quality:
    """Of a release of one table, from this run of the estimation."""
    runs = () if digest is None else (RunUsed("11F", Status.PROVISIONAL, date(2027, 3, 1), digest, same_data=True),)
    made_of = replace(cube(AGES, {}, Status.PROVISIONAL), runs=runs)
    approved(system, run_of(system, data, [made_of], Status.PROVISIONAL))
    one = releasing.make(system, SIRI, data, Order(2026, Kind.PROVISIONAL))
    return quality.read((folders.of_release(data, one.id) / quality.NAME).read_bytes())


def estimated(system: System, data: Path, late: tuple[str, ...]) -> dict[str, quality.Estimated]:
    deliver(system, 2025, {unit: 4 + number for number, unit in enumerate(UNITS)})
    deliver(system, 2026, {unit: 5 + number for number, unit in enumerate(UNITS) if unit not in late})
    silent(system, 2026, late)
    made = make_now(system, SIRI, "11F", 2026, RunKind.PROVISIONAL, "foreløpige tall 15. mars")
    assert made.outcome is not None
    (form,) = written(system, data, made.outcome.sha256).forms
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        record = json.loads(tx.estimates.record(made.id) or "")
        values = json.loads(tx.estimates.values(made.id) or "")
    for part in record["parts"]:
        told = next((one for one in form.estimates if one.variable == part["run"]["variable"]), None)
        if told is not None:
            units = values[told.variable].values()
            assert told.units == sum(filled for _, _, filled in units) == len(late)
            share = sum(value for value, _, filled in units if filled) / sum(value for value, _, _ in units)
            assert told.share == (None if 0 < len(late) < 3 else round(share * 10_000))
            country = next(one for one in part["figures"] if one["region"] == "EAK")
            result = next(one["estimate"] for one in part["run"]["results"] if one["region"] == "EAK")
            cv = max(result["standard_error"], result["robust_error"]) / result["value"]
            assert told.cv == (None if country["closed"] else round(cv * 10_000))
    return {one.variable: one for one in form.estimates}


def test_estimates_are_those_of_the_run_that_the_figures_are_from(there: House) -> None:
    found = estimated(there.system, there.folder, UNITS[:3])
    assert set(found) == {"mottakere", "tilfeller", "stonad"} and found["stonad"].share is not None
    assert found["mottakere"].title == {"nb": "Mottakere", "nn": "Mottakarar", "en": "Recipients"}


def test_of_one_late_unit_nothing_is_told_but_that_there_is_one(there: House) -> None:
    found = estimated(there.system, there.folder, UNITS[:1])
    assert all(one.units == 1 and one.share is None for one in found.values())


def test_without_a_run_there_are_no_estimates(there: House) -> None:
    (form,) = written(there.system, there.folder).forms
    assert form.estimates == () and form.records == 0 and form.burden.deliveries == 0 and form.burden.days is None


def test_edits_and_approvals_are_counted_once_for_each_record_and_unit(there: House) -> None:
    played(there)
    for field, to in (("bidrag", "30003"), ("laan", "7")):
        change(there.system, SIRI, WHOLE, wanted(there.system, field, to), Reason.REVIEW, "Etter samtale")
    there.clock.move(days=4)
    deciding.accept(there.system, SIRI, [Expected("11F", Period(2026), STAVANGER)])
    (form,) = written(there.system, there.folder).forms
    assert (form.edited, form.records) == (1, 125), "two values of one record"
    assert (form.burden.approved, form.burden.days) == (1, 7), "sent on the 12th, accepted on the 19th"
