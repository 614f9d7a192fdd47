"""The entry: kind of account, function, art and amount."""

from __future__ import annotations

import numpy as np

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, Unique, control, require, unique
from kostra.methods.columns import Fields, Number, pack
from kostra.methods.truth import Truth

KILDE = "SSBs kontrollprogram, felles kontroller for regnskap"
KILDE_KODE = (
    f"{KILDE}: feil i årsregnskapet og 4. kvartal, advarsel i 1.-3. kvartal. Før 2025 er kodelistene ikke kjent"
)
KILDE_FORTEGN = "Filbeskrivelsen for regnskap: utgift pluss, inntekt minus. Kontrollen av hver post er vår"

BARE_OSLO_FUNKSJONER = tuple(f"{number} " for number in range(691, 697))
BARE_OSLO_ARTER = ("298", "379", "798")
OSLO = "0301"


def _closes_the_year(f: Fields, given: Given) -> Truth:
    """The account of the year, and the fourth quarter."""
    quarter = (given.period or "").partition("K")[2]
    return Truth(np.full(len(f), quarter in ("", "4"), dtype=np.bool_))


def _funksjon(f: Fields, given: Given, when: Truth) -> Requirement:
    """Oslo is a county too. Those functions (400-799) are not in the list, and are let through there."""
    funksjon = f.funksjon_kapittel
    if given.municipality == OSLO:
        return require(funksjon.valid, when=when & ~_of_a_county(funksjon.number()), shown=[funksjon])
    return require(funksjon.valid & ~funksjon.one_of(*BARE_OSLO_FUNKSJONER), when=when, shown=[funksjon])


def _of_a_county(number: Number) -> Truth:
    return ((number >= 400) & (number <= 799)).sure()


def _art(f: Fields, given: Given, when: Truth) -> Requirement:
    """Of the arts from 900 to 990 the list at hand has not all, so none of them is wrong."""
    art = f.art_sektor
    number = art.number()
    finance = ((number >= 900) & (number <= 990)).sure()
    elsewhere = given.municipality != OSLO
    must = art.valid & ~art.one_of(*BARE_OSLO_ARTER) if elsewhere else art.valid
    return require(must, when=when & ~finance, shown=[art])


@control("009", ERROR, source=KILDE)
def kontoklasse_hoerer_til_skjemaet(f: Fields) -> Requirement:
    return require(f.kontoklasse.valid, shown=[f.kontoklasse])


@control("010", {2017: WARNING, 2025: ERROR}, source=KILDE_KODE)
def funksjon_finnes(f: Fields, given: Given) -> Requirement:
    return _funksjon(f, given, _closes_the_year(f, given))


@control("010", WARNING, source=KILDE_KODE)
def funksjon_finnes_i_kvartalet(f: Fields, given: Given) -> Requirement:
    return _funksjon(f, given, ~_closes_the_year(f, given))


@control("012", {2017: WARNING, 2025: ERROR}, source=KILDE_KODE)
def art_finnes(f: Fields, given: Given) -> Requirement:
    return _art(f, given, _closes_the_year(f, given))


@control("012", WARNING, source=KILDE_KODE)
def art_finnes_i_kvartalet(f: Fields, given: Given) -> Requirement:
    return _art(f, given, ~_closes_the_year(f, given))


@control("014", ERROR, source=KILDE)
def belop_er_et_tall(f: Fields) -> Requirement:
    return require(f.belop.is_number, shown=[f.belop])


@control("015", WARNING, source=f"{KILDE}: «beløpene summeres»")
def samme_post_en_gang(f: Fields) -> Unique:
    key = pack(np.concatenate([f.kontoklasse.rows, f.funksjon_kapittel.rows, f.art_sektor.rows]))
    return unique(key, among=Truth(np.ones(len(f), dtype=np.bool_)), at=f.funksjon_kapittel)


@control("016", WARNING, source=KILDE_FORTEGN)
def utgift_er_ikke_negativ(f: Fields) -> Requirement:
    art = f.art_sektor.number()
    return require(f.belop >= 0, when=(art >= 10) & (art <= 599), shown=[f.belop, f.art_sektor])


@control("017", WARNING, source=KILDE_FORTEGN)
def inntekt_er_ikke_positiv(f: Fields) -> Requirement:
    art = f.art_sektor.number()
    return require(f.belop <= 0, when=(art >= 600) & (art <= 990), shown=[f.belop, f.art_sektor])
