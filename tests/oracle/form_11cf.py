"""Form 11CF, one record at a time: every control of the table for 2023 to 2026, with what each year had instead."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.law import ERROR, WARNING, Case, Said, shared
from oracle.primitives import day, is_blank

SUPPORT = ("kvp_med_kommbos", "kvp_med_husbank", "kvp_med_soshj_engang", "kvp_med_soshj_pgm", "kvp_med_soshj_sup")
SITUATIONS = (
    "avsl_ordinaertarb", "avsl_arblonnstils", "avsl_arbmark", "avsl_skole", "avsl_ufore",
    "avsl_aap", "avsl_ok_avklar", "avsl_uten_ok_avklar", "avsl_annet", "avsl_ukjent",
)  # fmt: skip


def judge(case: Case) -> Iterator[Said]:
    yield from shared(case)
    yield from _identity(case)
    yield from _dates(case)
    yield from _origin(case)
    yield from _amount(case)
    yield from _ending(case)


def _identity(case: Case) -> Iterator[Said]:
    if not case.person.valid and not case.person.stand_in:
        yield Said("K05", WARNING if case.rules == 2023 else ERROR)
    if case.age is None:
        return
    if case.age < 18:
        yield Said("K06", ERROR)
    if case.age > (68 if case.rules >= 2025 else 67):
        yield Said("K07", WARNING)


def _dates(case: Case) -> Iterator[Said]:
    if case.in_oslo:
        return
    for control, field in (("K14", "reg_dato"), ("K15", "vedtak_dato")):
        found = day(case[field])
        if found is None or (case.version_year is not None and case.version_year - found.year > 4):
            yield Said(control, ERROR)
    begun = day(case["begynt_dato"])
    if (
        begun is None
        or case.year - begun.year > 4
        or (case.rules >= 2024 and (begun.year, begun.month, begun.day) > (case.year, 12, 31))
    ):
        yield Said("K16", ERROR)


def _origin(case: Case) -> Iterator[Said]:
    if case["kvp_komm"] not in ("1", "2"):
        yield Said("K19", ERROR)
    from_where = case["kommnr_kvp_komm"]
    if case["kvp_komm"] == "1" and from_where not in case.sender.municipalities and from_where != "9999":
        yield Said("K20", ERROR)
    if case["ytelse_soshjelp"] == "1" and case["ytelse_type_soshj"] not in ("2", "3"):
        yield Said("K21", ERROR)
    had = case["kvp_med_astonad"]
    if had not in ("1", "2"):
        yield Said("K26", ERROR)
    some = any(case.holds_own_code(support) for support in SUPPORT)
    if (had == "1" and not some) or (had == "2" and some):
        yield Said("K27", ERROR)


def _amount(case: Case) -> Iterator[Said]:
    status, amount = case["status"], case.count("kvp_stonad")
    any_month = any(case.holds_own_code(month) for month in case.months)
    if status != "2" and not any_month:
        yield Said("K28", WARNING)
    if status == "1" and not amount > 0:
        yield Said("K29", WARNING)
    if status != "2" and any_month and is_blank(case["kvp_stonad"]):
        yield Said("K30", WARNING)
    if status == "1" and amount > 0 and not any_month:
        yield Said("K31", WARNING)
    if amount > 600_000:
        yield Said("K32", WARNING)


def _ending(case: Case) -> Iterator[Said]:
    status = case["status"]
    if status not in ("1", "2", "3", "4", "5", "6", "7"):
        yield Said("K36", ERROR)
    if status in ("3", "4", "5", "7"):
        ended = day(case["avsl_dato"])
        if ended is None or (case.rules >= 2024 and ended.year != case.year):
            yield Said("K37", ERROR)
    if status in ("3", "7") and not any(case.holds_own_code(situation) for situation in SITUATIONS):
        yield Said("K38", ERROR)
    if status == "3" and not case.in_list("avsl_viktigste_inntekt"):
        yield Said("K39", ERROR)
