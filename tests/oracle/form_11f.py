"""Form 11F, one record at a time: every control of the table for 2023 to 2026, with what each year had instead."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.law import ERROR, WARNING, Case, Said, of_fields, shared
from oracle.primitives import is_blank, is_duf

CONDITIONS_2023 = (
    "vilkararbeid", "vilkarkurs", "vilkarutd", "vilkarjobblog", "vilkarjobbtilb", "vilkarsamt",
    "vilkarokrett", "vilkarlivsh", "vilkarhelse", "vilkarannet", "vilkardigplan",
)  # fmt: skip
CONDITIONS = (*CONDITIONS_2023, "vilkarnorsksamiskoppl")
MONTHS = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des")


def judge(case: Case) -> Iterator[Said]:
    if case.rules >= 2026:
        yield from of_fields(case)
    yield from shared(case)
    yield from _identity(case)
    yield from _livelihood(case)
    yield from _benefit(case)
    yield from _amounts(case)
    yield from _conditions(case)
    for control, field in (
        ("K14", "vklo"),
        ("K25", "arbsit"),
        ("K32", "gitt_okonomirad"),
        ("K33", "faat_individuell_plan"),
        ("K35", "bosit"),
        ("K39", "vilkarsoslov"),
        ("K40", "vilkarsamekt"),
    ):
        if not case.in_list(field):
            yield Said(control, ERROR)


def _identity(case: Case) -> Iterator[Said]:
    has_duf = is_duf(case["person_duf"])
    blank = is_blank(case["person_fodselsnr"])
    if not case.person.valid and not case.person.stand_in:
        forgiven = case.rules == 2023 or (blank and has_duf)
        yield Said("K05", WARNING if forgiven else ERROR)
    if blank and not has_duf:
        yield Said("K38", WARNING)
    if case.age is None:
        if case.rules >= 2026:
            yield Said("K06", WARNING)
        return
    if case.age < 18:
        yield Said("K06", WARNING)
    if case.age > (95 if case.rules >= 2025 else 67):
        yield Said("K07", WARNING)


def _livelihood(case: Case) -> Iterator[Said]:
    source, work, benefit = case["vklo"], case["arbsit"], case["trygdesit"]
    for control, of, allowed in (
        ("K15", "1", ("01", "02")),
        ("K16", "2", ("03", "05", "06")),
        ("K17", "4", ("03",)),
        ("K18", "6", ("09",)),
        ("K19", "8", ("10",)),
    ):
        if source == of and work not in allowed:
            yield Said(control, ERROR)
    if case.rules in (2024, 2025) and source != "3" and benefit != "12":
        yield Said("K20A", WARNING)
    if source == "3" and (not case.in_list("trygdesit") or benefit == "12"):
        yield Said("K20B", ERROR)
    assistance = ("02", "04", "05", "06", "07", "08")
    if source == "5" and work not in (assistance if case.rules < 2026 else (*assistance, "03")):
        yield Said("K21", WARNING)


def _benefit(case: Case) -> Iterator[Said]:
    benefit, work = case["trygdesit"], case["arbsit"]
    if case.rules >= 2026:
        if not case.in_list("trygdesit"):
            yield Said("K22", ERROR)
        if benefit == "07" and (case.age is None or case.age < 62):
            yield Said("K23A", ERROR)
        if benefit == "05" and not case.has_children:
            yield Said("K23B", ERROR)
        if benefit == "13" and not case.has_children:
            yield Said("K23C", ERROR)
    else:
        youngest = 63 if case.rules == 2023 else 60
        if benefit == "07" and (case.age is None or case.age < youngest):
            yield Said("K22", ERROR)
        if benefit == "05" and not case.has_children:
            yield Said("K23", ERROR)
    allowed = ("02", "03", "04", "05", "06", "07") if case.rules >= 2026 else ("02", "04", "07")
    if benefit in ("04", "07") and work not in allowed:
        yield Said("K24", WARNING)
    if case["vklo"] == "3" and benefit == "11" and work == "08":
        yield Said("K24B", ERROR)


def _amounts(case: Case) -> Iterator[Said]:
    if not any(case.holds_own_code(month) for month in case.months):
        yield Said("K26", ERROR)
    grant, loan = case.count("bidrag"), case.count("laan")
    if not grant > 0 and not loan > 0:
        yield Said("K27", ERROR)
    if grant + loan > 1_000_000 or (case.rules <= 2024 and grant + loan >= 600_000):
        yield Said("K30", WARNING)
    if grant + loan <= 200:
        yield Said("K31", WARNING)
    if grant != sum(case.count(f"bidrag_{month}") for month in MONTHS):
        yield Said("K36", WARNING)
    if loan != sum(case.count(f"laan_{month}") for month in MONTHS):
        yield Said("K37", WARNING)


def _conditions(case: Case) -> Iterator[Said]:
    if case["vilkarsoslov"] != "1":
        return
    if not case.is_day("utbetdato"):
        yield Said("K41", ERROR)
    if not case.is_day("utbettomdato"):
        yield Said("K42", ERROR)
    conditions = CONDITIONS_2023 if case.rules == 2023 else CONDITIONS
    if not any(case.holds_own_code(condition) for condition in conditions):
        yield Said("K43", ERROR)
