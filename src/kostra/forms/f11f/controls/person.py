"""Who the record is about: number, age, sex and civil status."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, Unique, control, require, unique
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields
from kostra.methods.digits import read_days
from kostra.methods.truth import Truth


@control("K04A", ERROR, since=2025, source=KNOWN_ONLY)
def fodselsdato_er_en_dato(f: Fields) -> Requirement:
    return shared.fodselsdato_er_en_dato(f)


@control("K05", WARNING, since=2017, until="2022.1", sentence="K05.nummer", source=RECONSTRUCTED)
def fodselsnummer_er_et_nummer(f: Fields) -> Requirement:
    return require(f.person_fodselsnr.is_number, at=f.person_fodselsnr)


@control("K05", WARNING, since="2022.2", until=2023, source=KNOWN)
def fodselsnummer_er_gyldig(f: Fields) -> Requirement:
    return shared.fodselsnummer_er_gyldig(f)


@control("K05", ERROR, since=2024, source=KNOWN_ONLY)
def fodselsnummer_er_gyldig_uten_duf(f: Fields) -> Requirement:
    return shared.fodselsnummer_er_gyldig_eller_duf_er_det(f)


@control("K05", WARNING, since=2024, sentence="K05.duf", source=KNOWN_ONLY)
def fodselsnummer_mangler_og_duf_er_gyldig(f: Fields) -> Requirement:
    """Where we knowingly differ: the form asks for the DUF number exactly then, and so it does not block."""
    return shared.fodselsnummer_mangler_og_duf_er_gyldig(f)


@control("K05A", {2021: WARNING, 2022: ERROR}, source=KNOWN)
def samme_fodselsnummer_en_gang(f: Fields) -> Unique:
    return shared.samme_fodselsnummer_en_gang(f)


@control("K05B", {2021: WARNING, 2022: ERROR}, source=KNOWN)
def samme_journalnummer_en_gang(f: Fields) -> Unique:
    """Blank is compared as any other: two records with no journal number cannot be told apart either."""
    return unique(f.person_journalnr.key, among=shared.everywhere(f, True), at=f.person_journalnr)


@control("K06", WARNING, since=2017, until="2021.1", source=RECONSTRUCTED)
def var_kjent_som_voksen(f: Fields, alder_lav: int) -> Requirement:
    return _kjent_som_voksen(f, alder_lav)


@control("K06", WARNING, since=2023, until=2025, sentence="K06.under", source=KNOWN_ONLY)
def er_voksen(f: Fields, alder_lav: int) -> Requirement:
    return require(f.alder >= alder_lav, shown=[f.alder], at=f.person_fodselsnr)


@control("K06", WARNING, since=2026, source=KNOWN_ONLY)
def er_kjent_som_voksen(f: Fields, alder_lav: int) -> Requirement:
    return _kjent_som_voksen(f, alder_lav)


def _kjent_som_voksen(f: Fields, alder_lav: int) -> Requirement:
    """An age that is not known is told as well."""
    return require((f.alder >= alder_lav).sure(), shown=[f.alder], at=f.person_fodselsnr)


@control("K07", WARNING, since=2017, until=2021, source=RECONSTRUCTED)
def var_ikke_for_gammel(f: Fields, alder_hoy: int) -> Requirement:
    return _ikke_for_gammel(f, alder_hoy)


@control("K07", WARNING, since=2023, source=KNOWN_ONLY)
def er_ikke_for_gammel(f: Fields, alder_hoy: int) -> Requirement:
    return _ikke_for_gammel(f, alder_hoy)


def _ikke_for_gammel(f: Fields, alder_hoy: int) -> Requirement:
    return require(f.alder < alder_hoy, shown=[f.alder], at=f.person_fodselsnr)


@control("K08", ERROR, since=2017, source=KNOWN)
def kjonn_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.kjonn)


@control("K09", {2017: WARNING, 2020: ERROR}, source=KNOWN)
def sivilstand_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.ektstat)


@control("K38", {2017: WARNING, 2022: ERROR}, until=2022, sentence="K38.nummer", source=RECONSTRUCTED)
def uten_nummer_eller_fodselsdato_krever_duf(f: Fields) -> Requirement:
    """A birth date in the first six places was enough, as long as the DUF number was blank."""
    number = f.person_fodselsnr
    _, _, is_day, _ = read_days(number.rows[:6])
    return require(number.is_number | f.person_duf.is_duf | (Truth(is_day) & f.person_duf.blank), at=f.person_duf)


@control("K38", WARNING, since=2023, source=KNOWN_ONLY)
def duf_naar_fodselsnummer_mangler(f: Fields) -> Requirement:
    return shared.duf_naar_fodselsnummer_mangler(f)
