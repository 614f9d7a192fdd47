"""Every cell of a small table in every format, read back by plain means, against what it must be."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import product
from typing import Any

import openpyxl  # type: ignore[import-untyped,unused-ignore]
import polars as pl
import pytest

from kostra.model.text import Language
from kostra.publication import labels, notes
from kostra.publication.asking import Asked, Wanted
from kostra.publication.formats import json_stat
from kostra.publication.labels import Naming
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import Selection, select, whole
from kostra.publication.writing import MOST_COLUMNS, Format, Options, format_of, language_of, options, write
from unit.publication.bank import bank, expected

TABLE = bank()
ALL = whole(TABLE)
EXPECTED = expected()
NB = Language.BOKMAL
SYNTHETIC = "Syntetiske tall: oppdiktet."


def written(of: Format, asked: Options | None = None, selection: Selection = ALL, language: Language = NB) -> bytes:
    return write(selection, language, of, asked).content


def some(heading: tuple[str, ...] = (), **wanted: str) -> Selection:
    every = {"Region": "*", "kjonn": "*", "ContentsCode": "*", "Tid": "*"} | wanted
    return select(TABLE, Asked({name: Wanted((one,)) for name, one in every.items() if one}, heading))


def signed(one: tuple[str | None, str | None]) -> str:
    """What stands in a cell that has room for one thing."""
    text, sign = one
    return text if text is not None else sign or ""


def in_order(selection: Selection) -> list[tuple[str | None, str | None]]:
    """Of the whole table, whichever way it is turned."""
    places = ["Region", "kjonn", "ContentsCode", "Tid"]
    order = [places.index(axis.code) for axis in selection.axes]
    found = []
    for codes in product(*(axis.codes for axis in selection.axes)):
        by_place = dict(zip(order, codes, strict=True))
        found.append(EXPECTED[tuple(by_place[at] for at in range(4))])
    return found


def test_the_table_has_a_case_of_everything() -> None:
    assert {sign for _, sign in EXPECTED.values()} == {None, ".", "..", ":", "*", "e"}
    assert any(text and text.startswith("-") for text, _ in EXPECTED.values())


@pytest.mark.parametrize("heading", [(), ("kjonn",), ("Tid", "Region", "kjonn", "ContentsCode")])
def test_json_stat_has_every_value_and_every_sign_at_its_place(heading: tuple[str, ...]) -> None:
    selection = some(heading)
    told = json.loads(written(Format.JSON_STAT, selection=selection), parse_float=str, parse_int=str)
    assert told["id"] == [axis.code for axis in selection.axes]
    assert [int(one) for one in told["size"]] == list(selection.shape)
    assert told["value"] == [text for text, _ in in_order(selection)]
    assert told["status"] == {str(at): sign for at, (_, sign) in enumerate(in_order(selection)) if sign}
    for axis in selection.axes:
        index = told["dimension"][axis.code]["category"]["index"]
        assert list(index) == list(axis.codes) and list(index.values()) == [str(at) for at in range(len(axis))]


def test_json_stat_says_what_a_client_must_know() -> None:
    told = json.loads(written(Format.JSON_STAT))
    assert (told["version"], told["class"], told["updated"]) == ("2.0", "dataset", "2025-06-15T06:00:00Z")
    assert told["role"] == {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]}
    assert told["dimension"]["ContentsCode"]["category"]["unit"]["andel"] == {"base": "prosent", "decimals": 2}
    assert told["dimension"]["Tid"]["category"]["label"] == {"2019": "2019", "2024": "2024*"}
    kjonn, region = told["dimension"]["kjonn"], told["dimension"]["Region"]
    assert kjonn["extension"]["elimination"] and kjonn["extension"]["eliminationValueCode"] == "alle"
    assert not region["extension"]["elimination"] and region["extension"]["show"] == "value"
    assert region["category"]["label"]["1515"] == "Herøy (1515)"
    assert region["extension"]["codeLists"] == region["extension"]["codelists"]
    px = told["extension"]["px"]
    assert (px["stub"], px["heading"]) == (["Region", "kjonn"], ["ContentsCode", "Tid"])
    assert px["nextUpdate"] == "2026-03-15T07:00:00Z" and px["aggregallowed"] is False
    assert told["extension"]["signs"].keys() == {".", "..", ":", "*", "e"}


def test_json_stat_has_each_note_where_it_belongs_and_those_of_cells_too() -> None:
    told = json.loads(written(Format.JSON_STAT))
    assert told["note"] == [
        SYNTHETIC,
        "Mann, Andel: Om andelen av menn.",
        "Herøy (1818), 2024*: Ikke publisert for 2024: for få.",
    ]
    assert told["extension"]["noteMandatory"] == {"0": True}
    cells = {"kjonn": "1", "ContentsCode": "andel"}
    assert {"cells": cells, "text": "Om andelen av menn.", "mandatory": False} in told["extension"]["cellNotes"]
    kjonn, years = told["dimension"]["kjonn"], told["dimension"]["Tid"]
    assert (kjonn["note"], kjonn["category"]["note"]) == (["Om kjønn."], {"1": ["Om menn."]})
    assert years["category"]["note"] == {"2024": ["Foreløpige tall. De endelige kommer senere."]}
    assert years["extension"]["categoryNoteMandatory"] == {"2024": {"0": True}}
    withheld = {
        "cells": {"Region": "1818", "Tid": "2024"},
        "text": "Ikke publisert for 2024: for få.",
        "mandatory": True,
    }
    assert withheld in told["extension"]["cellNotes"]


def test_a_note_of_what_is_not_picked_is_left_out_and_one_of_the_total_is_of_the_table() -> None:
    women = notes.of(some(Region="1108", kjonn="2", ContentsCode="mottakere", Tid="2019"))
    assert [one.text.nb for one in women.table] == [SYNTHETIC]
    assert not women.of_value and not women.of_cells
    total = notes.of(some(kjonn="", Tid="2024"))
    assert [one.text.nb for one in total.table] == [SYNTHETIC, "Om kjønn."]


def test_metadata_are_the_same_without_cells() -> None:
    told = json.loads(json_stat.metadata(ALL, NB, "http://127.0.0.1/api"))
    data = json.loads(json_stat.write(ALL, NB, "http://127.0.0.1/api"))
    assert told["value"] == [] and "status" not in told and told["size"] == [7, 3, 3, 2]
    assert told["dimension"] == data["dimension"]
    href = told["dimension"]["Region"]["extension"]["codelists"][1]["links"][0]["href"]
    assert href == "http://127.0.0.1/api/codelists/agg_fylker-91999?lang=no"


@pytest.mark.parametrize("language", list(Language))
def test_every_format_is_in_the_language_that_is_asked_for(language: Language) -> None:
    word = {Language.BOKMAL: "Begge kjønn", Language.NYNORSK: "Brot i 2024.", Language.ENGLISH: "Whom"}[language]
    told = written(Format.HTML, language=language).decode()
    assert word in told and f'lang="{language.value}"' in told
    assert f'LANGUAGE="{"no" if language is NB else language.value}"' in written(Format.PX, language=language).decode()


def test_csv_is_laid_out_as_servers_do_it() -> None:
    lines = written(Format.CSV, selection=some(Region="110?", ContentsCode="andel", kjonn="")).decode().split("\r\n")
    first = {code: [signed(EXPECTED[code, "alle", "andel", year]) for year in TABLE.years] for code in ("1103", "1108")}
    assert lines == [
        '\ufeff"region","Andel 2019","Andel 2024*"',
        f'"Stavanger",{",".join(first["1103"])}',
        f'"Sandnes",{",".join(first["1108"])}',
        "",
    ]


@pytest.mark.parametrize(("given", "apart"), [("Tab", "\t"), ("Space", " "), ("Semicolon", ";"), ("", ",")])
@pytest.mark.parametrize("heading", [(), ("Tid",), ("Tid", "Region", "kjonn", "ContentsCode")])
def test_csv_has_every_cell(given: str, apart: str, heading: tuple[str, ...]) -> None:
    selection = some(heading)
    asked = options([f"separator{given}"] if given else [], Format.CSV)
    rows = list(csv.reader(io.StringIO(written(Format.CSV, asked, selection).decode("utf-8-sig")), delimiter=apart))
    stub = len(selection.stub)
    assert [cell for row in rows[1:] for cell in row[stub:]] == [signed(one) for one in in_order(selection)]
    assert len({tuple(row[:stub]) for row in rows[1:]}) == len(rows) - 1


def test_csv_says_codes_texts_or_both_and_keeps_quotation_marks() -> None:
    def cells(*asked: str) -> list[list[str]]:
        text = written(Format.CSV, options(asked, Format.CSV)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    assert cells("usecodes")[0][:3] == ["Region", "kjonn", "mottakere 2019"]
    assert cells("UseCodesAndTexts")[0][:3] == [
        "Region - region",
        "kjonn - kjønn",
        "mottakere - Mottakere 2019 - 2019",
    ]
    assert [row[1] for row in cells("UseTexts")[1:4]] == ["Begge kjønn", "Mann", 'Kvinne "med" tegn']


def test_csv_with_title_notes_and_a_decimal_comma() -> None:
    asked = options(["IncludeTitle", "IncludeNotes", "DecimalComma", "SeparatorSemicolon"], Format.CSV)
    text = written(Format.CSV, asked).decode("utf-8-sig")
    assert text.startswith('"91999: Mottakere, etter region og kjønn"\r\n\r\n"region";"kjønn";')
    assert f'\r\n\r\n"{SYNTHETIC}"\r\n' in text
    assert '"Mann, Andel: Om andelen av menn."' in text and '": = Vises ikke' in text
    decimals = [text for text, _ in EXPECTED.values() if text and "." in text]
    assert all(one.replace(".", ",") in text and f";{one};" not in text for one in decimals)


def test_everything_down_the_side_leaves_one_column() -> None:
    turned = ALL.placed(ALL.shown, ())
    lines = written(Format.CSV, selection=turned).decode("utf-8-sig").splitlines()
    assert lines[0].endswith(',"Mottakere, etter region og kjønn"')
    assert len(lines) == turned.cells + 1


def test_long_csv_has_a_line_for_each_cell_with_codes_and_sign() -> None:
    rows = list(csv.reader(io.StringIO(written(Format.CSV_LONG).decode("utf-8-sig"))))
    assert rows[0] == ["Region", "kjonn", "ContentsCode", "Tid", "value", "value_symbol"]
    found = {tuple(row[:4]): (row[4] or None, row[5] or None) for row in rows[1:]}
    assert found == EXPECTED
    both = written(Format.CSV_LONG, options(["UseCodesAndTexts"], Format.CSV_LONG)).decode("utf-8-sig")
    assert both.splitlines()[0].startswith("Region,Region_text,kjonn,kjonn_text,")


def test_sdmx_csv_has_a_line_for_each_cell_and_why_it_has_no_value() -> None:
    rows = list(csv.reader(io.StringIO(written(Format.SDMX_CSV, language=Language.ENGLISH).decode())))
    assert rows[0] == [
        *("STRUCTURE", "STRUCTURE_ID", "ACTION", "REGION", "KJONN", "MEASURE", "TIME_PERIOD"),
        *("OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE"),
    ]
    status = {None: "A", ".": "M", "..": "O", ":": "Q", "*": "P", "e": "E"}
    found = {tuple(row[3:7]): (row[7] or None, row[8]) for row in rows[1:]}
    assert found == {key: (text, status[sign]) for key, (text, sign) in EXPECTED.items()}
    of = ("dataflow", "KOSTRA:91999(1.0.0)", "I")
    assert {(*row[:3], row[9]) for row in rows[1:]} == {(*of, "persons"), (*of, "per cent")}


def px_data(px: bytes) -> list[str]:
    cells = px.decode().split("DATA=\r\n")[1].removesuffix(";\r\n").split()
    symbols = {'"."': ".", '".."': "..", '"..."': ":"}
    return [symbols.get(one, one) for one in cells]


@pytest.mark.parametrize("heading", [(), ("Tid",), ("Tid", "Region", "kjonn", "ContentsCode")])
def test_px_has_every_cell_and_never_a_colon_among_them(heading: tuple[str, ...]) -> None:
    selection = some(heading)
    px = written(Format.PX, selection=selection)
    assert px_data(px) == [signed(one) for one in in_order(selection)]
    assert b":" not in px.split(b"DATA=\r\n")[1]
    lines = px.split(b"DATA=\r\n")[1].split(b"\r\n")
    assert len(lines) == selection.rows + 1


def test_px_is_exactly_this() -> None:
    selection = some(Region="1818", kjonn="2", Tid="2024")
    keyword = re.compile(r'([A-Z0-9-]+(?:\([^=]*\))?)=((?:"[^"]*"|[^";])*);\r\n')
    found = dict(keyword.findall(written(Format.PX, selection=selection).decode().split("DATA=")[0]))
    assert found["CHARSET"] == '"ANSI"' and found["CODEPAGE"] == '"utf-8"'
    assert found["CREATION-DATE"] == '"20250615 08:00"' and found["NEXT-UPDATE"] == '"20260315 08:00"'
    assert (found["DECIMALS"], found["SHOWDECIMALS"]) == ("2", "0")
    assert found['PRECISION("statistikkvariabel","Andel")'] == "2"
    assert found['UNITS("Andel")'] == '"prosent"'
    assert (found["STUB"], found["HEADING"]) == ('"region","kjønn"', '"statistikkvariabel","år"')
    assert found['VALUES("kjønn")'] == '''"Kvinne 'med' tegn"'''
    assert found['TIMEVAL("år")'] == 'TLIST(A1),"2024"'
    assert found['CODES("region")'] == '"1818"' and found["CONTVARIABLE"] == '"statistikkvariabel"'
    assert [found[f"DATASYMBOL{number}"] for number in (1, 2, 3)] == ['"."', '".."', '":"']
    assert found["NOTEX"] == f'"{SYNTHETIC}"'
    assert found['NOTE("kjønn")'] == '"Om kjønn."'
    assert found['VALUENOTEX("år","2024*")'] == '"Foreløpige tall. De endelige kommer senere."'
    assert found['CELLNOTEX("Herøy","*","*","2024*")'] == '"Ikke publisert for 2024: for få."'
    assert found['DATANOTECELL("*","*","*","2024*")'] == '"*"'


def test_px_marks_each_estimated_cell() -> None:
    px = written(Format.PX).decode()
    estimated = sum(sign == "e" for _, sign in EXPECTED.values())
    assert len(re.findall(r'DATANOTECELL\([^=]*\)="e";', px)) == estimated > 3


def test_no_line_of_the_head_of_a_px_is_long_and_no_text_has_a_quotation_mark_within() -> None:
    head = written(Format.PX).decode().split("DATA=")[0]
    assert max(map(len, head.split("\r\n"))) < 256
    assert all(line.count('"') % 2 == 0 for line in head.split("\r\n"))


def test_json_px_has_every_cell_as_text() -> None:
    told = json.loads(written(Format.JSON_PX))
    assert [(one["code"], one["type"]) for one in told["columns"]] == [
        ("Region", "d"),
        ("kjonn", "d"),
        ("Tid", "t"),
        ("mottakere", "c"),
        ("andel", "c"),
        ("nye", "c"),
    ]
    found = {
        (key[0], key[1], measure, key[2]): value
        for key, values in ((one["key"], one["values"]) for one in told["data"])
        for measure, value in zip(("mottakere", "andel", "nye"), values, strict=True)
    }
    assert found == {key: signed(one) for key, one in EXPECTED.items()}
    assert SYNTHETIC in told["metadata"][0]["infofile"]


def test_a_spreadsheet_has_every_cell_and_the_footnotes_in_sight() -> None:
    content = written(Format.XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=5, max_row=4 + ALL.rows))
    cells = [cell for row in rows for cell in row[2:]]
    for cell, (text, sign), decimals in zip(cells, in_order(ALL), ALL.decimals, strict=True):
        if text is None:
            assert cell.value == sign
        else:
            assert cell.value == float(text)
            assert cell.number_format == ("0.00" if decimals else "0")
    texts = [str(row[0].value) for row in sheet.iter_rows() if row[0].value is not None]
    assert {SYNTHETIC, "kjønn: Om kjønn.", "Skjema 11", "Andel: prosent"} <= set(texts)
    assert not sheet.merged_cells.ranges and not any(row.hidden for row in sheet.row_dimensions.values())
    assert content == written(Format.XLSX)


class Cells(HTMLParser):
    """The cells of a page, and everything it says."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.said: list[str] = []
        self.rows = self.within = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.within = tag == "td" and not attrs
        self.rows += tag == "tr"

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self.within:
            self.cells.append(data)


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.ENGLISH])
def test_a_page_has_every_cell_with_the_decimal_sign_of_the_language(language: Language) -> None:
    page = Cells()
    page.feed(written(Format.HTML, language=language).decode())
    point = "." if language is Language.ENGLISH else ","
    texts = [sign or "" if text is None else text.replace(".", point) for text, sign in in_order(ALL)]
    assert [one for one in page.cells if one.strip()] == texts
    assert page.rows == ALL.rows + 2
    assert 'Kvinne "med" tegn' in page.said or language is Language.ENGLISH


