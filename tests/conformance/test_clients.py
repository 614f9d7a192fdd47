"""Programs that others have made for the table banks of Norway and Sweden, as they are, against ours while it runs.

Each is told the address in the way that it has for that, and must find every cell as the bank has it: numbers, and nothing where there is
a sign.
"""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd  # type: ignore[import-untyped,unused-ignore]
import pytest
import requests

from conformance.published import ID, SYMBOLS, cells
from conformance.served import OTHER, Served
from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.asking import Asked, Wanted
from kostra.publication.selecting import Selection, select, whole
from kostra.publication.table import CONTENTS, REGION, TIME
from kostra.publication.words import said

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jsonstat_validator  # type: ignore[import-untyped,unused-ignore]
    from pxstatspy import PxAPI, PxAPIConfig, PxAPIError  # type: ignore[import-untyped,unused-ignore]
    from pxweb import PxApi  # type: ignore[import-untyped,unused-ignore]
    from pyaxis import pyaxis  # type: ignore[import-untyped,unused-ignore]
    from pyjstat import pyjstat  # type: ignore[import-untyped,unused-ignore]
    from pyscbwrapper import SCB  # type: ignore[import-untyped,unused-ignore]
    from statbank import apicodelist, apidata, apidata_all, apimetadata  # type: ignore[import-untyped,unused-ignore]
    from statbank.api_exceptions import (  # type: ignore[import-untyped,unused-ignore]
        StatbankVariableSelectionError,
        TooBigRequestError,
    )

