"""Which account, which period, and whose."""

from __future__ import annotations

import numpy as np

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.methods.columns import Fields
from kostra.methods.truth import Truth

KILDE = "SSBs kontrollprogram, felles kontroller for regnskap"
IKKE_I_BRUK = (
    f"{KILDE}: feltet er for andre regnskap. At et nummer her bare er en advarsel, er vårt valg, siden det ikke brukes"
)


@control("003", ERROR, source=KILDE)
def skjema_er_det_som_sendes(f: Fields) -> Requirement:
    return require(f.skjema.valid, shown=[f.skjema])


@control("004", ERROR, source=KILDE)
def aargang_er_regnskapsaaret(f: Fields, given: Given) -> Requirement:
    return require(f.aargang == str(given.year), shown=[f.aargang])


@control("005", ERROR, source=KILDE)
def kvartal_er_perioden(f: Fields, given: Given) -> Requirement:
    """The account of a year is sent with the quarter blank."""
    quarter = (given.period or "").partition("K")[2]
    return require(f.kvartal == quarter if quarter else f.kvartal.blank, shown=[f.kvartal])


@control("006", ERROR, source=KILDE)
def region_er_avsenders(f: Fields, given: Given) -> Requirement:
    if given.municipality is None:
        nothing = np.zeros(len(f), dtype=np.bool_)
        return require(Truth(nothing, nothing), shown=[f.region])
    return require(f.region == given.municipality + (given.district or "00"), shown=[f.region])


@control("007", WARNING, source=IKKE_I_BRUK)
def orgnr_er_blankt(f: Fields) -> Requirement:
    return require(f.orgnr.blank, shown=[f.orgnr])


@control("008", WARNING, source=IKKE_I_BRUK)
def foretaksnr_er_blankt(f: Fields) -> Requirement:
    return require(f.foretaksnr.blank, shown=[f.foretaksnr])
