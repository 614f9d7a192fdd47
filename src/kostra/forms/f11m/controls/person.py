"""Who the record is about, once in a delivery.

K05A has the number as its key, so that the same person in two deliveries of one period can be found where many files are checked together.
"""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, Unique, control
from kostra.forms import shared_rules as shared
from kostra.forms.f11m.controls.sources import AS_11F
from kostra.methods.columns import Fields


@control("K05", ERROR, since=2022, source=AS_11F)
def fodselsnummer_er_gyldig(f: Fields) -> Requirement:
    return shared.fodselsnummer_er_gyldig_eller_duf_er_det(f)


@control("K05", WARNING, since=2022, sentence="K05.duf", source=AS_11F)
def fodselsnummer_naar_duf_er_gyldig(f: Fields) -> Requirement:
    return shared.fodselsnummer_mangler_og_duf_er_gyldig(f)


@control("K05A", ERROR, since=2022, source=AS_11F)
def samme_fodselsnummer_en_gang(f: Fields) -> Unique:
    return shared.samme_fodselsnummer_en_gang(f)


@control("K05B", ERROR, since=2022, source=AS_11F)
def samme_journalnummer_en_gang(f: Fields) -> Unique:
    return shared.samme_journalnummer_en_gang(f)


@control("K38", WARNING, since=2022, source=AS_11F)
def duf_naar_fodselsnummer_mangler(f: Fields) -> Requirement:
    return shared.duf_naar_fodselsnummer_mangler(f)
