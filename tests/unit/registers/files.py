"""Small files of registers, right in every way, for tests to break one thing in."""

from __future__ import annotations

from kostra import regions
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.registers.catalogue import layout_for
from kostra.registers.examining import Examined, examine
from kostra.registers.found import Found
from kostra.registers.whole import Against

PERIOD = Period(2026)
NAV, NIR, PERSONS, CODES = "nav_kvp", "nir", "folkeregisteret", "klass_131"

PERSON_ROWS = (
    "15859010331;1990-05-15;1;1;0;1103;;",
    "15859010765;1990-05-15;2;2;3;0301;04;",
    "15859010927;1990-05-15;1;4;1;4601;;2026-03-02",
)
"""Nobody: 80 is added to the month."""


def nav(rows: dict[str, str] | None = None) -> bytes:
    """A count for every reporting unit; `rows` replaces the counts of some, and "" leaves a unit out."""
    lines = []
    for unit in regions.reporting_units(PERIOD.year):
        district = "" if unit.code.endswith("00") else unit.code[4:]
        counts = (rows or {}).get(unit.code, "12;7")
        if counts:
            lines.append(f"{unit.code[:4]};{district};{counts}")
    return file("kommunenr;bydelsnr;deltakere_i_aaret;deltakere_31_12", *lines)


def persons(*rows: str) -> bytes:
    header = "fodselsnr;fodselsdato;kjonn;sivilstand;antall_barn;kommunenr;bydelsnr;doedsdato"
    return file(header, *(rows or PERSON_ROWS))


def nir(*rows: str) -> bytes:
    return file("fodselsnr;duf;kommunenr;bydelsnr;startdato;sluttdato;tiltak;avslutningsaarsak", *rows)


def codes(without: int = 0) -> bytes:
    """As KLASS gives them; the last `without` municipalities are left out."""
    every = regions.municipalities(PERIOD.year)
    rows = (f'"{one.code}","{one.code[:2]}","2","{one.name}","","","2024-01-01",,""' for one in every)
    lines = list(rows)[: len(every) - without]
    return file(
        '"code","parentCode","level","name","shortName","presentationName","validFrom","validTo","notes"', *lines
    )


def file(header: str, *rows: str) -> bytes:
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def examined(register: str, content: bytes, against: Against | None = None) -> Examined:
    return examine(layout_for(register, PERIOD), content, against or Against(PERIOD))


def found(register: str, content: bytes, control: str, against: Against | None = None) -> Found:
    """The one finding of a control, which must be there."""
    (one,) = [one for one in examined(register, content, against).found if one.control == control]
    return one


def severities(register: str, content: bytes, against: Against | None = None) -> dict[str, Severity]:
    return {one.control: one.severity for one in examined(register, content, against).found}
