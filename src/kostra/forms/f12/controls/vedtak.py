"""When the rates were decided, from when they held, and what the law leaves no choice about."""

from __future__ import annotations

from datetime import date, timedelta

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.methods.columns import Fields

KILDE = "Vår: skjemaet spør om satsene som gjaldt 31. desember"


@control("K20", ERROR, source=KILDE)
def vedtatt_for_skjemaet_ble_sendt(f: Fields, given: Given, vedtak_dager_etter_aaret: int) -> Requirement:
    """No clock is asked: a form of the year is sent by the middle of February."""
    last = date(given.year, 12, 31) + timedelta(days=vedtak_dager_etter_aaret)
    return require(f.vedtaksdato <= last, when=f.vedtaksdato.filled, shown=[f.vedtaksdato])


@control("K21", ERROR, source=KILDE)
def gjaldt_ved_utgangen_av_aaret(f: Fields, given: Given) -> Requirement:
    return require(f.gjelder_fra <= date(given.year, 12, 31), when=f.gjelder_fra.filled, shown=[f.gjelder_fra])


@control("K22", WARNING, source="Vår: satser vedtas som regel før de gjelder")
def vedtatt_for_de_gjaldt(f: Fields) -> Requirement:
    return require(
        f.vedtaksdato <= f.gjelder_fra,
        when=f.vedtaksdato.filled & f.gjelder_fra.filled,
        shown=[f.vedtaksdato, f.gjelder_fra],
    )


@control("K23", WARNING, source="Vår: staten har justert satsene hvert år siden 2006")
def satsene_er_ikke_gamle(f: Fields, given: Given, satser_aar: int) -> Requirement:
    return require(f.gjelder_fra.year >= given.year - satser_aar, when=f.gjelder_fra.filled, shown=[f.gjelder_fra])


@control("K40", WARNING, since=2022, source="Sosialtjenesteloven § 18 tredje ledd, fra 1. september 2022")
def barnetrygd_holdes_utenfor(f: Fields) -> Requirement:
    return require(f.utenfor_barnetrygd != "2", when=f.utenfor_barnetrygd.filled, shown=[f.utenfor_barnetrygd])