def test_parquet_has_a_column_for_each_thing_counted_with_its_signs() -> None:
    content = written(Format.PARQUET)
    frame = pl.read_parquet(io.BytesIO(content))
    for row in frame.iter_rows(named=True):
        for measure in ("mottakere", "andel", "nye"):
            text, sign = EXPECTED[row["Region"], row["kjonn"], measure, row["Tid"]]
            assert row[f"ContentsCode_{measure}"] == (None if text is None else float(text))
            assert row[f"ContentsCode_{measure}_symbol"] == sign
    assert len(frame) == 7 * 3 * 2 and {one.year for one in frame["timestamp"]} == {2019, 2024}
    told = json.loads(pl.read_parquet_metadata(io.BytesIO(content))["kostra"])
    assert SYNTHETIC in told["notes"] and told["units"]["andel"] == ["prosent", 2]
    single = pl.read_parquet(io.BytesIO(written(Format.PARQUET, selection=some(ContentsCode="andel"))))
    assert single.columns == ["Region", "kjonn", "Tid", "timestamp", "value", "value_symbol"]


@pytest.mark.parametrize("of", list(Format))
def test_the_same_selection_gives_the_same_bytes(of: Format) -> None:
    assert written(of) == written(of, selection=whole(bank()))
    file = write(ALL, NB, of)
    assert file.name.startswith("91999.") and "/" in file.type


