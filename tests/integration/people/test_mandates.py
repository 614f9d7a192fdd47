"""Mandates: who may give what, to whom, how they end, and that every one of them is told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from integration.databases import SetClock
from integration.people.standing import asker, code
from kostra.app.people import mandates, offices, stewarding
from kostra.app.people.holders import ByClient, ByCode, ByHolder, ByOffice, Holder
from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, Mandate, Right
from kostra.model.text import Language

STAVANGER, SOGNDAL = "110300", "464000"


def held(system: System, region: str) -> tuple[Mandate, ...]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tx.people.mandates(region=region)


def test_the_administrator_gives_and_the_holder_may_at_once(peopled: System) -> None:
    admin, other = asker(peopled, "administrator"), asker(peopled, "statistiker")
    assert not other.may(Right.SEND, STAVANGER, "11F")
    given = mandates.give(peopled, admin, STAVANGER, ByCode(code(peopled, "statistiker")), [Right.SEND], "11F", "vikar")
    assert [one.right for one in given] == [Right.SEND]
    other = asker(peopled, "statistiker")
    assert other.may(Right.SEND, STAVANGER, "11F") and other.may(Right.SEE, STAVANGER, "11F")
    assert not other.may(Right.SEND, STAVANGER, "11CF") and not other.may(Right.SEND, SOGNDAL, "11F")


def test_what_is_ended_is_gone_at_once_and_stays_in_the_history(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    mandate = next(one for one in asker(peopled, "sender").mandates if one.right is Right.SEND)
    mandates.end(peopled, admin, STAVANGER, mandate.id, "har sluttet")
    assert not asker(peopled, "sender").may(Right.SEND, STAVANGER)
    newest = mandates.region(peopled, admin, STAVANGER).history[0]
    assert (newest.event.action, newest.event.reason) == ("mandate.ended", "har sluttet")
    assert (newest.actor.name, newest.event.details["name"]) == ("Ingrid Sol", "Ola Vik")


def test_every_mandate_is_an_event_with_its_reason(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    mandates.give(peopled, admin, STAVANGER, ByHolder(asker(peopled, "forer").actor.id), [Right.SEND], None, "ferie")
    newest = mandates.region(peopled, admin, STAVANGER).history[0]
    assert (newest.event.action, newest.event.reason, newest.event.region) == ("mandate.given", "ferie", STAVANGER)


def test_what_the_holder_has_is_not_given_twice(peopled: System) -> None:
    admin, before = asker(peopled, "administrator"), held(peopled, STAVANGER)
    sender = ByHolder(asker(peopled, "sender").actor.id)
    assert mandates.give(peopled, admin, STAVANGER, sender, [Right.SEND], "11F") == ()
    assert mandates.give(peopled, admin, STAVANGER, sender, [Right.SEND, Right.SEND], None) == ()
    assert held(peopled, STAVANGER) == before


@pytest.mark.parametrize("who", ["forer", "sender", "nynorsk", "flere", "kontor", "bydel", "statistiker", "klient"])
def test_nobody_gives_sees_or_ends_what_they_do_not_administer(peopled: System, who: str) -> None:
    one = asker(peopled, who)
    given = ByCode(code(peopled, "sender"))
    mandate = held(peopled, STAVANGER)[0]
    attempts: list[Callable[[], object]] = [
        lambda: mandates.region(peopled, one, STAVANGER),
        lambda: mandates.holder(peopled, one, STAVANGER, given),
        lambda: mandates.give(peopled, one, STAVANGER, given, [Right.SEE], None),
        lambda: mandates.end(peopled, one, STAVANGER, mandate.id, "nei"),
        lambda: mandates.choose_language(peopled, one, STAVANGER, Language.NYNORSK),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert held(peopled, STAVANGER)[0] == mandate


def test_one_who_is_not_logged_in_is_told_to_log_in(peopled: System) -> None:
    with pytest.raises(NotLoggedIn):
        mandates.region(peopled, NOT_LOGGED_IN, STAVANGER)


def test_a_mandate_of_another_municipality_cannot_be_ended_through_ones_own(peopled: System) -> None:
    theirs = held(peopled, SOGNDAL)[0]
    with pytest.raises(Missing):
        mandates.end(peopled, asker(peopled, "administrator"), STAVANGER, theirs.id, "feil kommune")
    assert theirs in held(peopled, SOGNDAL)


def test_row_security_stands_behind_it_when_the_question_was_forgotten(peopled: System) -> None:
    theirs = held(peopled, SOGNDAL)[0]
    admin = asker(peopled, "administrator")
    with peopled.transactions.begin(admin.actor, admin.scope) as tx:
        assert tx.people.mandate(theirs.id) is None
        assert tx.people.mandates(region=SOGNDAL) == ()
        tx.people.end_mandate(theirs.id)
    assert theirs in held(peopled, SOGNDAL)


def test_one_who_administers_a_single_form_sees_gives_and_ends_that_form_alone(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    mandates.give(peopled, admin, STAVANGER, ByCode(code(peopled, "bydel")), [Right.ADMINISTER], "11F")
    one = asker(peopled, "bydel")
    seen = mandates.region(peopled, one, STAVANGER)
    assert {mandate.form for mandate in seen.mandates} == {"11F"}
    assert {recorded.event.form for recorded in seen.history} == {"11F"}
    sender = ByHolder(asker(peopled, "forer").actor.id)
    assert mandates.give(peopled, one, STAVANGER, sender, [Right.SEND], "11F")
    for form in ("11CF", None):
        with pytest.raises(Forbidden, match="bare skjema 11F"):
            mandates.give(peopled, one, STAVANGER, sender, [Right.SEND], form)
    whole = next(one for one in held(peopled, STAVANGER) if one.form is None)
    with pytest.raises(Forbidden):
        mandates.end(peopled, one, STAVANGER, whole.id, "nei")
    with pytest.raises(Forbidden):
        mandates.choose_language(peopled, one, STAVANGER, Language.NYNORSK)


def test_a_municipality_is_never_left_without_an_administrator(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    own = next(one for one in admin.mandates if one.right is Right.ADMINISTER)
    with pytest.raises(Refused, match="den siste som administrerer"):
        mandates.end(peopled, admin, STAVANGER, own.id, "slutter")
    mandates.give(peopled, admin, STAVANGER, ByCode(code(peopled, "bydel")), [Right.ADMINISTER], "11F")
    with pytest.raises(Refused, match="den siste som administrerer"):
        mandates.end(peopled, admin, STAVANGER, own.id, "slutter")
    mandates.give(peopled, admin, STAVANGER, ByHolder(asker(peopled, "sender").actor.id), [Right.ADMINISTER], None)
    mandates.end(peopled, admin, STAVANGER, own.id, "slutter")
    with pytest.raises(Forbidden):
        mandates.region(peopled, asker(peopled, "administrator"), STAVANGER)


def test_one_who_leaves_loses_everything_at_once_and_the_rest_is_as_it_was(peopled: System) -> None:
    admin, leaver = asker(peopled, "administrator"), asker(peopled, "forer")
    others = [one for one in held(peopled, STAVANGER) if one.holder != leaver.actor]
    assert len(mandates.end_all(peopled, admin, STAVANGER, leaver.actor.id, "sluttet")) == len(leaver.mandates) > 1
    assert list(held(peopled, STAVANGER)) == others and not asker(peopled, "forer").mandates
    with pytest.raises(Missing):
        mandates.end_all(peopled, admin, STAVANGER, leaver.actor.id, "igjen")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        mandates.end_all(peopled, admin, STAVANGER, admin.actor.id, "")
    with pytest.raises(Refused, match="den siste som administrerer"):
        mandates.end_all(peopled, admin, STAVANGER, admin.actor.id, "slutter")
    assert asker(peopled, "administrator").may(Right.ADMINISTER, STAVANGER)


def test_one_who_administers_a_form_ends_only_that_of_one_who_leaves(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    mandates.give(peopled, admin, STAVANGER, ByCode(code(peopled, "bydel")), [Right.ADMINISTER], "11F")
    mandates.end_all(peopled, asker(peopled, "bydel"), STAVANGER, asker(peopled, "forer").actor.id, "sluttet")
    assert {one.form for one in asker(peopled, "forer").mandates} == {"11CF"}


def test_the_steward_sees_and_ends_and_chooses_the_language_but_gives_nothing(peopled: System) -> None:
    steward = asker(peopled, "forvalter")
    seen = mandates.region(peopled, steward, STAVANGER)
    assert seen.mandates and not seen.may_give
    with pytest.raises(Forbidden):
        mandates.give(peopled, steward, STAVANGER, ByCode(code(peopled, "flere")), [Right.SEND], None)
    mandates.choose_language(peopled, steward, STAVANGER, Language.NYNORSK)
    mandates.end(peopled, steward, STAVANGER, seen.mandates[0].id, "meldt av kommunen")
    assert seen.mandates[0] not in held(peopled, STAVANGER)


def test_the_steward_may_take_the_last_one_away(peopled: System) -> None:
    own = next(one for one in asker(peopled, "administrator").mandates if one.right is Right.ADMINISTER)
    mandates.end(peopled, asker(peopled, "forvalter"), STAVANGER, own.id, "på avveie")
    assert not asker(peopled, "administrator").mandates


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (ByCode("AAAA-AAAA"), "Ingen har koden «AAAA-AAAA» nå"),
        (ByCode(""), "Ingen har koden"),
        (ByHolder("nobody"), "har ingen rett her lenger"),
        (ByOffice("none"), "Kontoret finnes ikke"),
        (ByClient("en klient", "313000028"), "er ikke en klient-id"),
        (ByClient("klient", "313000029"), "er ikke et organisasjonsnummer"),
    ],
)
def test_one_who_cannot_be_found_is_given_nothing(peopled: System, given: Holder, said: str) -> None:
    with pytest.raises(Refused, match=said):
        mandates.give(peopled, asker(peopled, "administrator"), STAVANGER, given, [Right.SEE], None)


def test_a_holder_in_another_municipality_is_found_only_by_the_code(peopled: System) -> None:
    other = asker(peopled, "flere")
    with pytest.raises(Refused, match="har ingen rett her lenger"):
        mandates.holder(peopled, asker(peopled, "administrator"), STAVANGER, ByHolder(other.actor.id))


def test_a_code_is_read_as_people_write_it_and_runs_out(peopled: System, clock: SetClock) -> None:
    admin, told = asker(peopled, "administrator"), code(peopled, "flere")
    for written in (told.lower(), told.replace("-", " "), told.replace("-", ""), f" {told} "):
        assert mandates.holder(peopled, admin, STAVANGER, ByCode(written)).name == "Marit Haug"
    clock.move(days=14, seconds=1)
    with pytest.raises(Refused, match="Ingen har koden"):
        mandates.holder(peopled, admin, STAVANGER, ByCode(told))
    assert code(peopled, "flere") != told


@pytest.mark.parametrize(
    ("rights", "form", "said"), [([], None, "Velg minst én"), ([Right.SEE], "99X", "Det finnes ikke noe skjema «99X»")]
)
def test_what_does_not_exist_cannot_be_given(peopled: System, rights: list[Right], form: str | None, said: str) -> None:
    with pytest.raises(Refused, match=said):
        mandates.give(peopled, asker(peopled, "administrator"), STAVANGER, ByCode(code(peopled, "flere")), rights, form)


def test_ending_needs_a_reason(peopled: System) -> None:
    mandate = held(peopled, STAVANGER)[0]
    with pytest.raises(Refused, match="Skriv hvorfor"):
        mandates.end(peopled, asker(peopled, "administrator"), STAVANGER, mandate.id, "  ")


def test_a_system_that_has_not_come_yet_can_be_given_something_but_not_to_administer(peopled: System) -> None:
    admin, new = asker(peopled, "administrator"), ByClient("nytt-system", "313000044", "Nytt fag")
    (mandate,) = mandates.give(peopled, admin, STAVANGER, new, [Right.SEND], "11F")
    assert mandate.holder.name == "Nytt fag"
    with pytest.raises(Refused, match="Bare en person"):
        mandates.give(peopled, admin, STAVANGER, new, [Right.ADMINISTER], None)


def test_an_office_may_what_it_is_given_as_long_as_one_works_there(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    office = offices.every(peopled, admin)[0]
    mandates.give(peopled, admin, STAVANGER, ByOffice(office.id), [Right.SEND], "11F")
    assert asker(peopled, "kontor").may(Right.SEND, STAVANGER, "11F")
    head = asker(peopled, "kontor")
    offices.put_member(peopled, head, office.id, code(peopled, "flere"), True)
    assert asker(peopled, "flere").may(Right.SEND, STAVANGER, "11F")
    offices.end_member(peopled, head, office.id, head.actor.id, "sluttet")
    assert not asker(peopled, "kontor").mandates


def test_one_sender_for_several_municipalities_has_them_all_together(peopled: System) -> None:
    assert asker(peopled, "flere").regions(Right.SEND) == ("464100", "464200", "464300")


def test_the_language_of_the_municipality_is_that_of_its_people_until_they_choose(peopled: System) -> None:
    admin = asker(peopled, "administrator")
    assert asker(peopled, "sender").language is Language.BOKMAL
    mandates.choose_language(peopled, admin, STAVANGER, Language.NYNORSK)
    assert asker(peopled, "sender").language is Language.NYNORSK
    with pytest.raises(Refused, match="bokmål"):
        mandates.choose_language(peopled, admin, STAVANGER, Language.ENGLISH)


def test_a_right_that_ended_is_not_in_the_scope_either(peopled: System) -> None:
    one = asker(peopled, "administrator")
    ended = replace(one, mandates=tuple(replace(held, ended=held.since) for held in one.mandates))
    assert ended.scope.regions == frozenset()
    assert isinstance(one, Asker)


def test_only_the_steward_appoints(peopled: System) -> None:
    stewarding.appoint(peopled, asker(peopled, "forvalter"), "500100", code(peopled, "flere"), "ringt")
    assert asker(peopled, "flere").may(Right.ADMINISTER, "500100", None)
    with pytest.raises(Forbidden):
        stewarding.appoint(peopled, asker(peopled, "statistiker"), "500100", code(peopled, "flere"))
    with pytest.raises(Refused, match="ikke en kommune"):
        stewarding.appoint(peopled, asker(peopled, "forvalter"), "999900", code(peopled, "flere"))
