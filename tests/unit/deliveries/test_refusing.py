"""Every way outside a basis is refused, with a sentence that says what is wrong, what was asked for and what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kostra.deliveries.refusing import Why, own_basis, refusals, without
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Identity, Order, Persons, Recipient, RecipientKind
from kostra.model.period import Period
from unit.deliveries.given import FORM, MINISTRY, NAV, OLE, ON, SIRI, basis, order

ALL = ("rapporteringsenhet", "fodselsdato_avledet", "bidrag", "trygdesit")


def refused(wanted: Order, held: Basis, who: Recipient = NAV, on: date = ON) -> dict[Why, str]:
    form = catalogue.form(wanted.form)
    return {one.why: one.sentence for one in refusals(wanted, held, who, form, on)}


def test_what_is_within_the_basis_is_not_refused() -> None:
    held = basis(persons=Persons(("1103", "4601"), 18, 67, {"trygdesit": ("01", "03")}), variables={"11F": ALL})
    inside = Persons(("1103",), 20, 66, {"trygdesit": ("03",)})
    assert refused(order(), held) == refused(order(variables=("bidrag",), persons=inside), held) == {}


@pytest.mark.parametrize(
    ("why", "wanted", "held", "says"),
    [
        (Why.VARIABLE, {"variables": ("bidrag", "laan")}, {}, "«laan»"),
        (
            Why.VARIABLE,
            {"variables": ("person_fodselsnr",)},
            {"variables": {"11F": ("person_fodselsnr",)}},
            "«person_fodselsnr»",
        ),
        (Why.PERIOD, {"period": Period(2019)}, {}, "2020 og senere"),
        (Why.PERIOD, {"period": Period(2026)}, {"years": (2020, 2025)}, "2020 til 2025"),
        (Why.PERIOD, {"period": Period.read("2026M03")}, {}, "2026M03"),
        (Why.FORM, {"form": "11CF"}, {}, "bare 11F"),
        (Why.PASSED_ON, {"form": "KRISE-B", "period": Period(2015)}, {"variables": {"KRISE-B": ()}}, "Videresending"),
        (Why.PERSONS, {"persons": Persons(regions=("1103",))}, {"persons": Persons(regions=("4601",))}, "«1103»"),
        (
            Why.PERSONS,
            {"persons": Persons(youngest=17)},
            {"persons": Persons(youngest=18), "variables": {"11F": ALL}},
            "fra 17",
        ),
        (
            Why.PERSONS,
            {"persons": Persons(oldest=30)},
            {"persons": Persons(oldest=29), "variables": {"11F": ALL}},
            "til 30",
        ),
        (Why.VARIABLE, {"persons": Persons(youngest=17)}, {}, "«fodselsdato_avledet»"),
        (
            Why.VARIABLE,
            {"persons": Persons(regions=("1103",))},
            {"variables": {"11F": ("bidrag",)}},
            "«rapporteringsenhet»",
        ),
        (Why.VARIABLE, {"persons": Persons(where={"arbsit": ("1",)})}, {}, "«arbsit»"),
        (
            Why.PERSONS,
            {"persons": Persons(where={"trygdesit": ("05",)})},
            {"persons": Persons(where={"trygdesit": ("03",)})},
            "«05»",
        ),
        (Why.PERSONS, {"persons": Persons(where={"bidrag": ("1",)})}, {}, "«bidrag» er ikke et felt med koder"),
        (Why.NOT_APPROVED, {}, {"approved": None}, "ikke godkjent"),
        (Why.OWN_APPROVAL, {}, {"approved": SIRI}, "samme person"),
        (Why.NOT_YET, {}, {"since": date(2027, 3, 16)}, "16.03.2027"),
        (Why.EXPIRED, {}, {"until": date(2027, 3, 14)}, "14.03.2027"),
        (Why.ENDED, {}, {"ended": OLE}, "avsluttet"),
    ],
)
def test_everything_outside_is_refused(why: Why, wanted: dict[str, Any], held: dict[str, Any], says: str) -> None:
    found = refused(order(**wanted), basis(**held))
    assert list(found) == [why]
    assert says in found[why] and found[why].rstrip().endswith(".")


def test_another_recipient_is_refused_and_told_nothing_else() -> None:
    other = Recipient("IMDi", "IMDi", RecipientKind.AUTHORITY, SIRI, NAV.key)
    for wanted in (order(recipient="IMDi"), order()):
        assert list(refused(wanted, basis(approved=None), other)) == [Why.RECIPIENT]


def test_nothing_is_handed_out_unlocked() -> None:
    keyless = Recipient("NAV", "Nav", RecipientKind.AUTHORITY, SIRI)
    assert list(refused(order(), basis(), keyless)) == [Why.NO_KEY]


def test_a_form_that_is_not_of_persons_has_no_ids_and_no_ages() -> None:
    held = basis(variables={"7": ("rapporteringsenhet",)}, persons=Persons(youngest=18))
    assert set(refused(order(form="7"), held)) == {Why.PERSONS, Why.IDENTITY}
    assert refused(order(form="7"), basis(variables={"7": ("rapporteringsenhet",)}, identity=Identity.NONE)) == {}


def test_all_that_is_wrong_is_told_at_once() -> None:
    held = basis(ended=OLE, persons=Persons(youngest=18), variables={"11F": ALL})
    found = refused(order(variables=("laan",), persons=Persons(youngest=16)), held)
    assert set(found) == {Why.ENDED, Why.VARIABLE, Why.PERSONS}


def test_the_first_and_the_last_day_are_days_of_the_basis() -> None:
    for day in ("since", "until"):
        assert refused(order(), basis(**{day: ON})) == {}


def test_ministries_are_shown_to_research_and_others_to_the_agreement() -> None:
    ministry = without(MINISTRY, "11F")
    assert ministry.why is Why.MINISTRY
    assert "godkjent forskningsinstitusjon" in ministry.sentence and "11F" in ministry.sentence
    assert without(NAV, "11F").why is Why.NO_BASIS


def test_a_basis_has_two_persons_behind_it() -> None:
    assert own_basis(basis()) is None and own_basis(basis(approved=None)) is None
    assert own_basis(basis(approved=SIRI)) is not None
    assert FORM.id == "11F"
