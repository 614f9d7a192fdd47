"""Runs: what they are made from, that they are frozen, what they never tell, and how figures changed from one to another."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy.exc import DBAPIError

from integration.editing.editors import OLE, SIRI, WHOLE, Jobs, wanted
from integration.estimating.campaigns import EACH, deliver, silent
from integration.receiving.sending import SENDER, actions, asker, expect, send, stopped_file
from integration.registers.sending import send as send_register
from kostra.app.editing import changing, usability
from kostra.app.editing.working import Working, current
from kostra.app.estimating import gathering, making, seeing, told
from kostra.app.estimating.earlier import NOTHING, earlier
from kostra.app.estimating.gathering import gather, population
from kostra.app.estimating.record import Frozen, Kind, as_json, read, read_values
from kostra.app.estimating.revising import revision
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.estimation.catalogue import of_form
from kostra.estimation.gates import Closed, Level
from kostra.model.edit import Reason, Whole
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, Right
from kostra.model.period import Period
from kostra.model.region import AgeBand
from kostra.model.submission import Expected, State
from unit.registers.files import nav

UNITS = ("110600", "110300", "110800", "111100", "111200", "111400", "111900", "112000", "460100", "460200")
QUIET = "111200"
OSLO = ("030101", "030102")


def people(more: int = 0, without: tuple[str, ...] = ()) -> dict[str, int]:
    return {
        unit: 3 + number + more * (number % 3) for number, unit in enumerate((*UNITS, *OSLO)) if unit not in without
    }


@pytest.fixture
def season(system: System) -> None:
    """Last year whole; this year one is late."""
    deliver(system, 2025, people())
    deliver(system, 2026, people(1, (QUIET,)))
    silent(system, 2026, (QUIET,))


def run(system: System, kind: Kind = Kind.PROVISIONAL) -> tuple[str, Frozen]:
    id = making.make_now(system, SIRI, "11F", 2026, kind, "foreløpige tall").id
    frozen = seeing.see(system, SIRI, id).frozen
    assert frozen is not None
    return id, frozen


def responses(frozen: Frozen, variable: str = "stonad") -> dict[str, str]:
    part = frozen.part(variable)
    assert part is not None
    return {unit.code: unit.response for unit in part.run.units}


def whole(frozen: Frozen, variable: str, region: str = "EAK") -> int:
    part = frozen.part(variable)
    figure = None if part is None else part.figure(region)
    assert figure is not None
    return figure.whole


def test_a_run_is_made_once_in_the_background_and_frozen(system: System, run_jobs: Jobs, season: None) -> None:
    ordered = making.order(system, SIRI, "11f", 2026, Kind.PROVISIONAL, "foreløpige tall 15. mars")
    assert seeing.see(system, SIRI, ordered.id).frozen is None
    assert run_jobs() == ["estimate"]
    seen = seeing.see(system, SIRI, ordered.id)
    assert seen.record is not None and seen.frozen is not None and seen.ordered.outcome is not None
    digest = sha256(seen.record.encode()).hexdigest()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        made = next(one for one in tx.log.of(subject=ordered.id) if one.event.action == "estimate.made")
    assert made.event.details["sha256"] == digest == seen.ordered.outcome.sha256
    assert (made.actor.name, made.event.reason) == ("Siri", "foreløpige tall 15. mars")
    making.estimate(system, ordered.id)
    assert actions(system, ordered.id) == ["estimate.ordered", "estimate.made"]

    assert as_json(read(seen.record)) == seen.record
    again = making.make_now(system, SIRI, "11F", 2026, Kind.PROVISIONAL, "en gang til")
    assert again.outcome is not None and again.outcome.sha256 == digest
    assert [one.id for one in seeing.listed(system, SIRI)] == [again.id, ordered.id]

    (variable, *_) = seen.frozen.parts
    assert dict(seen.frozen.basis.submissions)["110300"] == "2026-110300-1" and seen.frozen.basis.last
    assert variable.run.backtest is not None and variable.run.backtest.removed == 1
    assert {one.code: one.marker for one in variable.run.units}[QUIET] == "FIR"


def test_what_is_estimated_of_one_municipality_is_in_nothing_that_leaves(system: System, season: None) -> None:
    id, frozen = run(system)
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        values = read_values(tx.estimates.values(id) or "")
    imputed = values["stonad"][QUIET]
    assert imputed.estimated and imputed.delivered is None and imputed.value > 0
    record = seeing.see(system, SIRI, id).record or ""
    text = told.as_text(seeing.see(system, SIRI, id).ordered, frozen)
    for shown in (record, told.as_csv(frozen), text):
        assert str(round(imputed.value)) not in shown.replace("\u00a0", "")
    levels = {figure.level for part in frozen.parts for figure in part.figures}
    assert levels == {Level.COUNTRY, Level.COUNTY, Level.GROUP}
    assert {"code", "state", "response", "marker", "unlike"} == set(json.loads(record)["parts"][0]["run"]["units"][0])


def test_a_region_of_one_municipality_that_is_not_all_there_is_withheld(system: System, season: None) -> None:
    silent(system, 2026, (OSLO[0],))
    id, frozen = run(system)
    part = frozen.part("tilfeller")
    assert part is not None and {"EAKUO", "03", "EKG13"} <= set(part.withheld)
    assert {one.code: one.marker for one in part.run.units}[OSLO[0]] == "CF"
    assert part.estimate("EAK").carried == 1 and part.figure("03") is None
    # Nobody knows what Oslo had the year before last year, so last year cannot be tried.
    assert part.run.backtest is None
    text = told.as_text(seeing.see(system, SIRI, id).ordered, frozen)
    assert "Ikke prøvd på fjoråret: de som mangler nå, kan ikke beregnes av året før det." in text
    row = next(line for line in told.as_csv(frozen).splitlines() if line.startswith("tilfeller;03;"))
    assert row.split(";")[3:-2] == [""] * 11 and row.endswith("nei;tallet er én kommunes")


def test_a_district_of_oslo_that_is_late_in_the_first_year_stops_only_what_needs_it(system: System) -> None:
    deliver(system, 2026, people(without=(QUIET, OSLO[0])))
    silent(system, 2026, (QUIET, OSLO[0]))
    first, before = run(system)
    for part in before.parts:
        assert part.unmade == ("EAK", "03", "EKG13") and part.withheld == ()
        assert {figure.level for figure in part.figures} == {Level.COUNTRY, Level.COUNTY, Level.GROUP}
        assert {one.code: (one.response, one.marker) for one in part.run.units}[OSLO[0]] == ("unknown", "")
        assert Closed.COVERAGE in part.municipal
    assert as_json(read(as_json(before))) == as_json(before)
    row = next(line for line in told.as_csv(before).splitlines() if line.startswith("stonad;EAK;"))
    assert row.split(";")[3:-2] == [""] * 11 and row.endswith("nei;Oslo mangler, og har ikke noe tall for året før")
    text = told.as_text(seeing.see(system, SIRI, first).ordered, before)
    assert "Stønad, Landet uten Oslo: " in text and "Landet kan ikke beregnes: Oslo mangler" in text

    deliver(system, 2026, {QUIET: 9, OSLO[0]: 14}, version=2)
    _, after = run(system, Kind.FINAL)
    one = next(one for one in revision(system, SIRI, "11F", 2026).variables if one.variable == "stonad")
    assert one.country.region == "EAKUO" and one.calibration is None
    assert one.causes.total == one.country.change == whole(after, "stonad", "EAKUO") - whole(before, "stonad", "EAKUO")
    assert "Stønad, Landet uten Oslo: " in told.revision_as_text(revision(system, SIRI, "11F", 2026))


def test_the_causes_add_up_to_the_change_to_the_krone(system: System) -> None:
    """Where three are estimated both times, from the mean of the others."""
    late = (QUIET, "110800", "110600")
    deliver(system, 2025, people())
    deliver(system, 2026, people(1, late))
    silent(system, 2026, late)
    _, before = run(system)
    deliver(system, 2026, {late[1]: 7, "111400": 31}, version=2)
    _, after = run(system, Kind.FINAL)
    found = {one.variable: one for one in revision(system, SIRI, "11F", 2026).variables}
    for one in found.values():
        assert all(cause == int(cause) for cause in (one.causes.replaced, one.causes.estimates, one.causes.corrected))
    paid = found["stonad"]
    assert paid.causes.replaced and paid.causes.estimates and paid.causes.corrected
    assert paid.causes.total == paid.country.change == whole(after, "stonad") - whole(before, "stonad")


def test_how_units_count(system: System, season: None) -> None:
    """Late has cases, unknown shows none, nil is an answer, and what cannot be used in a table is late in what is in it."""
    deliver(system, 2025, {"461300": 0})
    deliver(system, 2026, {"461100": 0})
    silent(system, 2026, ("461300", "461200"))
    usability.judge(system, SIRI, WHOLE, "110600", ["13995"], False, "beløpene er i øre")
    _, frozen = run(system)
    found = responses(frozen)
    assert (found[QUIET], found["110600"], found["461100"]) == ("late", "late", "nil")
    assert (found["461300"], found["461200"], found["110300"]) == ("unknown", "unknown", "reported")


def test_a_delivery_that_is_not_through_the_controls_is_evidence_and_no_value(
    system: System, run_jobs: Jobs, season: None
) -> None:
    owed = Expected("11F", Period(2026), "112400")
    expect(system, owed)
    assert responses(run(system)[1])["112400"] == "unknown"
    send(system, stopped_file(), asker(Right.SEND, region="112400"), owed)
    assert responses(run(system)[1])["112400"] == "late"
    run_jobs()
    _, frozen = run(system)
    units = {unit.code: unit for unit in frozen.parts[0].run.units}
    assert (units["112400"].state, units["112400"].response) == (State.REFUSED, "late")


def test_persons_are_counted_once_and_components_add_up(system: System, season: None) -> None:
    deliver(system, 2026, {QUIET: 5}, version=2)
    _, frozen = run(system)
    counts = people(1) | {QUIET: 5}
    # The same persons are everywhere: the most that any has, and in Oslo the most of its two districts.
    assert whole(frozen, "mottakere") == max(counts.values())
    in_oslo = [counts.pop(unit) for unit in OSLO]
    assert whole(frozen, "tilfeller") == sum(counts.values()) + max(in_oslo)
    assert whole(frozen, "stonad") == (sum(counts.values()) + sum(in_oslo)) * EACH
    for part in frozen.parts:
        for figure in part.figures:
            assert not part.components or sum(figure.components) == figure.whole
            assert part.estimate(figure.region).interval_error == 0
    assert frozen.parts[0].municipal == ()


def test_where_nobody_reported_any_nothing_tells_how_it_is_divided(system: System) -> None:
    deliver(system, 2025, {OSLO[0]: 4} | dict.fromkeys(UNITS, 0))
    deliver(system, 2026, dict.fromkeys(UNITS, 0))
    silent(system, 2026, (OSLO[0],))
    _, frozen = run(system)
    assert whole(frozen, "stonad") == 4 * EACH
    assert all(part.components == () and figure.components == () for part in frozen.parts for figure in part.figures)


def test_what_comes_while_a_run_is_made_is_in_all_of_it_or_in_none(
    system: System, season: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(system: System, tx: Transaction, whole: Whole) -> Working:
        if whole.period.year == 2026:
            deliver(system, 2026, {QUIET: 9, "110300": 0}, version=2)
        found = current(system, tx, whole)
        if whole.period.year == 2026:
            deliver(system, 2026, {"110800": 0, "111400": 4}, version=3)
        return found

    monkeypatch.setattr(gathering, "current", slowly)
    _, frozen = run(system)
    there, found = dict(frozen.basis.submissions), responses(frozen)
    assert found[QUIET] == found["111400"] == "reported" and there[QUIET] == f"2026-{QUIET}-2"
    assert there["111400"] == "2026-111400-1" and found["110300"] == found["110800"] == "nil"
    assert there["110300"] == "2026-110300-2"


def test_gates_are_by_level(system: System, season: None) -> None:
    silent(system, 2026, ("110600", "460100"))
    _, frozen = run(system)
    part = frozen.part("stonad")
    assert part is not None
    figures = {figure.region: figure.closed for figure in part.figures}
    assert Closed.COVERAGE in part.municipal and Closed.COVERAGE in figures["EAK"] and figures["03"] == ()
    row = next(line for line in told.as_csv(frozen).splitlines() if line.startswith("stonad;EAK;"))
    assert row.split(";")[3:6] == ["", "", ""] and ";nei;for få har rapportert" in row


def test_last_year_is_moved_to_this_years_municipalities(system: System) -> None:
    """In 2024 Halden got another number, and Ålesund became two."""
    deliver(system, 2023, {"300100": 3, "150700": 8, "030110": 2, "110300": 0})
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = earlier(system, tx, Whole("11F", Period(2024)), 1)
        assert earlier(system, tx, Whole("11F", Period(2017)), 1) is NOTHING
        assert earlier(system, tx, Whole("11F", Period(2021)), 1) is NOTHING
    values = next(iter(found.values.values()))
    assert (values["310100"], values["030110"], values["110300"]) == (3, 2, 0)
    assert values["150800"] + values["158000"] == 8 and values["150800"] > values["158000"] > 0
    assert found.frame is not None and sorted(set(found.frame["unit"])) == ["030110", "310100"]


def test_a_register_tells_who_has_cases_and_what_cannot_be_estimated_says_so(system: System) -> None:
    of_2026 = [Expected("11CF", Period(2026), unit) for unit in ("110300", "460100")]
    expect(system, *of_2026)
    send_register(system, "nav_kvp", nav())
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        gathered = gather(system, tx, Whole("11CF", Period(2026)), of_form("11CF"))
    assert gathered.register is not None and gathered.register["110300"] == 12 and gathered.file
    with pytest.raises(Refused, match=r"Deltakere kan ikke beregnes for 110300, 460100"):
        making.make_now(system, SIRI, "11CF", 2026, Kind.TRIAL, "prøve")
    (tried,) = seeing.listed(system, SIRI, "11CF")
    assert tried.outcome is not None and tried.outcome.refused is not None
    assert actions(system, tried.id) == ["estimate.ordered", "estimate.not-made"]
    assert seeing.see(system, SIRI, tried.id).frozen is None


def test_population_is_of_the_newest_year_that_is_counted() -> None:
    band = AgeBand(18, 66)
    assert population("110300", 2025, band) == population("110300", 2026, band) > 50_000
    assert population("030101", 2025, band) > 10_000
    assert population("110300", 2016, band) != population("110300", 2016, band)


def test_a_revision_is_explained_and_calibrated(system: System, season: None) -> None:
    first, before = run(system)
    edited, again = "110300", "110800"
    saved = changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "20500", unit=edited), Reason.REVIEW)
    if saved.edit.needs_second:
        changing.second(system, OLE, saved.edit.id)
    deliver(system, 2026, {again: people(1)[again] + 2, QUIET: 9}, version=2)
    final, after = run(system, Kind.FINAL)
    found = revision(system, SIRI, "11F", 2026)
    assert (found.first.id, found.final.id) == (first, final)
    one = next(one for one in found.variables if one.variable == "stonad")
    assert (one.causes.edits, one.causes.corrected, one.causes.late) == (500, 2 * EACH, 0)
    assert one.causes.replaced != 0 and one.counted_once is None
    assert one.country.change == whole(after, "stonad") - whole(before, "stonad")
    assert one.causes.total == one.country.change
    assert one.calibration is not None and one.calibration.z[0][0] == 2026
    assert {level for level, _ in one.sizes} == {Level.COUNTY, Level.GROUP}
    persons = next(one for one in found.variables if one.variable == "mottakere")
    assert persons.counted_once == pytest.approx(persons.country.change - persons.causes.total)
    rows = told.revision_as_csv(found).splitlines()
    assert not [row for row in rows[1:] if row.split(";")[1][:4].isdigit() and len(row.split(";")[1]) > 2]
    assert "rettinger: +500" in told.revision_as_text(found)
    back = revision(system, SIRI, "11F", 2026, final, first)
    assert next(one for one in back.variables if one.variable == "stonad").causes.edits == -500


def test_calibration_is_over_the_years_that_have_both_runs(system: System) -> None:
    deliver(system, 2024, people())
    for year in (2025, 2026):
        deliver(system, year, people(year - 2024, (QUIET,)))
        silent(system, year, (QUIET,))
        making.make_now(system, SIRI, "11F", year, Kind.PROVISIONAL, "foreløpige tall")
        deliver(system, year, {QUIET: 9}, version=2)
        making.make_now(system, SIRI, "11F", year, Kind.FINAL, "endelige tall")
    told_of = {one.variable: one.calibration for one in revision(system, SIRI, "11F", 2026).variables}
    found = told_of["stonad"]
    assert found is not None and [year for year, _ in found.z] == [2025, 2026] and found.spread > 0


def test_a_municipality_reaches_no_run(system: System) -> None:
    ordered = making.order(system, SIRI, "11F", 2026, Kind.TRIAL, "prøve")
    with system.transactions.begin(SENDER.actor, SENDER.scope) as tx:
        assert tx.estimates.listed() == () and tx.estimates.one(ordered.id) is None
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        system.transactions.begin(SENDER.actor, SENDER.scope) as tx,
    ):
        tx.estimates.order(replace(ordered, id="another"))


def test_only_statisticians_and_what_is_wrong_is_told(system: System) -> None:
    for asked in (
        lambda: making.order(system, SENDER, "11F", 2026, Kind.TRIAL, "prøve"),
        lambda: making.make_now(system, SENDER, "11F", 2026, Kind.TRIAL, "prøve"),
        lambda: seeing.listed(system, SENDER),
        lambda: seeing.see(system, SENDER, "x"),
        lambda: revision(system, SENDER, "11F", 2026),
    ):
        with pytest.raises(Forbidden):
            asked()
    with pytest.raises(Refused, match="Skjema 7 har ingen tall som beregnes"):
        making.order(system, SIRI, "7", 2026, Kind.TRIAL, "prøve")
    with pytest.raises(Refused, match="finnes ikke for 1999"):
        making.order(system, SIRI, "11F", 1999, Kind.TRIAL, "prøve")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        making.order(system, SIRI, "11F", 2026, Kind.TRIAL, " ")
    with pytest.raises(Refused, match="ikke åpnet noen innsamling av skjema 11F for 2024"):
        making.make_now(system, SIRI, "11F", 2024, Kind.TRIAL, "prøve")
    with pytest.raises(Missing, match="har ikke både foreløpige og endelige tall"):
        revision(system, SIRI, "11F", 2026)
    with pytest.raises(Missing, match="ingen beregning «x»"):
        revision(system, SIRI, "11F", 2026, "x", "y")
    with pytest.raises(Refused, match="Velg både"):
        revision(system, SIRI, "11F", 2026, "x")
    with pytest.raises(Missing, match="ingen beregning «x»"):
        seeing.see(system, SIRI, "x")
    expect(system, Expected("11F", Period(2026), "110300"))
    with pytest.raises(Refused, match="færre enn to kommuner"):
        making.make_now(system, SIRI, "11F", 2026, Kind.TRIAL, "prøve")
