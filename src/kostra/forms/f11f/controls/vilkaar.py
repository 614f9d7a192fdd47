"""Conditions set with a decision: whether, when and which."""

from __future__ import annotations

from collections.abc import Sequence

from kostra.controls.declare import ERROR, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN
from kostra.methods.columns import Fields, Text

VILKAAR = (
    "vilkararbeid", "vilkarkurs", "vilkar03_2017", "vilkarutd", "vilkar05_2017", "vilkarjobblog", "vilkarjobbtilb", "vilkarsamt",
    "vilkar09_2017", "vilkarokrett", "vilkarlivsh", "vilkar12_2017", "vilkar13_2017", "vilkarhelse", "vilkarannet",
    "vilkardigplan", "vilkarnorsksamiskoppl",
)  # fmt: skip


def conditions(f: Fields) -> Sequence[Text]:
    """Those that the year has."""
    return [f.text(id) for id in VILKAAR if f.has(id)]


@control("K39", ERROR, since=2017, source=KNOWN)
def vilkaar_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.vilkarsoslov)


@control("K40", ERROR, since=2017, source=KNOWN)
def vilkaar_til_ektefelle_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.vilkarsamekt)


@control("K41", ERROR, since=2017, source=KNOWN)
def vilkaar_krever_vedtaksdato(f: Fields) -> Requirement:
    return require(f.utbetdato.is_day, when=f.vilkarsoslov == "1", shown=[f.utbetdato])


@control("K42", ERROR, since=2017, source=KNOWN)
def vilkaar_krever_til_og_med_dato(f: Fields) -> Requirement:
    return require(f.utbettomdato.is_day, when=f.vilkarsoslov == "1", shown=[f.utbettomdato])


@control("K43", ERROR, since=2017, source=KNOWN)
def vilkaar_krever_minst_ett_kryss(f: Fields) -> Requirement:
    return require(shared.any_holds_its_code(conditions(f)), when=f.vilkarsoslov == "1", at=f.vilkarsoslov)
