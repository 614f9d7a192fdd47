"""Other people's programs read what is published, every cell of it: the table is as we say to those who have never heard of us."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from conformance.published import SYMBOLS, cells, published
from kostra.model.text import Language
from kostra.publication.default import default
from kostra.publication.formats import json_stat
from kostra.publication.selecting import whole
from kostra.publication.writing import Format, write

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jsonstat_validator  # type: ignore[import-untyped,unused-ignore]
    from pyaxis import pyaxis  # type: ignore[import-untyped,unused-ignore]
    from pyjstat import pyjstat  # type: ignore[import-untyped,unused-ignore]

ALL = whole(published())


def test_the_table_has_every_sign_that_a_reader_may_meet() -> None:
    assert {sign for _, sign in cells(ALL)} >= {None, ".", "..", ":", "*"}


@pytest.mark.parametrize("language", list(Language))
def test_the_validator_of_json_stat_finds_nothing(language: Language) -> None:
    assert jsonstat_validator.validate_jsonstat(json.loads(json_stat.write(ALL, language, "http://localhost/api")))
    assert jsonstat_validator.validate_jsonstat(json.loads(json_stat.metadata(ALL, language, "http://localhost/api")))
    assert jsonstat_validator.validate_jsonstat(json.loads(json_stat.write(default(published()), language)))


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")
def test_pyjstat_reads_every_value_by_label_and_by_code() -> None:
    read = pyjstat.Dataset.read(write(ALL, Language.BOKMAL, Format.JSON_STAT).content.decode())
    frame = read.write("dataframe", naming="id")
    expected = cells(ALL)
    assert [None if value != value else value for value in frame["value"]] == [value for value, _ in expected]
    at = next(place for place, (value, _) in enumerate(expected) if value)
    row = frame.iloc[at]
    asked = [{axis.code: row[axis.code]} for axis in ALL.axes]
    assert read.get_value(asked) == expected[at][0]
    assert list(read.write("dataframe").columns) == ["region", "statistikkvariabel", "år", "value"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("turned", [False, True])
def test_pyaxis_reads_every_cell_of_a_px(language: Language, turned: bool, tmp_path: Path) -> None:
    selection = ALL.placed(ALL.heading, ALL.stub) if turned else ALL
    file = tmp_path / "table.px"
    file.write_bytes(write(selection, language, Format.PX).content)
    # What it makes of signs is the caller's to say; here nothing, so that each is seen.
    read = pyaxis.parse(str(file), encoding="utf-8", null_values="^$", sd_values="^$")
    expected = cells(selection)
    found = read["DATA"]["DATA"].tolist()
    assert len(found) == len(expected)
    for text, (value, sign) in zip(found, expected, strict=True):
        assert text == SYMBOLS[str(sign)] if value is None else float(text) == value
    about = read["METADATA"]
    titles = [axis.title[language] for axis in selection.axes]
    assert about["STUB"] + about["HEADING"] == titles
    assert [about[f"CODES({title})"] for title in titles] == [list(axis.codes) for axis in selection.axes]
    assert about["DATASYMBOL3"] == [":"]
    assert [len(about[f"VALUES({title})"]) for title in titles] == list(selection.shape)
