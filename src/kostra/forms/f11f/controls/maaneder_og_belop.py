"""Months with assistance, and the amounts of the year. Blank and unreadable amounts count as 0; what older years did is said there."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields, Number, total
from kostra.methods.truth import Truth

MAANEDER = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des")


def _stonad(f: Fields) -> Number:
    """Grant and loan together."""
    return Number("stonad", (f.bidrag.or_zero + f.laan.or_zero).value)


def _has_month(f: Fields) -> Truth:
    return shared.any_holds_its_code(shared.months(f))


def _has_amount(f: Fields) -> Truth:
    return (f.number("bidrag").or_zero > 0) | (f.number("laan").or_zero > 0)


def _says_amount(f: Fields) -> Truth:
    """There is a number, if only 0."""
    return f.number("bidrag").is_number | f.number("laan").is_number


@control("K26", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def stonad_krever_maaned(f: Fields) -> Requirement:
    return require(_has_month(f), shown=[f.bidrag, f.laan], at="stmnd_1")


@control("K27", {2017: WARNING, 2019: ERROR}, until=2021, source=RECONSTRUCTED)
def belop_er_oppgitt(f: Fields) -> Requirement:
    return require(_says_amount(f), shown=[f.bidrag, f.laan])


@control("K27", ERROR, since=2022, source=KNOWN)
def bidrag_eller_laan_er_over_null(f: Fields) -> Requirement:
    return require(_has_amount(f), shown=[f.bidrag, f.laan])


@control("K28", {2017: WARNING, 2019: ERROR}, until=2021, source=RECONSTRUCTED)
def maaneder_krever_at_belop_er_oppgitt(f: Fields) -> Requirement:
    return require(_says_amount(f), when=_has_month(f), shown=[f.bidrag, f.laan])


@control("K28", ERROR, since=2022, until=2022, source=RECONSTRUCTED)
def maaneder_krever_belop(f: Fields) -> Requirement:
    return require(_has_amount(f), when=_has_month(f), shown=[f.bidrag, f.laan])


@control("K29", {2017: WARNING, 2019: ERROR}, until=2022, source=RECONSTRUCTED)
def belop_krever_maaneder(f: Fields) -> Requirement:
    return require(_has_month(f), when=_stonad(f) > 0, shown=[f.bidrag, f.laan], at="stmnd_1")


@control("K30", WARNING, since=2017, until=2022, source=RECONSTRUCTED)
def stonad_var_ikke_svaert_hoy(f: Fields, stonad_hoy: int) -> Requirement:
    return require(_stonad(f) <= stonad_hoy, shown=[_stonad(f)], at=f.bidrag)


@control("K30", WARNING, since=2023, until=2024, sentence="K30.fra", source=KNOWN_ONLY)
def stonad_er_under_hoy_grense(f: Fields, stonad_hoy: int) -> Requirement:
    """In these two years the limit itself was told too."""
    return require(_stonad(f) < stonad_hoy, shown=[_stonad(f)], at=f.bidrag)


@control("K30", WARNING, since=2025, source=KNOWN_ONLY)
def stonad_er_ikke_svaert_hoy(f: Fields, stonad_hoy: int) -> Requirement:
    return require(_stonad(f) <= stonad_hoy, shown=[_stonad(f)], at=f.bidrag)


@control("K31", WARNING, since=2017, until=2021, source=RECONSTRUCTED)
def oppgitt_stonad_er_ikke_svaert_lav(f: Fields, stonad_lav: int) -> Requirement:
    return require(_stonad(f) > stonad_lav, when=_says_amount(f), shown=[_stonad(f)], at=f.bidrag)


@control("K31", WARNING, since=2022, until=2022, source=RECONSTRUCTED)
def stonad_utenom_null_er_ikke_svaert_lav(f: Fields, stonad_lav: int) -> Requirement:
    other_than_0 = (f.bidrag.or_zero != 0) | (f.laan.or_zero != 0)
    return require(_stonad(f) > stonad_lav, when=other_than_0, shown=[_stonad(f)], at=f.bidrag)


@control("K31", WARNING, since=2023, source=KNOWN_ONLY)
def stonad_er_ikke_svaert_lav(f: Fields, stonad_lav: int) -> Requirement:
    return require(_stonad(f) > stonad_lav, shown=[_stonad(f)], at=f.bidrag)


@control("K36", WARNING, since=2017, until=2022, sentence="K36.sum", source=RECONSTRUCTED)
def bidrag_over_null_er_summen_av_maanedene(f: Fields) -> Requirement:
    """A total of 0 was not compared. From 2023 on the control follows from the form."""
    return _er_summen(f.bidrag, _of_months(f, "bidrag"))


@control("K37", WARNING, since=2017, until=2022, sentence="K37.sum", source=RECONSTRUCTED)
def laan_over_null_er_summen_av_maanedene(f: Fields) -> Requirement:
    return _er_summen(f.laan, _of_months(f, "laan"))


def _er_summen(of_year: Number, of_months: Number) -> Requirement:
    return require(of_year.or_zero == of_months, when=of_year.or_zero > 0, shown=[of_year, of_months])


def _of_months(f: Fields, kind: str) -> Number:
    return Number("sum", total(f.number(f"{kind}_{month}").or_zero for month in MAANEDER).value)
