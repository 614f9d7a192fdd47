"""Tables that are made of registers in force, from the file to the cube, on a few persons that are added up by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from integration.receiving.records import _numbers
from integration.registers.sending import STATISTICIAN, send
from kostra.app.registers.receiving import Acknowledged
from kostra.app.statistics.making import cube
from kostra.app.system import System
from kostra.model.cube import Cube, Mark, Status
from kostra.model.errors import Missing
from kostra.model.period import Period

YEAR = 2026
WHO = [number for number, _ in zip(_numbers(), range(9), strict=False)]
"""Men of 36."""


def deliver(system: System, register: str, header: str, *rows: str) -> Acknowledged:
    return send(system, register, "".join(f"{row}\n" for row in (header, *rows)).encode(), period=Period(YEAR))


def made(system: System, id: str) -> Cube:
    return cube(system, STATISTICIAN, id, YEAR, Status.FINAL)


def test_introduction_benefit_is_counted_where_the_recipient_lives(system: System) -> None:
    with pytest.raises(Missing, match="Registeret a_ordningen for 2026 er ikke kommet"):
        made(system, "12269")
    rows = [f"{WHO[0]};1103;1108;2026-{month:02d};20000" for month in (1, 2, 3)]
    rows += [f"{WHO[0]};4601;4601;2026-04;15000", f"{WHO[1]};4601;4601;2026-04;5000", f"{WHO[2]};0301;0301;2026-12;7"]
    deliver(system, "a_ordningen", "fodselsnr;bostedskommune;rapportert_av;maaned;belop", *rows)
    found = made(system, "12269")
    counts = {code: found.cell(code, "mottakere").value for code in ("1103", "1108", "4601", "EKA46", "0301", "EAK")}
    assert counts == {"1103": 1, "1108": 0, "4601": 2, "EKA46": 2, "0301": 1, "EAK": 3}
    assert found.cell("EAK", "stonad").value == 80_007 and found.cell("1103", "stonad").value == 60_000
    assert found.cell("EAK", "stonad_per_mottaker").value == Fraction(80_007, 3)
    assert (found.cell("EAK", "menn").value, found.cell("EAK", "kvinner").value) == (3, 0)
    assert found.cell("1108", "mottakere").mark is Mark.NIL and found.coverage["EAK"].whole
    assert "030101" not in found.dimensions[0].values
    aged = made(system, "91171")
    assert aged.cell("EAK", "menn", "35-44", "mottakere").value == 3
    assert aged.cell("EAK", "kvinner", "alle", "mottakere").value == 0
    # It is the one that was made, until another file is in force.
    assert made(system, "91171") is aged
    deliver(system, "a_ordningen", "fodselsnr;bostedskommune;rapportert_av;maaned;belop", *rows[:-1])
    assert made(system, "91171").cell("EAK", "menn", "35-44", "mottakere").value == 2


def test_former_participants_by_years_after_and_what_they_do(system: System) -> None:
    told = [
        (WHO[0], "1103", 1, "arbeid"),
        (WHO[1], "1103", 1, "annet"),
        (WHO[2], "1103", 1, "arbeid_og_utdanning"),
        (WHO[3], "0301", 2, "utdanning"),
        (WHO[4], "0301", 5, "ledig_eller_tiltak"),
    ]
    born = date(1990, 5, 15)
    rows = [
        f"{who};{1 if place % 2 else 2};{born};{where};{YEAR - after};{after};{state}"
        for place, (who, where, after, state) in enumerate(told)
    ]
    deliver(system, "nir_tidligere", "fodselsnr;kjonn;fodselsdato;kommunenr;avgangsaar;aar_etter;status", *rows)
    found = made(system, "91172")
    assert found.cell("EAK", "alle", "alle", "tidligere_deltakere").value == 5
    first = {one: found.cell("1103", "1", "alle", one).value for one in ("i_arbeid", "i_arbeid_eller_utdanning")}
    assert first == {"i_arbeid": 1, "i_arbeid_eller_utdanning": 2}
    assert found.cell("1103", "1", "alle", "andel_i_arbeid_eller_utdanning").value == Fraction(200, 3)
    assert found.cell("EAK", "1", "1", "andel_i_arbeid_eller_utdanning").value == 0
    assert found.cell("0301", "5", "2", "ledig_eller_tiltak").value == 1
    assert found.cell("0301", "4", "alle", "andel_i_arbeid_eller_utdanning").mark is Mark.NOT_POSSIBLE
