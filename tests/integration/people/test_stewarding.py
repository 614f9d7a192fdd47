"""Duties and offices; the ready persons; a system that comes for the first time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from integration.people.standing import asker, code
from kostra.app.audit.verify import verify_log
from kostra.app.people import asking, demo, offices, registering, stewarding
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, ActorKind, Duty


def test_duties_are_given_and_ended_by_a_steward(peopled: System) -> None:
    steward = asker(peopled, "forvalter")
    stewarding.give_duty(peopled, steward, code(peopled, "flere"), Duty.STATISTICIAN, reason="ny i seksjonen")
    assert asker(peopled, "flere").has(Duty.STATISTICIAN)
    held = next(one for one in stewarding.overview(peopled, steward).duties if one.person.name == "Marit Haug")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        stewarding.end_duty(peopled, steward, held.id, "")
    stewarding.end_duty(peopled, steward, held.id, "tilbake i kommunen")
    assert not asker(peopled, "flere").duties
    with pytest.raises(Refused, match="avsluttet fra før"):
        stewarding.end_duty(peopled, steward, held.id, "igjen")


def test_a_client_acts_for_a_body_and_nobody_else_does(peopled: System) -> None:
    steward, told = asker(peopled, "forvalter"), code(peopled, "flere")
    with pytest.raises(Refused, match="virksomhet"):
        stewarding.give_duty(peopled, steward, told, Duty.CLIENT)
    with pytest.raises(Refused, match="virksomhet"):
        stewarding.give_duty(peopled, steward, told, Duty.STATISTICIAN, "NAV")
    stewarding.give_duty(peopled, steward, told, Duty.CLIENT, "NAV")
    assert asker(peopled, "flere").body == "NAV"


def test_the_last_steward_cannot_leave(peopled: System) -> None:
    steward = asker(peopled, "forvalter")
    own = next(one for one in stewarding.overview(peopled, steward).duties if one.duty is Duty.STEWARD)
    with pytest.raises(Refused, match="den siste forvalteren"):
        stewarding.end_duty(peopled, steward, own.id, "slutter")


@pytest.mark.parametrize("who", ["administrator", "statistiker", "klient", "flere"])
def test_nobody_else_does_what_the_steward_does(peopled: System, who: str) -> None:
    one, told = asker(peopled, who), code(peopled, "sender")
    attempts: list[Callable[[], object]] = [
        lambda: stewarding.overview(peopled, one),
        lambda: stewarding.appoint(peopled, one, "110300", told),
        lambda: stewarding.give_duty(peopled, one, told, Duty.STEWARD),
        lambda: stewarding.end_duty(peopled, one, "x", "x"),
        lambda: stewarding.make_office(peopled, one, "Kontoret", told),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_the_overview_shows_first_the_units_that_nobody_administers(peopled: System) -> None:
    units = stewarding.overview(peopled, asker(peopled, "forvalter")).administered
    assert len(units) > 370 and not units[0][2]
    assert {one[0] for one in units if one[2]} == {"110300", "464000", "030104"}


def test_an_office_is_its_members_own(peopled: System) -> None:
    head = asker(peopled, "kontor")
    office = offices.own(peopled, head)[0]
    for other in ("administrator", "statistiker", "sender"):
        with pytest.raises(Forbidden):
            offices.one(peopled, asker(peopled, other), office.id)
    offices.put_member(peopled, head, office.id, code(peopled, "sender"), False)
    member = asker(peopled, "sender")
    assert not offices.one(peopled, member, office.id).administers
    with pytest.raises(Forbidden, match="administrerer ikke dette kontoret"):
        offices.put_member(peopled, member, office.id, code(peopled, "forer"), True)
    with pytest.raises(Refused, match="den siste som administrerer kontoret"):
        offices.end_member(peopled, head, office.id, head.actor.id, "slutter")
    with pytest.raises(Missing):
        offices.end_member(peopled, head, office.id, "none", "ukjent")
    assert offices.one(peopled, asker(peopled, "forvalter"), office.id).administers


def test_an_office_has_a_name_of_its_own(peopled: System) -> None:
    steward, told = asker(peopled, "forvalter"), code(peopled, "flere")
    made = stewarding.make_office(peopled, steward, " Sognekontoret ", told)
    assert offices.one(peopled, asker(peopled, "flere"), made.id).administers
    with pytest.raises(Refused, match="Det finnes et kontor"):
        stewarding.make_office(peopled, steward, "sognekontoret", told)
    with pytest.raises(Refused, match="fra 2 til 120"):
        stewarding.make_office(peopled, steward, "x", told)


def test_a_system_that_comes_for_the_first_time_is_known_and_may_nothing(peopled: System) -> None:
    first = asking.by_client(peopled, "ukjent", "313000044")
    assert (first.actor.kind, first.mandates, first.duties) == (ActorKind.SYSTEM, (), frozenset())
    assert asking.by_client(peopled, "ukjent", "313000044").actor == first.actor
    assert asking.by_client(peopled, "ukjent", "313000052").actor != first.actor


def test_the_systems_of_the_demo_have_what_they_are_for(peopled: System) -> None:
    fjordfag = next(one for one in demo.systems() if one.id == "fjordfag")
    assert asking.by_client(peopled, fjordfag.client, fjordfag.orgnr).regions() == ("110300", "464000", "465000")


def test_the_ready_persons_are_put_in_once_and_what_was_changed_stays(peopled: System) -> None:
    one = asker(peopled, "sender")
    registering.change_profile(peopled, one, "Ola Nordmann Vik", "ola@example.no", None)
    before = [asker(peopled, ready.id) for ready in demo.persons() if ready.name]
    demo.install(peopled)
    assert [asker(peopled, ready.id) for ready in demo.persons() if ready.name] == before
    assert asker(peopled, "sender").actor.name == "Ola Nordmann Vik"


def test_the_log_of_all_this_is_one_unbroken_chain(peopled: System) -> None:
    assert verify_log(peopled, Asker(HOUSE)).wrong is None


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("", "", "Navnet må ha"),
        ("x" * 121, "", "Navnet må ha"),
        ("Kari 010203", "", "Navnet må ha"),
        ("Kari\u0000Fjell", "", "Navnet må ha"),
        ("Kari Fjell", "kari", "er ikke en e-postadresse"),
        ("Kari Fjell", "a@b.no\nBcc: c@d.no", "er ikke en e-postadresse"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(peopled: System, name: str, email: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        registering.change_profile(peopled, asker(peopled, "sender"), name, email, None)


def test_a_system_has_no_profile(peopled: System) -> None:
    with pytest.raises(Refused, match="for personer"):
        registering.profile(peopled, asking.by_client(peopled, "x", "313000044"))


def test_the_same_person_always_has_the_same_key_and_it_is_no_pseudonym_of_the_data(peopled: System) -> None:
    number = demo.synthetic_number(date(1990, 1, 1))
    key = registering.key_of(peopled, number)
    assert key == registering.key_of(peopled, number) and len(key) == 64
    pseudonym = peopled.pseudonymiser.encrypt([number.encode()])[0]
    assert pseudonym.hex() not in key
    with peopled.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert tx.people.person_by_key(key) is None
