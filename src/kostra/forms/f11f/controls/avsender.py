"""Who sends, and for which year."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN
from kostra.methods.columns import Fields


@control("K03", ERROR, since=2017, source=KNOWN)
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared.kommunenummer_er_avsenders(f, given)


@control("K03B", {2017: WARNING, 2019: ERROR}, sentence="K03B.oslo", source=KNOWN)
def oslo_krever_en_av_femten_bydeler(f: Fields) -> Requirement:
    return shared.bydel_er_en_av_femten(f)


@control("K03B", {2017: WARNING, 2019: ERROR}, sentence="K03B.utenfor", source=KNOWN)
def bydel_bare_i_oslo(f: Fields) -> Requirement:
    return shared.bydel_bare_i_oslo(f)


@control("K04", ERROR, since=2017, source=KNOWN)
def version_er_rapporteringsaaret(f: Fields, given: Given) -> Requirement:
    return shared.version_er_rapporteringsaaret(f, given)
