"""Answers, accounts and registers from inndata to the cube, on three municipalities whose figures are added up by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest

from integration.editing.editors import straight
from integration.receiving.sending import BERGEN, STATISTICIAN, STAVANGER
from integration.reconciling.delivering import account
from kostra import regions
from kostra.app.ports.transaction import Scope
from kostra.app.statistics.gathering import gather
from kostra.app.statistics.making import cube
from kostra.app.system import System
from kostra.model.cube import Cube, Mark, Status
from kostra.model.errors import Missing
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.statistics.definition import Kind, Source

YEAR = 2024
OSLO, ALNA = "030100", "030112"


def answer(system: System, form: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    for unit, given in answers.items():
        content = {"form": form, "year": str(YEAR), "region": unit, "answers": given}
        straight(system, Expected(form, Period(YEAR), unit), json.dumps(content).encode())


def made(system: System, id: str) -> Cube:
    return cube(system, STATISTICIAN, id, YEAR, Status.FINAL)


def added(answers: Mapping[str, Mapping[str, str]], *fields: str) -> Fraction:
    """What was typed, added up."""
    typed = [given.get(field) for given in answers.values() for field in fields]
    return sum((Fraction(text.replace(",", ".")) for text in typed if text is not None), Fraction(0))


def weighted(of: Mapping[str, int]) -> Fraction:
    persons = {unit: regions.at_year_end(unit[:4], YEAR).persons for unit in of}
    return Fraction(sum(of[unit] * persons[unit] for unit in of), sum(persons.values()))


POSTS = {
    STAVANGER: {
        "aarsverk_242_sosionom": "40,5",
        "aarsverk_242_annen": "0,5",
        "aarsverk_243_sosionom": "12,3",
        "aarsverk_243_heltid": "10",
        "aarsverk_243_deltid_stor": "2,3",
        "aarsverk_sum": "53,3",
        "aarsverk_raadgivning": "2,5",
        "saker_raadgivning": "100",
        "reglement_flyktninger": "1",
        "reglement_flyktninger_belop": "250000",
    },
    BERGEN: {
        "aarsverk_242_sosionom": "60",
        "aarsverk_276_kontor": "7,7",
        "aarsverk_sum": "67,7",
        "aarsverk_raadgivning": "1,5",
        "saker_raadgivning": "80",
        "reglement_flyktninger": "2",
    },
    ALNA: {"aarsverk_242_sosionom": "3", "aarsverk_sum": "3", "reglement_flyktninger": "2"},
}


def test_posts_by_function_and_education(system: System) -> None:
    answer(system, "7", POSTS)
    posts = made(system, "10509")
    for region, units in (("EAK", POSTS), ("1103", [STAVANGER]), ("0301", [ALNA]), (ALNA, [ALNA]), ("EKA46", [BERGEN])):
        own = {unit: POSTS[unit] for unit in units}
        for function in ("242", "243", "276"):
            for education in ("sosionom", "kontor", "annen"):
                value = posts.cell(region, function, education, "aarsverk").value or 0
                assert value == added(own, f"aarsverk_{function}_{education}")
        assert posts.cell(region, "alle", "alle", "aarsverk").value == added(own, "aarsverk_sum")
    assert posts.cell("EAK", "242", "alle", "andel").value == Fraction(104 * 100, 124)
    assert posts.cell("1108", "242", "alle", "aarsverk").mark is Mark.MISSING
    assert posts.coverage["EAK"].reported == 3 and posts.coverage["0301"].expected == 15
    sizes = made(system, "91201")
    assert sizes.cell("1103", "deltid_stor", "aarsverk").value == Fraction("2.3")
    assert sizes.cell("1103", "alle", "aarsverk").value == added({STAVANGER: POSTS[STAVANGER]}, "aarsverk_243_sosionom")


def test_advice_and_amounts_under_municipal_rules(system: System) -> None:
    answer(system, "7", POSTS)
    services = made(system, "12221")
    assert services.cell("EAK", "saker_per_aarsverk").value == Fraction(180, 4)
    assert services.cell("EAK", "aarsverk_sosionom").value == Fraction("115.8")
    adults = regions.at_year_end("1103", YEAR, regions.read_band("18+")).persons
    assert services.cell("1103", "aarsverk_per_1000").value == Fraction("53.3") * 1000 / adults
    amounts = made(system, "91203")
    assert amounts.cell("EAK", "betalte").value == 1 and amounts.cell("EAK", "belop").value == 250_000
    assert amounts.cell("4601", "belop").mark is Mark.NIL


CENTRES = {
    OSLO: {"plan": "1", "samarbeid_nav": "2", "utgift": "900", "dogn_sum": "30", "dogn_barn": "10", "dagbrukere": "4"},
    BERGEN: {"plan": "2", "samarbeid_nav": "1", "utgift": "300", "dogn_sum": "10", "dogn_barn": "0", "dagbrukere": "1"},
    STAVANGER: {"utgift": "600", "dogn_sum": "20"},
}


def test_crisis_centres(system: System) -> None:
    answer(system, "7B", {unit: CENTRES[unit] for unit in (BERGEN, STAVANGER)})
    # Oslo owes it as one, whether or not it has answered.
    assert made(system, "12130").coverage["EAK"].expected == 357
    answer(system, "7B", {OSLO: CENTRES[OSLO]})
    violence, centres = made(system, "12130"), made(system, "11678")
    assert violence.cell("EAK", "plan_ja").value == 1
    # Who has not answered the question is neither.
    shares = {region: violence.cell(region, "plan").value for region in ("EAK", "0301", "4601", "1103")}
    assert shares == {"EAK": Fraction(1, 2), "0301": 1, "4601": 0, "1103": None}
    assert violence.cell("EAK", "dagbrukere").value == added(CENTRES, "dagbrukere") == 5
    assert centres.cell("EAK", "utgift_per_dogn").value == Fraction(added(CENTRES, "utgift"), 60)
    assert centres.cell("0301", "dogn_barn").value == 10
    assert centres.cell("EKA11", "utgift").value == 600 and centres.coverage["EKA11"].reported == 1


RATES = {
    # The state's rate for a single person was 7 850 kroner from the first of January 2024.
    OSLO: {"sats_enslig": "8000", "vedtaksdato": "2024-02-01", "inngaar_mat": "1"},
    BERGEN: {"sats_enslig": "7850", "vedtaksdato": "2023-12-01", "inngaar_mat": "2", "folger_staten": "1"},
    STAVANGER: {"sats_enslig": "7000", "inngaar_mat": "1"},
}


def test_rates_beside_those_of_the_state(system: System) -> None:
    answer(system, "12", RATES)
    rates, included = made(system, "12131"), made(system, "12132")
    own = {unit: int(given["sats_enslig"]) for unit, given in RATES.items()}
    assert [rates.cell(region, "sats_enslig").value for region in ("0301", "4601", "1103")] == [8000, 7850, 7000]
    assert rates.cell("EAK", "sats_enslig").value == weighted(own)
    assert rates.cell("1103", "sats_enslig_mot_staten").value == -850
    assert rates.cell("EAK", "sats_enslig_mot_staten").value == weighted(own) - 7850
    assert rates.cell("EAK", "sats_ektepar").mark is Mark.NOT_POSSIBLE
    levels = {level: rates.cell("EAK", f"andel_{level}").value for level in ("under", "lik", "over")}
    assert levels == dict.fromkeys(levels, Fraction(1, 3))
    assert rates.cell("EAK", "andel_vedtatt_i_aaret").value == Fraction(1, 2)
    assert rates.cell("4601", "andel_vedtatt_aaret_foer").value == 1
    assert included.cell("EAK", "inngaar_mat").value == Fraction(2, 3)
    assert included.cell("4601", "inngaar_mat").value == 0 and included.cell("1103", "inngaar_mat").value == 1


def costs(unit: str) -> bytes:
    """Wages 3 000, of them benefit 1 000, and income 500: in thousands."""
    lines = [account(YEAR, 2000, "275", "010", unit), account(YEAR, 1000, "275", "089", unit)]
    return b"".join([*lines, account(YEAR, -500, "275", "700", unit), account(YEAR, 9000, "281", "470", unit)])


def test_costs_of_the_accounts(system: System) -> None:
    for unit in (STAVANGER, OSLO, ALNA):
        straight(system, Expected("0A", Period(YEAR), unit), costs(unit))
    running = made(system, "12268")
    # What a district of Oslo accounts for is in Oslo's account.
    for region, many in (("EAK", 2), ("EAKUO", 1), ("0301", 1), ("EKA11", 1)):
        assert running.cell(region, "brutto").value == many * 3_000_000
        assert running.cell(region, "netto").value == many * 2_500_000
        assert running.cell(region, "lonn_uten_stonad").value == many * 2_000_000
    functions = made(system, "12362")
    assert functions.cell("0301", "275", "lonn").value == 3_000_000
    assert functions.cell("1103", "alle", "netto").value == 2_500_000 + 9_000_000
    persons = regions.at_year_end("1103", YEAR).persons
    assert running.cell("1103", "netto_per_innbygger").value == Fraction(2_500_000, persons)
    assert ALNA not in running.dimensions[0].values and running.cell("4601", "brutto").mark is Mark.MISSING
    # Nobody has sent who received the benefit.
    assert running.cell("1103", "mottakere").mark is running.cell("1103", "netto_per_mottaker").mark is Mark.MISSING


def test_what_has_not_come_is_missing(system: System) -> None:
    wanted = {
        Source(Kind.FORM, "12"): "Ingen har levert skjema 12 for 2024",
        Source(Kind.FORM, "11F"): "Ingen har levert skjema 11F for 2024",
        Source(Kind.ACCOUNTS, "consolidated"): "Ingen har levert skjema 0M for 2024",
        Source(Kind.REGISTER, "nir"): "Registeret nir for 2024 er ikke kommet",
    }
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        for source, said in wanted.items():
            with pytest.raises(Missing, match=said):
                gather(system, tx, source, YEAR)
        with pytest.raises(Missing, match="Det er ikke noe skjema 12 for 2019"):
            gather(system, tx, Source(Kind.FORM, "12"), 2019)
    # A district of Oslo alone is no municipality.
    straight(system, Expected("0A", Period(YEAR), ALNA), costs(ALNA))
    with (
        system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx,
        pytest.raises(Missing, match="Ingen kommune har levert regnskap 0A for 2024"),
    ):
        gather(system, tx, Source(Kind.ACCOUNTS, "municipality"), YEAR)
