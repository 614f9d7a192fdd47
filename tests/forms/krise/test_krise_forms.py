"""The three crisis-centre forms, 2011-2015: passed on to Bufdir untouched, and without a trace of who a user is."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.form import FieldType, Kind, Senders

FORMS = ("KRISE-B", "KRISE-D", "KRISE-S")
RECORDS = ("KRISE-B", "KRISE-D")


@pytest.mark.parametrize("id", FORMS)
@pytest.mark.parametrize("year", range(2011, 2016))
def test_sent_by_crisis_centres_in_each_year(id: str, year: int) -> None:
    version = catalogue.form(id).version(year)
    assert version.senders is Senders.CRISIS_CENTRES
    assert version.status_reason


@pytest.mark.parametrize("id", FORMS)
@pytest.mark.parametrize("year", [2010, 2016])
def test_refused_before_the_municipality_was_sender_and_after_the_last_year(id: str, year: int) -> None:
    with pytest.raises(Refused):
        catalogue.form(id).version(year)


@pytest.mark.parametrize("id", FORMS)
def test_received_for_bufdir(id: str) -> None:
    assert catalogue.form(id).received_for == "Bufdir"


@pytest.mark.parametrize(("id", "length"), [("KRISE-B", 56), ("KRISE-D", 50), ("KRISE-S", 0)])
def test_record_length(id: str, length: int) -> None:
    assert {catalogue.form(id).version(year).record_length for year in range(2011, 2016)} == {length}


@pytest.mark.parametrize("id", RECORDS)
def test_no_field_has_room_for_a_national_id_or_a_date(id: str) -> None:
    version = catalogue.form(id).version(2013)
    assert max(field.width for field in version.fields) < 6
    assert all(field.type is not FieldType.DATE for field in version.fields)


@pytest.mark.parametrize("id", RECORDS)
def test_kinds_of_violence_and_relations_are_boxes_to_tick(id: str) -> None:
    ticks = [field for field in catalogue.form(id).version(2013).fields if field.is_tick]
    assert len([field for field in ticks if field.id.startswith("vold_")]) == 5
    assert len([field for field in ticks if field.id.startswith("utover_")]) == 9


def test_children_are_counted_only_when_there_were_any() -> None:
    condition = catalogue.form("KRISE-B").version(2013).field("ant_barn").field.asked_when
    assert condition is not None
    assert (condition.field, condition.equals) == ("barn_med", "1")


def test_a_stay_lasts_at_least_one_night() -> None:
    assert catalogue.form("KRISE-B").version(2013).field("dogn").field.minimum == 1


def test_the_summary_is_an_answer_form() -> None:
    form = catalogue.form("KRISE-S")
    assert form.kind is Kind.ANSWERS
    assert form.version(2012).field("ant_dogn").label.nb == "Overnattingsdøgn for voksne i 2012"
