"""Benefits before the application, measures during the year, and support beside the programme."""

from __future__ import annotations

from collections.abc import Sequence

from kostra.controls.declare import ERROR, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields, Text
from kostra.methods.truth import all_of

MEASURES = tuple(f"tiltak_{number:02d}" for number in range(1, 19))


@control("K21", ERROR, since=2017, source=KNOWN)
def sosialhjelp_har_en_plass(f: Fields) -> Requirement:
    return require(f.ytelse_type_soshj.valid, when=f.ytelse_soshjelp == "1", shown=[f.ytelse_type_soshj])


@control("K23", ERROR, since=2017, until=2017, source=RECONSTRUCTED)
def deltaker_har_et_tiltak(f: Fields) -> Requirement:
    """What it said is inferred: it stood with item 17, the measures, and ended with it."""
    ticked = shared.any_holds_its_code([f.text(id) for id in MEASURES])
    return require(ticked, when=f.status != "2", shown=[f.status], at=MEASURES[0])


@control("K26", ERROR, since=2017, source=KNOWN)
def annen_stonad_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.kvp_med_astonad)


def _kinds_of_support(f: Fields) -> Sequence[Text]:
    return [
        f.kvp_med_kommbos,
        f.kvp_med_husbank,
        f.kvp_med_soshj_engang,
        f.kvp_med_soshj_pgm,
        f.kvp_med_soshj_sup,
    ]


@control("K27", ERROR, since=2017, sentence="K27.ja", source=KNOWN)
def annen_stonad_krever_hvilken(f: Fields) -> Requirement:
    kinds = _kinds_of_support(f)
    return require(shared.any_holds_its_code(kinds), when=f.kvp_med_astonad == "1", shown=[f.kvp_med_astonad, *kinds])


@control("K27", ERROR, since=2017, until=2022, sentence="K27.nei", source=RECONSTRUCTED)
def ingen_annen_stonad_er_helt_blank(f: Fields) -> Requirement:
    """A 0 counted as blank; any other sign was told."""
    kinds = _kinds_of_support(f)
    blank = all_of(*(kind.one_of(" ", "0") for kind in kinds))
    return require(blank, when=f.kvp_med_astonad == "2", shown=[f.kvp_med_astonad, *kinds])


@control("K27", ERROR, since=2023, sentence="K27.nei", source=KNOWN_ONLY)
def ingen_annen_stonad_har_ingen_kryss(f: Fields) -> Requirement:
    kinds = _kinds_of_support(f)
    return require(~shared.any_holds_its_code(kinds), when=f.kvp_med_astonad == "2", shown=[f.kvp_med_astonad, *kinds])