pytestmark = [
    # None of them closes what it opened, and one says of itself that it is old.
    pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def values(of: Selection) -> list[float | None]:
    return [value for value, _ in cells(of)]


def numbers(found: Any) -> list[float | None]:
    return [None if pd.isna(one) else float(one) for one in found]


def test_pxwebpy_finds_the_tables_and_reads_every_cell(bank: Served) -> None:
    api = PxApi(bank.newer, language="en", disable_cache=True)
    assert api.number_of_tables == 2 and api.get_config()["maxDataCells"] == 800_000
    assert [one["id"] for one in api.search(query="kvalifiserings* kjønn")["tables"]] == [OTHER]
    assert {one["id"] for one in api.all_tables()} == {OTHER, ID}
    of = whole(bank.tables[ID])
    asked: dict[str, list[str] | str] = {axis.code: ["*"] for axis in of.axes}
    rows = api.get_table_data(ID, value_codes=asked, show="code")
    assert [one["value"] for one in rows] == values(of)
    assert [one[said(of.axes[0].title, Language.ENGLISH)] for one in rows[:: of.cells // len(of.axes[0])]] == list(
        of.axes[0].codes
    )
    lists = api.get_table_variables(ID)[REGION]["codelists"]
    counties = next(one["id"] for one in lists if one["id"].startswith("agg_fylker"))
    codes = [one["code"] for one in api.get_code_list(counties)["values"]]
    wanted: dict[str, list[str] | str] = {REGION: ["*"], CONTENTS: [of.axes[1].codes[0]], TIME: ["TOP(1)"]}
    assert len(api.get_table_data(ID, value_codes=wanted, code_list={REGION: counties})) == len(codes) > 10
    assert len(api.get_table_data(OTHER)) > 0
    with pytest.raises(requests.HTTPError, match="Non-existent value"):
        api.get_table_data(ID, value_codes=wanted | {REGION: ["0000"]})


def test_pxstatspy_reads_every_cell(bank: Served) -> None:
    api = PxAPI(PxAPIConfig(base_url=bank.newer, language="no"))
    assert api.max_data_cells == 800_000
    assert [one["id"] for one in api.find_tables(display=False)["tables"]] == [OTHER, ID]
    assert set(api.find_tables_as_dataframe()["id"]) == {OTHER, ID}
    of = whole(bank.tables[ID])
    frame = api.get_data_as_dataframe(ID, value_codes={axis.code: ["*"] for axis in of.axes})
    contents = labels.titles(of.axes[1], Language.BOKMAL)
    assert numbers(frame[contents].to_numpy().ravel()) == values(of.placed((0, 2), (1,)))
    with pytest.raises(PxAPIError, match="Det finnes ingen tabell"):
        api.get_table_by_id("99999")


def test_pyscbwrapper_walks_the_tree_and_reads_what_it_asks_for(bank: Served) -> None:
    scb = SCB("no")
    scb.url = bank.older()
    (level,) = scb.info()
    scb.go_down(level["id"])
    assert [one["id"] for one in scb.info()] == [OTHER, ID]
    scb.go_down(ID)
    newest = {REGION: Wanted(("*",)), CONTENTS: Wanted(("*",)), TIME: Wanted(("TOP(1)",))}
    of = select(bank.tables[ID], Asked(newest, stub=(REGION, TIME)))
    regions, years, contents = of.axes
    names = {axis.code: said(axis.title, Language.BOKMAL) for axis in of.axes}
    titles, (year,) = labels.titles(contents, Language.BOKMAL), labels.titles(years, Language.BOKMAL)
    assert scb.get_variables()[names[CONTENTS]] == titles
    scb.set_query(**{names[CONTENTS]: titles, names[TIME]: [year]})
    read = scb.get_data()["data"]
    assert [one["key"] for one in read] == [[code, *years.codes] for code in regions.codes]
    found = [one for row in read for one in row["values"]]
    for text, (value, sign) in zip(found, cells(of), strict=True):
        assert text == sign if value is None else float(text) == value


@pytest.mark.parametrize("table", [ID, OTHER])
def test_the_client_of_statistics_norway_reads_every_cell(bank: Served, table: str) -> None:
    of = whole(bank.tables[table])
    frame = apidata_all(bank.older(table), include_id=True)
    assert numbers(frame["value"]) == values(of)
    assert frame[REGION].tolist()[:: of.cells // len(of.axes[0])] == list(of.axes[0].codes)
    assert apimetadata(bank.older(table))["title"] == labels.title(of.table, Language.BOKMAL)
    assert list(apicodelist(bank.older(table), REGION)) == list(of.axes[0].codes)


def test_the_client_of_statistics_norway_is_told_what_is_wrong(bank: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"code": REGION, "selection": {"filter": "item", "values": ["0000"]}}
    asked: Any = {"query": [wrong], "response": {"format": "json-stat2"}}
    with pytest.raises(StatbankVariableSelectionError, match=r"Invalid value\(s\) 0000"):
        apidata(bank.older(ID), asked)
    monkeypatch.setattr("kostra.publication.selecting.select.__defaults__", (8,))
    with pytest.raises(TooBigRequestError):
        apidata_all(bank.older(ID))


def test_pyjstat_reads_every_value_from_the_address(bank: Served) -> None:
    of = whole(bank.tables[ID])
    asked = "&".join(f"valueCodes[{axis.code}]=*" for axis in of.axes)
    read = pyjstat.Dataset.read(f"{bank.newer}/tables/{ID}/data?{asked}&lang=nn&stub={','.join(_codes(of))}")
    assert numbers(read["value"]) == values(of)
    frame = read.write("dataframe", naming="id")
    assert frame[REGION].tolist()[:: of.cells // len(of.axes[0])] == list(of.axes[0].codes)


def test_pyjstat_reads_the_older_form_of_it(bank: Served) -> None:
    of = whole(bank.tables[ID])
    answer = requests.post(bank.older(ID), json={"response": {"format": "json-stat"}}, timeout=20)
    (frame,) = pyjstat.from_json_stat(answer.json(), naming="id")
    assert numbers(frame["value"]) == values(of)


@pytest.mark.parametrize("table", [ID, OTHER])
def test_pyaxis_reads_every_cell_from_the_address(bank: Served, table: str) -> None:
    of = whole(bank.tables[table])
    asked = "&".join(f"valueCodes[{axis.code}]=*" for axis in of.axes)
    address = f"{bank.newer}/tables/{table}/data?outputFormat=px&{asked}&stub={','.join(_codes(of))}"
    # What it makes of signs is the caller's to say; here nothing, so that each is seen.
    read = pyaxis.parse(address, encoding="utf-8", null_values="^$", sd_values="^$")
    found = read["DATA"]["DATA"].tolist()
    for text, (value, sign) in zip(found, cells(of), strict=True):
        assert text == SYMBOLS[str(sign)] if value is None else float(text) == value


def test_the_validator_of_json_stat_finds_nothing_in_what_is_answered(bank: Served) -> None:
    for behind in (f"/tables/{ID}/metadata?lang=en", f"/tables/{ID}/data", f"/tables/{OTHER}/data?lang=nn"):
        assert jsonstat_validator.validate_jsonstat(requests.get(bank.newer + behind, timeout=20).json()), behind


def _codes(of: Selection) -> list[str]:
    return [axis.code for axis in of.axes]