@pytest.mark.parametrize(
    ("of", "asked"),
    [
        (Format.JSON_STAT, "UseCodes"),
        (Format.PX, "IncludeTitle"),
        (Format.PARQUET, "UseTexts"),
        (Format.JSON_PX, "UseTexts"),
        (Format.XLSX, "SeparatorTab"),
        (Format.HTML, "SeparatorSemicolon"),
        (Format.CSV, "UseNothing"),
        (Format.CSV, "DecimalComma"),
        (Format.CSV_LONG, "IncludeTitle"),
    ],
)
def test_what_a_format_cannot_do_is_refused(of: Format, asked: str) -> None:
    with pytest.raises(Unanswerable, match=asked) as refused:
        options([asked], of)
    assert (refused.value.status, refused.value.title) == (400, "Unsupported output format")


def test_a_language_is_known_by_the_name_of_the_table_bank_and_by_its_own() -> None:
    assert [language_of(one) for one in ("no", "NB", "nn", "en")] == [NB, NB, Language.NYNORSK, Language.ENGLISH]
    with pytest.raises(Unanswerable, match=r"«dk».*no, nn, en"):
        language_of("dk")


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    assert format_of("JSON-stat2") is Format.JSON_STAT
    with pytest.raises(Unanswerable, match=r"«sdmx».*px, json-stat2, csv"):
        format_of("sdmx")


def test_what_no_program_would_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kostra.publication.writing.MOST_READ", 100)
    for of in (Format.XLSX, Format.HTML):
        with pytest.raises(Unanswerable, match="126 celler"):
            written(of)
    assert written(Format.CSV)


def test_a_spreadsheet_that_is_too_wide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kostra.publication.writing.MOST_COLUMNS", 7)
    with pytest.raises(Unanswerable, match="8 kolonner"):
        written(Format.XLSX)
    assert MOST_COLUMNS == 16_384


def test_those_called_the_same_are_told_apart_by_code() -> None:
    region = TABLE.axes[0]
    assert labels.titles(region, NB)[4:6] == ["Herøy (1818)", "Herøy (1515)"]
    assert labels.values(region, NB, Naming.BOTH)[0] == "EAK - Landet"
