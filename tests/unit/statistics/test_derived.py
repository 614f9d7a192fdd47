"""What follows from several fields: by hand, and for everybody of a small nation against the same said in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kostra.forms import catalogue as forms
from kostra.model.errors import ContentError
from kostra.reception import typed
from kostra.statistics import derived
from kostra.statistics.derived import with_derived
from kostra.tables.fields import of_form
from unit.statistics.nation_records import nation_records

Row = dict[str, Any]
YEAR = 2025


def made(form: str, *rows: Row) -> list[Row]:
    """Everything that is not given is not filled."""
    schema = typed.schema(forms.form(form).version(YEAR))
    frame = pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)
    return with_derived(frame, form, YEAR).select(list(derived.names(form, YEAR))).to_dicts()


@pytest.mark.parametrize("form", ["11F", "11CF"])
def test_every_year_of_a_form_has_the_fields_that_its_columns_are_made_of(form: str) -> None:
    for year in forms.form(form).years:
        frame = pl.DataFrame(schema=typed.schema(forms.form(form).version(year)))
        added = set(with_derived(frame, form, year).columns) - set(frame.columns)
        assert added == set(derived.names(form, year)) >= {"antall_barn", "nummer"}


def test_tables_know_the_columns_and_their_codes() -> None:
    columns = of_form("11CF", 2022, None).years[YEAR]
    assert columns["programmaaneder"].number and columns["programmaaneder"].codes is None
    assert list(columns["varighet"].codes or ()) == ["0-2", "3-5", "6-11", "12-17", "18-23", "24-35", "36+"]
    assert "sanksjon" not in of_form("11F", 2017, 2017).years[2017]


def test_children_are_counted_where_there_are_any() -> None:
    asked = [("2", None), ("2", 3), ("1", 1), ("1", 4), ("1", 5), ("1", 11), ("1", 0), ("1", None), (None, 2)]
    rows = made("11F", *({"bu18": any_, "antbu18": many} for any_, many in asked))
    assert [row["antall_barn"] for row in rows] == ["0", "0", "1", "4", "5+", "5+", None, None, None]


def test_consequences_exemptions_and_kinds_of_number() -> None:
    rows = made(
        "11F",
        {"sanksjonred": "01", "sanksjonandre": "02", "id_type": "d-nummer"},
        {"sanksjonred": "01", "vedtakhelse": "03", "id_type": "erstatningsnummer"},
        {"sanksjonandre": "02", "vedtakarb": "01", "vedtakgrunn": "04", "id_type": "mangler"},
        {"sanksjonred": "09", "id_type": "duf-nummer"},
        {},
    )
    assert [(row["sanksjon"], row["unntak"], row["nummer"]) for row in rows] == [
        ("redusert_og_andre", "ingen", "d_nummer"),
        ("redusert", "unntatt", "fodselsdato"),
        ("andre", "unntatt", "mangler"),
        (None, "ingen", "duf_nummer"),
        ("ingen", "ingen", None),
    ]


def test_whole_months_in_the_programme_are_from_the_first_day_to_the_last() -> None:
    days = {
        (date(2025, 1, 1), date(2025, 1, 30)): (0, "0-2"),
        (date(2025, 1, 1), date(2025, 1, 31)): (1, "0-2"),
        (date(2025, 1, 1), date(2025, 12, 31)): (12, "12-17"),
        (date(2024, 6, 15), date(2025, 6, 13)): (11, "6-11"),
        (date(2024, 6, 15), date(2025, 6, 14)): (12, "12-17"),
        (date(2023, 7, 1), None): (30, "24-35"),
        (date(2022, 12, 31), None): (36, "36+"),
        (date(2025, 9, 16), None): (3, "3-5"),
        (date(2025, 9, 16), date(2025, 9, 15)): (0, "0-2"),
        (date(2025, 9, 16), date(2025, 8, 1)): (None, None),
        (None, date(2025, 8, 1)): (None, None),
    }
    rows = made("11CF", *({"begynt_dato": first, "avsl_dato": last} for first, last in days))
    assert [(row["programmaaneder"], row["varighet"]) for row in rows] == list(days.values())


def test_where_a_participant_came_from_and_what_came_after() -> None:
    rows = made(
        "11CF",
        {"begynt_dato": date(2025, 1, 1), "kvp_komm": "2", "avsl_skole": "04", "avsl_ordinaertarb": "01"},
        {"begynt_dato": date(2025, 12, 31), "kvp_komm": "1", "avsl_uten_ok_avklar": "16", "avsl_skole": "04"},
        {"begynt_dato": date(2024, 12, 31), "kvp_komm": "1", "avsl_aap": "14", "avsl_annet": "10"},
        {"begynt_dato": date(2026, 1, 1), "avsl_ukjent": "17"},
        {"begynt_dato": date(2025, 5, 1)},
    )
    assert [(row["startet"], row["etter_program"]) for row in rows] == [
        ("ny", "arbeid"),
        ("overfort", "utdanning"),
        ("tidligere", "aap"),
        (None, "ukjent"),
        ("ny", None),
    ]


@pytest.mark.parametrize("form", ["11F", "11CF"])
def test_everybody_of_a_nation_has_what_plain_python_says(form: str) -> None:
    frame = with_derived(nation_records(form).frame, form, YEAR)
    plain: dict[str, Callable[[Row], object]] = {
        "antall_barn": _children,
        "nummer": _number,
        "sanksjon": _sanction,
        "unntak": _exemption,
    }
    if form == "11CF":
        plain = {"antall_barn": _children, "programmaaneder": _months, "startet": _began, "etter_program": _after}
    rows = frame.to_dicts()
    for name, of in plain.items():
        found = [row[name] for row in rows]
        assert found == [of(row) for row in rows], name
        assert len(set(found)) > 1


def _children(row: Row) -> str | None:
    if row["bu18"] == "2":
        return "0"
    many = row["antbu18"]
    return None if row["bu18"] != "1" or not many else "5+" if many >= 5 else str(many)


def _number(row: Row) -> str:
    told = str(row["id_type"]).replace("-", "_")
    return "fodselsdato" if told == "erstatningsnummer" else told


def _sanction(row: Row) -> str:
    reduced, other = row["sanksjonred"] is not None, row["sanksjonandre"] is not None
    return {(1, 1): "redusert_og_andre", (1, 0): "redusert", (0, 1): "andre", (0, 0): "ingen"}[reduced, other]


def _exemption(row: Row) -> str:
    reasons = [row[f"vedtak{reason}"] for reason in ("arb", "akt", "helse", "grunn")]
    return "ingen" if reasons == [None] * 4 else "unntatt"


def _months(row: Row) -> int:
    """Month by month: how often the day it began on comes round before the day after the last."""
    day, last, months = row["begynt_dato"], row["avsl_dato"] or date(YEAR, 12, 31), 0
    while True:
        year, month = divmod(day.year * 12 + day.month - 1 + months + 1, 12)
        if (year, month + 1, day.day) > _after_day(last):
            return months
        months += 1


def _after_day(last: date) -> tuple[int, int, int]:
    following = date.fromordinal(last.toordinal() + 1)
    return following.year, following.month, following.day


def _began(row: Row) -> str:
    if row["begynt_dato"].year < YEAR:
        return "tidligere"
    return "overfort" if row["kvp_komm"] == "1" else "ny"


def _after(row: Row) -> str | None:
    order = ("ordinaertarb", "arblonnstils", "skole", "arbmark", "ufore", "aap", "ok_avklar", "uten_ok_avklar")
    codes = ("arbeid", "lonnstilskudd", "utdanning", "tiltak", "ufore", "aap", "sosialhjelp_avklaring", "sosialhjelp")
    pairs = [*zip(order, codes, strict=True), ("annet", "annet"), ("ukjent", "ukjent")]
    return next((code for field, code in pairs if row[f"avsl_{field}"]), None)


BAD = [
    ('where    = { bu18 = ["2"] }', 'hvor     = { bu18 = ["2"] }', "unknown key «hvor»"),
    ('antbu18 = ["1-1"]', 'antbu18 = ["en"]', "antbu18 is in no bands of numbers"),
    ('begynt_dato = "within"', 'begynt_dato = "after"', "begynt_dato is «after»"),
    ('months = { from = "begynt_dato", to = "avsl_dato" }', "", "programmaaneder is made in no way"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD, ids=[said for *_, said in BAD])
def test_a_bad_rule_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    written = derived.FILE.read_text(encoding="utf-8")
    assert old in written
    file = tmp_path / "derived.toml"
    file.write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"derived\.toml, line [0-9]+") as refused:
        derived.declared(file)
    assert said in str(refused.value)
