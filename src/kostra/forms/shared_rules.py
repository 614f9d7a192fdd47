"""Rules that more than one form of records has: who sends, which year, who the record is about, children in the household.

Only what must hold is here. Each form declares its own control around a rule, with its number, its years, its severity and its sentence,
because those differ between the forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kostra.controls.declare import Given, Requirement, Unique, require, unique
from kostra.methods.columns import Fields, Text
from kostra.methods.truth import Flags, Truth, any_of

OSLO = "0301"
BYDELER = tuple(f"{number:02d}" for number in range(1, 16))
UKJENT_KOMMUNE = "9999"


def everywhere(f: Fields, holds: bool) -> Truth:
    """The same answer for every record: what is known of the sender is known of them all."""
    return Truth(np.full(len(f), holds, dtype=np.bool_))


def nowhere_known(f: Fields) -> Truth:
    """No answer for any record: what the rule needs to know was not given."""
    nothing = np.zeros(len(f), dtype=np.bool_)
    return Truth(nothing, nothing)


def in_oslo(f: Fields) -> Truth:
    """By the record's own number, as the public control program has it; K03 holds that number against the sender."""
    oslo: Truth = f.kommune_nr == OSLO
    return oslo


def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    must = nowhere_known(f) if given.municipality is None else f.kommune_nr == given.municipality
    return require(must, shown=[f.kommune_nr])


def bydel_er_en_av_femten(f: Fields) -> Requirement:
    return require(f.bydelsnr.one_of(*BYDELER), when=in_oslo(f), shown=[f.bydelsnr])


def bydel_bare_i_oslo(f: Fields) -> Requirement:
    return require(f.bydelsnr.blank, when=~in_oslo(f), shown=[f.bydelsnr])


def version_er_rapporteringsaaret(f: Fields, given: Given) -> Requirement:
    return require(f.version == f"{given.year % 100:02d}", shown=[f.version])


def fodselsdato_er_en_dato(f: Fields) -> Requirement:
    return require(f.fodselsdato.is_day, shown=[f.fodselsdato])


def fodselsnummer_er_gyldig(f: Fields) -> Requirement:
    """A blank is no number."""
    return require(f.person_fodselsnr.is_number | f.person_fodselsnr.is_stand_in, at=f.person_fodselsnr)


def fodselsnummer_er_gyldig_eller_duf_er_det(f: Fields) -> Requirement:
    """As above for all but those who have a valid DUF number and no other."""
    return _gyldig(f, ~has_only_duf(f))


def fodselsnummer_mangler_og_duf_er_gyldig(f: Fields) -> Requirement:
    """Only those who have a valid DUF number and no other: never right, and never worse than a warning."""
    return _gyldig(f, has_only_duf(f))


def has_only_duf(f: Fields) -> Truth:
    only_duf: Truth = f.person_fodselsnr.blank & f.person_duf.is_duf
    return only_duf


def _gyldig(f: Fields, when: Truth) -> Requirement:
    return require(f.person_fodselsnr.is_number | f.person_fodselsnr.is_stand_in, when=when, at=f.person_fodselsnr)


def fodselsdato_er_som_i_fodselsnummeret(f: Fields) -> Requirement:
    born = f.person_fodselsnr.born
    same = (f.fodselsdato <= born) & (f.fodselsdato >= born)
    return require(same, when=f.fodselsdato.is_day & born.is_day, shown=[f.fodselsdato])


def samme_fodselsnummer_en_gang(f: Fields) -> Unique:
    """Persons without a number may share what is written instead of it, so they are left out."""
    return unique(f.person_fodselsnr.identity.key, among=f.person_fodselsnr.is_number, at=f.person_fodselsnr)


def samme_journalnummer_en_gang(f: Fields) -> Unique:
    return unique(f.person_journalnr.key, among=f.person_journalnr.filled, at=f.person_journalnr)


def duf_naar_fodselsnummer_mangler(f: Fields) -> Requirement:
    return require(f.person_duf.is_duf, when=f.person_fodselsnr.blank, at=f.person_duf)


def er_en_kode(column: Text) -> Requirement:
    """A blank is no code."""
    return require(column.valid, shown=[column])


def barn_krever_antall(f: Fields) -> Requirement:
    return require(f.antbu18.or_zero > 0, when=f.bu18 == "1", shown=[f.antbu18])


def antall_krever_barn(f: Fields) -> Requirement:
    return require(f.bu18 == "1", when=f.antbu18.or_zero > 0, shown=[f.bu18, f.antbu18])


def ikke_for_mange_barn(f: Fields, barn_for_mange: int) -> Requirement:
    return require(f.antbu18.or_zero < barn_for_mange, shown=[f.antbu18])


def months(f: Fields) -> Sequence[Text]:
    return [f.text(f"stmnd_{month}") for month in range(1, 13)]


def any_holds_its_code(columns: Sequence[Text]) -> Truth:
    return any_of(*(column.valid for column in columns))


def any_filled(columns: Sequence[Text]) -> Truth:
    return any_of(*(column.filled for column in columns))


def is_municipality(column: Text, given: Given) -> Truth:
    """Four digits that are a municipality of the year, by one look in a table of ten thousand."""
    digits = column.rows - np.uint8(ord("0"))
    all_digits = np.all(digits <= 9, axis=0)
    if not given.municipalities:
        return Truth(np.zeros(len(column), dtype=np.bool_), ~all_digits)
    digits[:, ~all_digits] = 0
    number = np.zeros(len(column), dtype=np.int64)
    for row in digits:
        number = number * 10 + row
    return Truth(_known(given.municipalities)[number] & all_digits)


@lru_cache(maxsize=8)
def _known(municipalities: frozenset[str]) -> Flags:
    table = np.zeros(10_000, dtype=np.bool_)
    table[[int(code) for code in municipalities]] = True
    return table
