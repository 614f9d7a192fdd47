"""What is done from the page of a unit: decided, noted, registered; and what is refused is told there, with all that was typed."""

from __future__ import annotations

import pytest

from integration.desk.season import ONE, UNIT, late, post, sent
from integration.passing.handing import EXPECTED as STAYS
from integration.passing.handing import open_for, stays
from integration.portal.asking import text_of
from integration.portal.house import OLA, SIRI, STAVANGER, House
from integration.receiving.sending import SENDER, send
from kostra.app.followup import reaching
from kostra.model.submission import Content, Expected, State

SEVEN = Expected("7", ONE.period, STAVANGER)


def test_more_time_is_given_for_several_forms_at_once(there: House) -> None:
    siri = there.visit(SIRI)
    form = {
        "om": ["11F/2026", "7/2026"],
        "vedtak": "forleng",
        "kode": "attack",
        "dato": "2027-03-01",
        "grunn": "Nede i to uker",
    }
    assert post(siri, f"{UNIT}/vedtak", form).headers["location"] == UNIT
    for expected in (ONE, SEVEN):
        standing = there.standing(expected)
        assert (standing.state, str(standing.extended_until)) == (State.EXTENDED, "2027-03-01")
    told = text_of(siri.get(UNIT).text)
    assert "Utsatt frist 1. mars 2027" in told and "Dataangrep: Nede i to uker" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dato": ""}, "Ny frist mangler."),
        ({"dato": "snart"}, "Ny frist er ikke en dato: «snart»"),
        ({"dato": "2027-02-30"}, "ingen dag 2027-02-30"),
        ({"dato": "2027-01-01"}, "må være etter i dag"),
        ({"kode": "other", "grunn": ""}, "Skriv hva grunnen er"),
        ({"kode": "lunch"}, "«lunch» er ikke en grunn i listen"),
        ({"om": []}, "Kryss av for minst ett skjema"),
        ({"om": ["12/2025"]}, "12"),
        ({"vedtak": "trylle"}, "Velg hva som skal bestemmes."),
        ({"vedtak": "apne"}, "11F"),
        ({"vedtak": "fritak", "kode": "other", "grunn": " "}, "Skriv hva grunnen er"),
        ({"vedtak": "ingenting", "dato": ""}, "antakelsen gjelder til mangler"),
    ],
)
def test_a_decision_that_cannot_be_is_told_and_what_was_typed_stays(
    there: House, changed: dict[str, str | list[str]], said: str
) -> None:
    form = {"om": ["11F/2026"], "vedtak": "forleng", "kode": "illness", "dato": "2027-03-01", "grunn": "Lang grunn"}
    given = form | changed
    answer = post(there.visit(SIRI), f"{UNIT}/vedtak", given)
    assert answer.status_code >= 400 and said in text_of(answer.text)
    assert there.standing(ONE).state is State.OPENED
    assert ('value="11F/2026" aria-label="11F 2026" checked' in answer.text) is ("11F/2026" in given["om"])
    if str(given["grunn"]).strip():
        assert f">{given['grunn']}</textarea>" in answer.text
    assert f'name="dato" value="{given["dato"]}"' in answer.text


def test_excused_expected_again_left_out(there: House) -> None:
    siri = there.visit(SIRI)
    steps = (
        ({"vedtak": "fritak", "kode": "illness"}, State.EXCUSED),
        ({"vedtak": "ventes", "grunn": "De er friske igjen"}, State.EXPECTED),
        ({"vedtak": "ingenting", "grunn": "NAV har ingen saker", "dato": "2027-06-01"}, State.NIL_PRESUMED),
        ({"vedtak": "ventes", "grunn": "De har saker likevel"}, State.EXPECTED),
        ({"vedtak": "skal-ikke", "grunn": "Nabokommunen gjør det"}, State.NOT_IN_POPULATION),
    )
    for form, state in steps:
        assert post(siri, f"{UNIT}/vedtak", {"om": ["7/2026"], **form}).status_code == 303, state
        assert there.standing(SEVEN).state is state


def test_accepted_opened_again_and_finished(there: House) -> None:
    sent(there)
    siri = there.visit(SIRI)
    steps = (
        ({"vedtak": "godkjenn"}, State.ACCEPTED),
        ({"vedtak": "apne", "grunn": "De fant flere saker"}, State.REOPENED),
        ({"vedtak": "avslutt"}, State.FINAL),
    )
    for form, state in steps:
        assert post(siri, f"{UNIT}/vedtak", {"om": ["11F/2026"], **form}).status_code == 303, state
        assert there.standing(ONE).state is state
    unreasoned = post(siri, f"{UNIT}/vedtak", {"om": ["11F/2026"], "vedtak": "apne", "grunn": ""})
    assert unreasoned.status_code >= 400 and there.standing(ONE).state is State.FINAL


def test_a_refused_one_must_come_again_and_the_municipality_reads_why(there: House) -> None:
    sent(there)
    form = {"om": ["11F/2026"], "vedtak": "avvis", "grunn": "Filen er fra i fjor"}
    assert post(there.visit(SIRI), f"{UNIT}/vedtak", form).status_code == 303
    assert there.standing(ONE).state is State.REFUSED
    assert "Filen er fra i fjor" in text_of(there.visit(OLA).get(f"/nb/mine-innsendinger/11F/2026/{STAVANGER}").text)


