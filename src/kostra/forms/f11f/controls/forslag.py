"""Proposed controls: not run unless asked for, and meant to be tried on the files of several years first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.controls.declare import INFO, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.maaneder_og_belop import MAANEDER
from kostra.forms.f11f.controls.sources import PROPOSED
from kostra.forms.f11f.controls.vilkaar import conditions
from kostra.methods.columns import Fields, Number
from kostra.methods.truth import Truth


@control("P01", WARNING, since=2025, source=PROPOSED, proposal=True)
def fodselsdato_er_som_i_fodselsnummeret(f: Fields) -> Requirement:
    return shared.fodselsdato_er_som_i_fodselsnummeret(f)


@control("P02", WARNING, since=2023, source=PROPOSED, proposal=True)
def til_og_med_dato_er_ikke_for_vedtaksdato(f: Fields) -> Requirement:
    both = f.utbetdato.is_day & f.utbettomdato.is_day
    return require(f.utbetdato <= f.utbettomdato, when=both, shown=[f.utbettomdato, f.utbetdato])


@control("P03", WARNING, since=2023, sentence="P03.uten_belop", source=PROPOSED, proposal=True)
def krysset_maaned_krever_belop(f: Fields) -> Requirement:
    return _no_month(ticked & ~paid for ticked, paid in _by_month(f))


@control("P03", WARNING, since=2023, sentence="P03.uten_kryss", source=PROPOSED, proposal=True)
def belop_i_maaneden_krever_kryss(f: Fields) -> Requirement:
    return _no_month(paid & ~ticked for ticked, paid in _by_month(f))


def _by_month(f: Fields) -> Iterator[tuple[Truth, Truth]]:
    """For each month whether it is ticked, and whether anything was paid in it."""
    for number, month in enumerate(MAANEDER, start=1):
        grant, loan = f.number(f"bidrag_{month}").or_zero, f.number(f"laan_{month}").or_zero
        yield f.text(f"stmnd_{number}").valid, (grant > 0) | (loan > 0)


def _no_month(wrong: Iterator[Truth]) -> Requirement:
    """In no month; tells the first one, and how many there are."""
    flags = np.stack([month.value for month in wrong])
    count = Number("antall", flags.sum(axis=0, dtype=np.int64))
    first = Number("maaned", flags.argmax(axis=0).astype(np.int64) + 1)
    return require(count == 0, shown=[first, count], at="stmnd_1")


@control("P04", WARNING, since=2023, source=PROPOSED, proposal=True)
def vilkaar_er_ikke_krysset_av_naar_svaret_er_nei(f: Fields) -> Requirement:
    return require(~shared.any_filled(conditions(f)), when=f.vilkarsoslov == "2", at=f.vilkarsoslov)


@control("P05", INFO, since=2023, source=PROPOSED, proposal=True)
def antall_barn_er_blankt_naar_svaret_er_nei(f: Fields) -> Requirement:
    """K12 asks it of numbers above 0; here a 0 is a number too."""
    return require(f.antbu18.blank, when=f.bu18 == "2", shown=[f.antbu18])
