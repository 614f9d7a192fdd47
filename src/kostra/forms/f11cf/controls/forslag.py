"""Proposed controls: not run unless asked for, and meant to be tried on the files of several years first."""

from __future__ import annotations

from kostra.controls.declare import WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import PROPOSED
from kostra.methods.columns import Day, Fields
from kostra.methods.truth import Truth


def _in_order(earlier: Day, later: Day, at: Day) -> Requirement:
    return require(earlier <= later, when=earlier.is_day & later.is_day, shown=[earlier, later], at=at)


@control("P01", WARNING, since=2023, source=PROPOSED, proposal=True)
def registrert_for_vedtatt(f: Fields) -> Requirement:
    return _in_order(f.reg_dato, f.vedtak_dato, f.vedtak_dato)


@control("P02", WARNING, since=2023, source=PROPOSED, proposal=True)
def vedtatt_for_begynt(f: Fields) -> Requirement:
    return _in_order(f.vedtak_dato, f.begynt_dato, f.begynt_dato)


@control("P03", WARNING, since=2023, source=PROPOSED, proposal=True)
def begynt_for_avsluttet(f: Fields) -> Requirement:
    return _in_order(f.begynt_dato, f.avsl_dato, f.avsl_dato)


@control("P04", WARNING, since=2023, sentence="P04.uten_maaned", source=PROPOSED, proposal=True)
def stonad_krever_maaneder_uansett_status(f: Fields) -> Requirement:
    """K31 asks it of STATUS 1 only."""
    months = shared.any_holds_its_code(shared.months(f))
    return require(months, when=f.kvp_stonad.or_zero > 0, shown=[f.kvp_stonad], at="stmnd_1")


@control("P04", WARNING, since=2023, sentence="P04.uten_belop", source=PROPOSED, proposal=True)
def maaneder_krever_stonad_uansett_status(f: Fields) -> Requirement:
    """K29 asks it of STATUS 1, K30 only where the amount is blank."""
    months = shared.any_holds_its_code(shared.months(f))
    return require(f.kvp_stonad.or_zero > 0, when=months, shown=[f.kvp_stonad])


@control("P05", WARNING, since=2023, source=PROPOSED, proposal=True)
def kom_fra_en_annen_enn_egen_kommune(f: Fields) -> Requirement:
    left, own = f.text("kommnr_kvp_komm"), f.text("kommune_nr")
    return require(Truth(left.key != own.key), when=left.filled & (f.kvp_komm == "1"), shown=[left])


@control("P06", WARNING, since=2023, source=PROPOSED, proposal=True)
def til_annen_bydel_bare_i_oslo(f: Fields) -> Requirement:
    return require(f.status != "6", when=~shared.in_oslo(f), shown=[f.status])


@control("P07", WARNING, since=2023, source=PROPOSED, proposal=True)
def inntekt_ogsaa_for_status_7(f: Fields) -> Requirement:
    return require(f.avsl_viktigste_inntekt.valid, when=f.status == "7", shown=[f.avsl_viktigste_inntekt])


@control("P08", WARNING, since=2025, source=PROPOSED, proposal=True)
def fodselsdato_er_som_i_fodselsnummeret(f: Fields) -> Requirement:
    return shared.fodselsdato_er_som_i_fodselsnummeret(f)