def test_one_of_two_that_cannot_be_decided_leaves_both(there: House) -> None:
    sent(there)
    form = {"om": ["11F/2026", "7/2026"], "vedtak": "godkjenn"}
    assert post(there.visit(SIRI), f"{UNIT}/vedtak", form).status_code >= 400
    assert there.standing(ONE).state is State.RECEIVED and there.standing(SEVEN).state is State.OPENED


def test_a_contact_is_saved_changed_and_removed(there: House) -> None:
    siri = there.visit(SIRI)
    form = {"navn": "Kari Kontakt", "epost": "kari@stavanger.no", "telefon": "51 50 00 00", "rolle": ["submission"]}
    assert post(siri, f"{UNIT}/kontakt", form).status_code == 303
    (saved,) = reaching.contacts(there.system, SIRI, STAVANGER)
    assert "Kari Kontakt" in text_of(siri.get(UNIT).text)
    assert post(siri, f"{UNIT}/kontakt", {**form, "id": saved.id, "telefon": "51 50 00 01"}).status_code == 303
    (changed,) = reaching.contacts(there.system, SIRI, STAVANGER)
    assert (changed.id, changed.phone) == (saved.id, "51 50 00 01")
    wrong = post(siri, f"{UNIT}/kontakt", {**form, "navn": "Per Prøve", "epost": "per at stavanger"})
    assert wrong.status_code == 422 and 'value="Per Prøve"' in wrong.text and 'value="per at stavanger"' in wrong.text
    assert post(siri, f"{UNIT}/kontakt", {"fjern": saved.id}).status_code == 303
    assert reaching.contacts(there.system, SIRI, STAVANGER) == ()


def test_a_try_is_noted_and_a_wrong_one_keeps_what_was_typed(there: House) -> None:
    siri = there.visit(SIRI)
    form = {
        "kanal": "phone",
        "utfall": "promised",
        "forsok-om": "7/2026",
        "person": "Kari",
        "neste": "2027-01-20",
        "notat": "Ringer tilbake",
    }
    wrong = post(siri, f"{UNIT}/forsok", {**form, "utfall": "gull"})
    assert wrong.status_code == 422 and "«gull» er ikke et utfall i listen" in text_of(wrong.text)
    assert ">Ringer tilbake</textarea>" in wrong.text and 'value="7/2026" selected' in wrong.text
    assert "Velg hvordan de ble kontaktet." in text_of(post(siri, f"{UNIT}/forsok", {**form, "kanal": "due"}).text)
    assert reaching.tries(there.system, SIRI, STAVANGER) == ()
    assert post(siri, f"{UNIT}/forsok", form).status_code == 303
    told = text_of(siri.get(UNIT).text)
    assert "Telefon Lovet å sende innen en dato Kari 7 2026 20. januar 2027 Ringer tilbake Siri" in told


def test_what_came_on_paper_is_registered_with_a_reason(there: House) -> None:
    late(there)
    siri = there.visit(SIRI)
    refused = post(siri, f"{UNIT}/papir", {"papir-om": "7/2026", "papir-grunn": ""})
    assert refused.status_code == 422 and 'value="7/2026" selected' in refused.text
    assert (
        post(siri, f"{UNIT}/papir", {"papir-om": "7/2026", "papir-grunn": "Kom i posten 19. januar"}).status_code == 303
    )
    standing = there.standing(SEVEN)
    assert standing.state is State.RECEIVED and standing.submission is not None
    with there.system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        found = tx.submissions.one(standing.submission)
    assert found is not None and found.content is Content.PAPER


def test_an_error_list_without_a_day_or_anything_to_ask_is_refused_on_the_page(there: House) -> None:
    siri = there.visit(SIRI)
    assert "Ingen innsending er kommet" in text_of(siri.get(UNIT).text)
    sent(there, warned=0)
    for day, said in (("", "Svarfrist mangler."), ("2027-01-12", "senere enn i dag"), ("2027-01-26", "ingenting nytt")):
        answer = post(siri, f"{UNIT}/feilliste", {"liste-om": "11F/2026", "liste-dato": day})
        assert answer.status_code == 422 and said in text_of(answer.text)
        assert f'name="liste-dato" value="{day}"' in answer.text


def test_a_form_received_for_another_body_shows_where_it_stands_and_nothing_of_what_it_says(there: House) -> None:
    now = there.clock.time
    open_for(there.system, there.clock)
    id = send(there.system, stays(), SENDER, STAYS, name="opphold.dat").submission.id
    there.work()
    there.clock.time = now
    siri = there.visit(SIRI)
    unit = siri.get(UNIT).text
    assert f'href="/nb/innsending/{id}"' in unit and "KRISE-B 2015" in text_of(unit)
    assert 'value="KRISE-B/2015"' not in unit.partition('name="liste-om"')[2].partition("</select>")[0]
    page = siri.get(f"/nb/innsending/{id}")
    assert page.status_code == 200 and "Bufdir" in text_of(page.text)
    assert f"/nb/innsending/{id}/rapport" not in page.text
    for kind in ("html", "csv", "json", "xlsx"):
        assert siri.get(f"/nb/innsending/{id}/rapport.{kind}").status_code == 403
    asked = post(siri, f"{UNIT}/feilliste", {"liste-om": "KRISE-B/2015", "liste-dato": "2027-01-26"})
    assert asked.status_code == 422 and "SSB lager ingen feilliste" in text_of(asked.text)
