"""Who the participant is: number, age, sex, civil status and children."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kostra.controls.declare import ERROR, WARNING, Requirement, Unique, control, require, unique
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields


@control("K04A", ERROR, since=2025, source=KNOWN_ONLY)
def fodselsdato_er_en_dato(f: Fields) -> Requirement:
    return shared.fodselsdato_er_en_dato(f)


@control("K05", {2017: WARNING, 2024: ERROR}, source=KNOWN)
def fodselsnummer_er_gyldig(f: Fields) -> Requirement:
    return shared.fodselsnummer_er_gyldig(f)


@control("K05A", {2021: WARNING, 2022: ERROR}, source=KNOWN)
def samme_person_og_status_en_gang(f: Fields) -> Unique:
    """A participant may move between Oslo's districts, and is then reported by each. Persons without a number are compared too."""
    number = f.person_fodselsnr
    identified = number.is_number | number.is_stand_in
    return unique(person_and_status(f), among=identified & ~shared.in_oslo(f), at=number)


def person_and_status(f: Fields) -> npt.NDArray[np.int64]:
    """One number of both: eleven digits take 37 bits, the character of the status another eight."""
    person: npt.NDArray[np.int64] = f.person_fodselsnr.identity.key
    return person * 256 + f.text("status").key.astype(np.int64)


@control("K05B", {2021: WARNING, 2022: ERROR}, source=KNOWN)
def samme_journalnummer_en_gang(f: Fields) -> Unique:
    """Blank is compared as any other: two records with no journal number cannot be told apart either."""
    return unique(f.person_journalnr.key, among=~shared.in_oslo(f), at=f.person_journalnr)


@control("K06", {2017: WARNING, 2023: ERROR}, source=KNOWN)
def er_voksen(f: Fields, alder_lav: int) -> Requirement:
    return require(f.alder >= alder_lav, shown=[f.alder], at=f.person_fodselsnr)


@control("K07", WARNING, since=2017, source=KNOWN)
def er_i_arbeidsfoer_alder(f: Fields, alder_hoy: int) -> Requirement:
    return require(f.alder <= alder_hoy, shown=[f.alder], at=f.person_fodselsnr)


@control("K08", ERROR, since=2017, source=KNOWN)
def kjonn_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.kjonn)


@control("K09", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def sivilstand_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.ektstat)


@control("K10", ERROR, since=2017, source=KNOWN)
def barn_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.bu18)


@control("K11", ERROR, since=2017, source=KNOWN)
def barn_krever_antall(f: Fields) -> Requirement:
    return shared.barn_krever_antall(f)


@control("K12", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def antall_krever_barn(f: Fields) -> Requirement:
    return shared.antall_krever_barn(f)


@control("K13", WARNING, since=2017, until=2020, sentence="K13.mange", source=RECONSTRUCTED)
def ikke_uvanlig_mange_barn(f: Fields, barn_for_mange: int) -> Requirement:
    return shared.ikke_for_mange_barn(f, barn_for_mange)


@control("K13", ERROR, since=2021, source=KNOWN)
def ikke_for_mange_barn(f: Fields, barn_for_mange: int) -> Requirement:
    return shared.ikke_for_mange_barn(f, barn_for_mange)
