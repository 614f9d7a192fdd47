"""Linking: the same person has the same pseudonym in a form and in a register, and in two registers."""

from __future__ import annotations

import io

import polars as pl

from integration.receiving.sending import EXPECTED, SENDER, expect, good_file
from integration.receiving.sending import send as send_form
from integration.registers.sending import send
from kostra.app.ports.registers import Received
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.controlling import control
from kostra.app.receiving.inndata import make_inndata
from kostra.app.registers.using import records
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import HOUSE
from oracle.judging import cut
from unit.registers.files import file, persons


def _records(system: System, received: Received) -> pl.DataFrame:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return records(system, tx, received)


def test_a_person_in_the_form_and_in_two_registers_is_the_same(system: System) -> None:
    content = good_file(5)
    version = catalogue.form("11F").version(EXPECTED.period.year)
    numbers = [cut(version, line)["person_fodselsnr"] for line in content.decode("latin-1").splitlines()]
    expect(system, EXPECTED)
    id = send_form(system, content, SENDER).submission.id
    control(system, id, EXPECTED.unit)
    make_inndata(system, id, EXPECTED.unit)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.submissions.kept(id, INNDATA)
    assert kept is not None
    with system.vault.open(kept) as opened:
        inndata = pl.read_parquet(io.BytesIO(opened.read()))

    population = persons(*(f"{number};1990-05-15;1;{code};0;1103;;" for code, number in enumerate(numbers[:4], 1)))
    pay = file(
        "fodselsnr;bostedskommune;rapportert_av;maaned;belop",
        *(f"{numbers[0]};1103;1103;2026-{month:02d};20000" for month in (1, 2)),
    )
    register = _records(system, send(system, "folkeregisteret", population).received)
    benefit = _records(system, send(system, "a_ordningen", pay).received)

    linked = inndata.join(register, left_on="person_fodselsnr_pseudonym", right_on="fodselsnr_pseudonym")
    assert linked["sivilstand"].to_list() == ["1", "2", "3", "4"]
    assert linked["region"].unique().to_list() == ["110300"]
    assert set(benefit["fodselsnr_pseudonym"]) == {register["fodselsnr_pseudonym"][0]}
    assert not {"fodselsnr", "duf"} & set(register.columns) | {"fodselsnr"} & set(benefit.columns)
