"""Editing through the use cases: changes, colleagues, new deliveries, and what the figures become."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from integration.editing.editors import OLE, SIRI, WHOLE, Jobs, file, line, sent, statistician, value, wanted
from integration.receiving.sending import BERGEN, EXPECTED, SENDER, STAVANGER, actions, expect
from kostra.app.editing import changing, deciding
from kostra.app.editing.findings import characters
from kostra.app.editing.previewing import Wanted, preview
from kostra.app.editing.records import Query, find, largest, look
from kostra.app.editing.working import working
from kostra.app.permissions import Asker, Forbidden
from kostra.app.system import System
from kostra.editing.places import Level
from kostra.editing.replay import Fate
from kostra.forms import catalogue
from kostra.model.edit import Act, Edit, Reason
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.submission import Expected
from kostra.reception import record
from kostra.reception.batch import Batch


@pytest.fixture
def delivered(system: System, run_jobs: Jobs) -> str:
    expect(system, EXPECTED, Expected("11F", EXPECTED.period, BERGEN))
    return sent(system, run_jobs, file(4))


def changed(system: System, field: str = "bidrag", to: str = "30003", number: int = 1) -> Edit:
    return changing.change(system, SIRI, WHOLE, wanted(system, field, to, number), Reason.REVIEW, "Sett feil").edit


def test_a_change_is_in_klargjorte_data_and_not_in_inndata(system: System, delivered: str) -> None:
    before = value(system, "bidrag")
    edit = changed(system)
    assert (edit.before, edit.after, edit.line, edit.submission) == (before, "30003", 1, delivered)
    assert value(system, "bidrag") == "30003"
    seen = look(system, SIRI, WHOLE, STAVANGER, line(system).record)
    one = next(each for each in seen.values if each.field.id == "bidrag")
    assert (one.delivered, one.now, one.edits) == (before, "30003", (edit,))
    assert actions(system, edit.id) == ["edit.changed"]


def test_undo_gives_back_what_was_there(system: System, delivered: str) -> None:
    before = working(system, "11F", EXPECTED.period).frame
    first, last = changed(system, to="30003"), changed(system, to="30004")
    with pytest.raises(Conflict, match="Angre den siste"):
        changing.undo(system, OLE, first.id)
    changing.undo(system, OLE, last.id)
    assert value(system, "bidrag") == "30003"
    changing.undo(system, SIRI, first.id)
    assert working(system, "11F", EXPECTED.period).frame.equals(before)
    with pytest.raises(Conflict, match="allerede angret"):
        changing.undo(system, SIRI, first.id)


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(system: System, delivered: str) -> None:
    both = wanted(system, "bidrag", "30003")
    mine = changing.change(system, SIRI, WHOLE, both, Reason.REVIEW).edit
    with pytest.raises(changing.Overtaken) as told:
        changing.change(
            system, OLE, WHOLE, Wanted(both.unit, both.record, both.field, both.saw, "30005"), Reason.OWNER, "Ringt"
        )
    overtaken = told.value
    assert overtaken.by == mine and overtaken.now == "30003"
    assert (overtaken.wanted.to, overtaken.comment) == ("30005", "Ringt")
    assert "Siri" in overtaken.message and "«30005»" in overtaken.message
    assert value(system, "bidrag") == "30003"
    changing.change(system, OLE, WHOLE, wanted(system, "bidrag", "30005"), Reason.OWNER, overtaken.comment)
    assert value(system, "bidrag") == "30005"


def test_of_two_who_save_in_the_same_moment_one_is_told(system: System, delivered: str) -> None:
    both = wanted(system, "bidrag", "30003")

    def save(who: Asker) -> Edit | changing.Overtaken:
        try:
            return changing.change(system, who, WHOLE, both, Reason.REVIEW).edit
        except changing.Overtaken as overtaken:
            return overtaken

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(save, (SIRI, OLE)))
    (saved,) = [one for one in found if isinstance(one, Edit)]
    (told,) = [one for one in found if isinstance(one, changing.Overtaken)]
    assert told.by == saved and value(system, "bidrag") == "30003"


def test_who_saw_what_a_new_delivery_replaced_is_told(system: System, run_jobs: Jobs, delivered: str) -> None:
    mine = wanted(system, "bidrag", "30003")
    sent(system, run_jobs, file(4, {0: {"bidrag": "30004"}}))
    with pytest.raises(changing.Overtaken, match="sendt inn på nytt"):
        changing.change(system, SIRI, WHOLE, mine, Reason.REVIEW)


def test_a_large_change_counts_when_another_has_seconded_it(system: System, delivered: str) -> None:
    before = value(system, "bidrag")
    told = preview(system, SIRI, WHOLE, wanted(system, "bidrag", "9000000"))
    assert told.needs_second and {one.level for one in told.moved} == set(Level) - {Level.SIZE}
    edit = changed(system, "bidrag", "9000000")
    assert edit.needs_second and value(system, "bidrag") == before
    assert changing.waiting(system, OLE, WHOLE) == (edit,)
    with pytest.raises(Conflict, match="venter på en kollega"):
        changing.change(system, OLE, WHOLE, wanted(system, "bidrag", "7"), Reason.REVIEW)
    with pytest.raises(Refused, match="din egen"):
        changing.second(system, SIRI, edit.id)
    changing.second(system, OLE, edit.id)
    assert value(system, "bidrag") == "9000000"
    changing.undo(system, SIRI, edit.id)
    assert value(system, "bidrag") == before


def test_a_large_change_that_was_declined_never_counts(system: System, delivered: str) -> None:
    before = value(system, "bidrag")
    edit = changed(system, "bidrag", "9000000")
    with pytest.raises(Refused, match="hvorfor"):
        changing.decline(system, OLE, edit.id, " ")
    changing.decline(system, OLE, edit.id, "Kommunen sier 9000")
    assert value(system, "bidrag") == before and changing.waiting(system, SIRI, WHOLE) == ()
    with pytest.raises(Conflict):
        changing.second(system, OLE, edit.id)


def test_a_new_delivery_carries_edits_of_the_same_records_and_asks_about_the_others(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    for number in (1, 2, 3, 4):
        changed(system, to="30003", number=number)
    # The first is the same, the second has changed, the third says the same as the edit, the fourth is gone.
    sent(system, run_jobs, file(3, {1: {"bidrag": "30002"}, 2: {"bidrag": "30003"}}))
    assert [value(system, "bidrag", number) for number in (1, 2, 3)] == ["30003", "30002", "30003"]
    changed_record, gone = deciding.stale(system, SIRI, WHOLE)
    assert (changed_record.fate, changed_record.now) == (Fate.RECORD_CHANGED, "30002")
    assert gone.fate is Fate.RECORD_GONE
    assert [one.edit.line for one in deciding.answered(system, SIRI, WHOLE)] == [3]
    with pytest.raises(Refused, match="bare slippes"):
        deciding.carry_over(system, SIRI, WHOLE, [gone.edit.id])
    deciding.carry_over(system, SIRI, WHOLE, [changed_record.edit.id])
    deciding.drop(system, SIRI, WHOLE, [gone.edit.id])
    assert value(system, "bidrag", 2) == "30003" and deciding.stale(system, SIRI, WHOLE) == ()
    with pytest.raises(Conflict):
        deciding.drop(system, SIRI, WHOLE, [gone.edit.id])


def test_dropping_a_stale_edit_drops_the_earlier_ones_of_the_value(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    changed(system, to="30003")
    last = changed(system, to="30004")
    sent(system, run_jobs, file(4, {0: {"bidrag": "30002"}}))
    deciding.drop(system, SIRI, WHOLE, [last.id])
    assert value(system, "bidrag") == "30002" and deciding.stale(system, SIRI, WHOLE) == ()


def test_while_a_new_delivery_is_controlled_the_one_before_counts(
    system: System, run_jobs: Jobs, delivered: str
) -> None:
    from integration.receiving.sending import send

    send(system, file(2))
    assert find(system, SIRI, WHOLE, Query(unit=STAVANGER)).count == 4
    run_jobs()
    assert find(system, SIRI, WHOLE, Query(unit=STAVANGER)).count == 2


def test_an_approval_holds_while_the_record_is_the_same(system: System, run_jobs: Jobs, delivered: str) -> None:
    record = line(system).record
    approved = changing.approve(system, SIRI, WHOLE, STAVANGER, record, "Ringt kommunen", answers="K36")
    assert look(system, OLE, WHOLE, STAVANGER, record).reviewed == approved
    sent(system, run_jobs, file(4, {0: {"bidrag": "30002"}}))
    assert look(system, OLE, WHOLE, STAVANGER, record).reviewed is None
    passed = changing.pass_over(system, SIRI, WHOLE, STAVANGER, record)
    assert passed.act is Act.NOT_REVIEWED and look(system, OLE, WHOLE, STAVANGER, record).reviewed == passed
    changing.undo(system, SIRI, passed.id)
    assert look(system, OLE, WHOLE, STAVANGER, record).reviewed is None


def test_controls_are_run_again_on_the_record_as_it_would_be(system: System, delivered: str) -> None:
    told = preview(system, SIRI, WHOLE, wanted(system, "bosit", None))
    assert told.new and not told.gone
    assert all(one.line == 1 and one.text.nb and one.text.nn for one in told.new)
    saved = changing.change(system, SIRI, WHOLE, wanted(system, "bosit", None), Reason.REVIEW)
    assert saved.after == told.after
    assert look(system, SIRI, WHOLE, STAVANGER, line(system).record).findings == told.after


def test_the_largest_stands_first(system: System, run_jobs: Jobs, delivered: str) -> None:
    sent(system, run_jobs, file(4, {2: {"bidrag": "800000"}}))
    assert largest(system, SIRI, WHOLE, "bidrag", Query(unit=STAVANGER)).lines[0].line == 3
    with pytest.raises(Missing, match="variabel"):
        largest(system, SIRI, WHOLE, "ukjent", Query())


def test_the_controls_read_what_a_case_system_would_have_written(system: System, delivered: str) -> None:
    """Field by field as the plain writer of records does it, but for who it is about."""
    version = catalogue.form("11F").version(EXPECTED.period.year)
    rows = working(system, "11F", EXPECTED.period).base
    fields = Batch(version, characters(version, rows)).fields()
    hidden = {one.id for one in version.fields if one.field.role is not None and one.field.role.tells_who}
    lines = ["".join(chr(one) for one in column) for column in characters(version, rows).T]
    who = version.field("person_fodselsnr")
    for row, written in zip(rows.iter_rows(named=True), lines, strict=True):
        plain = record.write(version, {one.id: row[one.id] for one in version.fields if one.id not in hidden})
        assert written[: who.first - 1] + " " * who.width + written[who.last :] == plain
        assert written[who.first - 1 : who.last] == "15059000100"
    assert fields.number("alder").value.tolist() == [36] * 4


@pytest.mark.parametrize(
    ("field", "to", "said"),
    [
        ("bidrag", "mange", "helt tall"),
        ("bidrag", "12345678901", "for langt"),
        ("bosit", "9", "kode"),
        ("person_fodselsnr", "1", "hvem noen er"),
        ("saksbehandler", "15859010176", "fødselsnummer"),
        ("finnesikke", "1", "har ikke feltet"),
    ],
)
def test_what_is_no_value_is_refused(system: System, delivered: str, field: str, to: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        preview(system, SIRI, WHOLE, Wanted(STAVANGER, line(system).record, field, None, to))


def test_a_comment_with_a_national_id_is_refused(system: System, delivered: str) -> None:
    before = value(system, "bidrag")
    with pytest.raises(Refused, match="fødselsnummer"):
        changing.change(system, SIRI, WHOLE, wanted(system, "bidrag", "30003"), Reason.OTHER, "gjelder 15859010176")
    assert value(system, "bidrag") == before


def test_only_the_desk_edits(system: System, delivered: str) -> None:
    one = wanted(system, "bidrag", "30003")
    edit = changed(system)
    for attempt in (
        lambda: changing.change(system, SENDER, WHOLE, one, Reason.REVIEW),
        lambda: changing.approve(system, SENDER, WHOLE, STAVANGER),
        lambda: changing.undo(system, SENDER, edit.id),
        lambda: changing.second(system, SENDER, edit.id),
        lambda: changing.waiting(system, SENDER, WHOLE),
        lambda: deciding.stale(system, SENDER, WHOLE),
        lambda: deciding.drop(system, SENDER, WHOLE, [edit.id]),
        lambda: find(system, SENDER, WHOLE, Query()),
        lambda: look(system, SENDER, WHOLE, STAVANGER, one.record),
        lambda: preview(system, SENDER, WHOLE, one),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_what_is_not_there_is_told(system: System, delivered: str) -> None:
    with pytest.raises(Missing):
        changing.undo(system, statistician("Ida"), "ukjent")
    with pytest.raises(Missing):
        changing.approve(system, SIRI, WHOLE, BERGEN)
    with pytest.raises(Missing):
        look(system, SIRI, WHOLE, STAVANGER, "ukjent")
