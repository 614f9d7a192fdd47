"""What the ids of a block tell. Everybody here is synthetic."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from generative import ids
from kostra.forms import catalogue
from kostra.methods.digits import Characters
from kostra.model.form import FormVersion
from kostra.reception.persons import KINDS, SEXES, Persons, persons
from kostra.reception.record import write

VERSION = catalogue.form("11F").version(2026)


def told(*people: tuple[str, str], version: FormVersion = VERSION) -> Persons:
    """From pairs of national id and DUF number."""
    lines = [write(version, _values(*one)) for one in people]
    flat = np.frombuffer("".join(lines).encode("latin-1"), dtype=np.uint8)
    found = persons(version, _rows(flat, len(lines)))
    assert found is not None
    return found


def _values(number: str, duf: str) -> dict[str, str | None]:
    return {"person_fodselsnr": number or None, "person_duf": duf or None}


def _rows(flat: Characters, lines: int) -> Characters:
    return np.ascontiguousarray(flat.reshape(lines, -1).T)


def made(date_part: str, individual: int) -> str:
    """The first synthetic number of somebody, from an individual number on, of the same sex."""
    for tried in range(individual, 1000, 2):
        digits = ids.check_digits(f"{date_part}{tried:03d}")
        if digits is not None:
            return f"{date_part}{tried:03d}{digits}"
    raise AssertionError("there is no such number")


DUF = ids.duf(np.random.default_rng(1))


def test_each_kind_of_id_is_told_apart() -> None:
    man, woman, d_number = made("178290", 101), made("178290", 102), made("578290", 101)
    found = told(
        (man, ""),
        (woman, DUF),
        (d_number, ""),
        ("17029000100", DUF),
        ("17029000200", ""),
        ("17029099999", ""),
        ("", DUF),
        ("12345678901", ""),
        ("12345678901", "123"),
        ("", ""),
    )
    assert [str(KINDS[kind]) for kind in found.kind] == [
        "fodselsnummer",
        "fodselsnummer",
        "d-nummer",
        "duf-nummer",
        "erstatningsnummer",
        "erstatningsnummer",
        "duf-nummer",
        "ugyldig",
        "ugyldig",
        "mangler",
    ]
    assert [SEXES[sex] for sex in found.sex] == ["1", "2", "1", "1", "2", None, None, None, None, None]
    born = [date(1970, 1, 1) + timedelta(int(day)) for day in found.born[:6]]
    assert born == [date(1990, 2, 17)] * 6
    assert found.born_known.tolist() == [True] * 6 + [False] * 4


def test_a_form_without_the_field_tells_nothing() -> None:
    version = catalogue.form("0A").version(2026)
    assert persons(version, np.full((version.record_length, 2), 32, dtype=np.uint8)) is None
