"""Every cell of a table as the loader reads it, and what is refused, so that nothing goes to the bank that nobody has agreed to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kostra.model.errors import Refused
from kostra.publication.upload.describing import described
from kostra.publication.upload.description import Description, read
from kostra.publication.upload.sending import body, parameters
from kostra.publication.upload.writing import number, written
from unit.publication.bank import bank, cube, expected

TABLE = bank([cube()])
RAW = described(TABLE, datetime(2026, 6, 1, 10, tzinfo=UTC))
CODES = {".": "01", "..": "02", ":": "04"}
Change = Callable[[dict[str, Any]], None]


def description(*changes: Change) -> Description:
    told = json.loads(RAW)
    for change in changes:
        change(told)
    return read(json.dumps(told).encode())


def lines(content: bytes) -> list[list[str]]:
    text = content.decode()
    assert text.endswith("\r\n")
    return [line.split(";") for line in text[:-2].split("\r\n")]


def test_every_cell_has_its_number_or_the_code_for_why_it_has_none() -> None:
    upload = written(TABLE, description())
    assert upload.told == ()
    read_back = lines(upload.files["Kostra91999.dat"])
    measures = ("mottakere", "andel", "nye")
    found = {
        (line[0], line[1], measure, line[2]): (line[3 + at], line[6 + at])
        for line in read_back
        for at, measure in enumerate(measures)
    }
    told = {
        key: ("" if text is None else text.replace(".", ","), CODES.get(sign or "", ""))
        for key, (text, sign) in expected([cube()]).items()
    }
    assert found == told and len(read_back) == len({tuple(line[:3]) for line in read_back})


@pytest.mark.parametrize(
    ("whole", "has", "keeps", "expected"),
    [
        (5, 1, 0, "1"),
        (25, 1, 0, "3"),
        (-25, 1, 0, "-3"),
        (1045, 2, 1, "10,5"),
        (-1045, 2, 1, "-10,5"),
        (1044, 2, 1, "10,4"),
        (-4, 2, 1, "0,0"),
        (7, 0, 2, "7,00"),
        (10, 0, 0, "10"),
        (9_007_199_254_740_991, 1, 0, "900719925474099"),
    ],
)
def test_halves_are_rounded_away_from_zero(whole: int, has: int, keeps: int, expected: str) -> None:
    assert number(whole, has, keeps) == expected


def _fewer_decimals(told: dict[str, Any]) -> None:
    told["deltabller"][0]["statistikkvariabler"][1] |= {"Antall_lagrede_desimaler": "1", "Enhet": "promille"}


def _in_two_files(told: dict[str, Any]) -> None:
    """The first has no column for sex, and what is counted in another order; the second has one measure."""
    first = told["deltabller"][0]
    second = json.loads(json.dumps(first)) | {"deltabell": "Andre.dat"}
    columns = [first["variabler"][2], first["variabler"][0], first["statistikkvariabler"][2]]
    columns += [first["statistikkvariabler"][0], first["null_prikk_missing"][0], first["null_prikk_missing"][2]]
    for at, column in enumerate(columns, 1):
        column["kolonnenummer"] = str(at)
    first["variabler"], first["statistikkvariabler"] = columns[1::-1], [columns[3], columns[2]]
    first["null_prikk_missing"] = [
        columns[4] | {"gjelder_for__kolonner_nummer": "4"},
        columns[5] | {"gjelder_for__kolonner_nummer": "3"},
    ]
    second["statistikkvariabler"] = second["statistikkvariabler"][:1]
    second["null_prikk_missing"] = [second["null_prikk_missing"][0] | {"kolonnenummer": "5"}]
    told["deltabller"].append(second)


def test_columns_stand_where_the_bank_has_them_and_what_is_not_there_is_told() -> None:
    upload = written(TABLE, description(_in_two_files))
    assert list(upload.files) == ["Kostra91999.dat", "Andre.dat"]
    known = expected([cube()])
    for year, region, new, persons, why, why_new in lines(upload.files["Kostra91999.dat"]):
        for measure, shown, code in (("mottakere", persons, why), ("nye", new, why_new)):
            text, sign = known[region, "alle", measure, year]
            assert (shown, code) == (text or "", CODES.get(sign or "", ""))
    assert len(lines(upload.files["Andre.dat"])) == 18
    assert upload.told == ("Ikke med, fordi Statistikkbanken ikke har kolonner for det: Andel.",)


def test_what_the_bank_keeps_less_of_is_rounded_and_told() -> None:
    told = written(TABLE, description(_fewer_decimals)).told
    assert len(told) == 2 and "er i promille der, og i prosent her" in told[0] and "fra 2 til 1 desimaler" in told[1]


def _renamed(told: dict[str, Any]) -> None:
    told["deltabller"][0]["statistikkvariabler"][0]["Text"] = "Sosialhjelpsmottakere"


def _without_a_region(told: dict[str, Any]) -> None:
    del told["kodelister"][0]["koder"][0]


def test_somebody_may_say_what_a_column_is_and_leave_out_codes() -> None:
    assert written(TABLE, description(_renamed), {"Sosialhjelpsmottakere": "mottakere"}) == written(
        TABLE, description()
    )
    upload = written(TABLE, description(_without_a_region), only_known=True)
    assert upload.told == ("Utelatt av Region, fordi Statistikkbanken ikke har kodene: EAK (1).",)
    assert b"EAK" not in upload.files["Kostra91999.dat"]


def _change(path: tuple[str | int, ...], value: object) -> Change:
    def change(told: dict[str, Any]) -> None:
        at: Any = told
        for one in path[:-1]:
            at = at[one]
        at[path[-1]] = value

    return change


PART = ("deltabller", 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_renamed, "ikke kjent igjen"),
        (_without_a_region, "har ikke kodene EAK"),
        (_change((*PART, "deltabell"), "../ut.dat"), "et navn som ingen fil kan ha"),
        (_change((*PART, "internasjonal_rapportering"), [{}]), "internasjonal rapportering"),
        (_change((*PART, "variabler", 0, "kolonnenummer"), "9"), "følger ikke etter hverandre"),
        (_change((*PART, "variabler", 2, "Kodeliste_text"), "enhet = måned, format = ååååMmm"), "ikke år"),
        (_change((*PART, "statistikkvariabler", 2, "Text"), "Mottakere"), "det samme hos oss"),
        (_change(("null_prikk_missing_kodeliste",), [{"Kode": "02", "Vises_som": ".."}]), "ingen kode for"),
        (_change(("deltabller",), [{}]), "'deltabell' mangler"),
        (_change(("deltabller",), 7), "ikke en uttaksbeskrivelse"),
    ],
)
def test_what_is_refused(change: Change, message: str) -> None:
    with pytest.raises(Refused, match=message):
        written(TABLE, description(change))


def test_what_is_hidden_needs_a_column_that_says_so() -> None:
    def without(told: dict[str, Any]) -> None:
        del told["deltabller"][0]["null_prikk_missing"]

    with pytest.raises(Refused, match="ingen kolonne for tegn"):
        written(TABLE, description(without))


def test_no_json_is_no_description() -> None:
    with pytest.raises(Refused, match="ikke en uttaksbeskrivelse"):
        read(b"\xff<html>")


def test_what_is_posted() -> None:
    assert body({"a.dat": b"1;2\r\n"}) == (
        b"--12345\r\nContent-Disposition:form-data; filename=a.dat\r\nContent-type:text/plain\r\n\r\n1;2\r\n\r\n--12345--"
    )
    asked = parameters("91999", date(2027, 3, 15), ["abc"])
    assert asked.startswith("initialier=abc&hovedtabell=91999&publiseringsdato=2027-03-15&fagansvarlig1=abc")
    for wrong in ([], ["ABC"], ["ab"], ["abc"] * 4):
        with pytest.raises(Refused, match="tre små bokstaver"):
            parameters("91999", date(2027, 3, 15), wrong)
