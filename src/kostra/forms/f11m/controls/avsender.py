"""Who sends, and for which month or quarter."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Given, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11m.controls.sources import AS_11F, OURS
from kostra.methods.columns import Fields


@control("K03", ERROR, since=2022, source=AS_11F)
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared.kommunenummer_er_avsenders(f, given)


@control("K03B", ERROR, since=2022, sentence="K03B.oslo", source=AS_11F)
def bydel_er_en_av_femten(f: Fields) -> Requirement:
    return shared.bydel_er_en_av_femten(f)


@control("K03B", ERROR, since=2022, sentence="K03B.utenfor", source=AS_11F)
def bydel_bare_i_oslo(f: Fields) -> Requirement:
    return shared.bydel_bare_i_oslo(f)


@control("M01", ERROR, since=2022, source=OURS)
def periode_er_den_som_sendes(f: Fields, given: Given) -> Requirement:
    """A month fills the field; a quarter has a blank after it."""
    period = f.text("periode")
    if given.period is None:
        return require(shared.nowhere_known(f), shown=[period])
    return require(period == given.period.ljust(period.width), shown=[period])
