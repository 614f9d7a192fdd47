"""Who the participant is."""

from __future__ import annotations

from kostra.controls.declare import WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11b.controls.sources import KNOWN
from kostra.methods.columns import Fields


@control("K05", WARNING, since=2012, until=2016, source=KNOWN)
def fodselsnummer_er_gyldig(f: Fields) -> Requirement:
    return shared.fodselsnummer_er_gyldig(f)


@control("K06", WARNING, since=2012, until=2016, source=KNOWN)
def duf_er_gyldig(f: Fields) -> Requirement:
    return require(f.person_duf.is_duf, when=f.person_duf.filled, at=f.person_duf)


@control("K07", WARNING, since=2012, until=2016, source=KNOWN)
def kjonn_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.kjonn)


@control("K08", WARNING, since=2012, until=2016, source=KNOWN)
def sivilstand_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.ektstat)


@control("K21", WARNING, since=2012, until=2016, source=KNOWN)
def er_voksen(f: Fields, alder_lav: int) -> Requirement:
    return require(f.alder >= alder_lav, shown=[f.alder], at=f.person_fodselsnr)


@control("K22", WARNING, since=2012, until=2016, source=KNOWN)
def er_ikke_for_gammel(f: Fields, alder_hoy: int) -> Requirement:
    return require(f.alder < alder_hoy, shown=[f.alder], at=f.person_fodselsnr)
