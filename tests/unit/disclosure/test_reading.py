"""CELLS.csv as people have them, and what they read when something is amiss."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.layout import Table
from kostra.disclosure.reading import content, table
from kostra.model.errors import Refused

FILE = """\
mun,county,kjønn,n
0301,03F,å,5
1101,11F,å,0
0301,03F,b,7
1103,11F,å,2
"""
GROUPINGS = {"mun": ("county",)}


def read(
    text: str | bytes, dims: tuple[str, ...] = ("mun", "kjønn"), count: str = "n", further: tuple[str, ...] = ()
) -> Table:
    data = text if isinstance(text, bytes) else text.encode()
    return table(content(data, "celler å.csv"), "celler", count, dims, GROUPINGS if "mun" in dims else {}, further)


@pytest.mark.parametrize(
    "data",
    [
        FILE.encode(),
        b"\xef\xbb\xbf" + FILE.encode(),
        FILE.replace(",", ";").replace("\n", "\r\n").encode(),
        FILE.replace("\n", "\n\n").encode(),
        FILE.replace("å", '"å"').encode(),
        "\n".join([FILE.splitlines()[0], *reversed(FILE.splitlines()[1:])]).encode(),
    ],
    ids=["comma", "bom", "semicolon", "blank lines", "quotes", "other order"],
)
def test_a_file_is_read_whatever_program_wrote_it(data: bytes) -> None:
    found = read(data)
    assert [each.codes for each in found.dimensions] == [("0301", "1101", "1103"), ("b", "å")]
    assert found.counts.tolist() == [[7, 5], [0, 0], [0, 2]]
    county = found.dimensions[0].groupings[0]
    assert (county.name, county.codes, county.of.tolist()) == ("county", ("03F", "11F"), [0, 1, 1])


def test_other_numbers_are_read_where_they_are_wanted() -> None:
    found = read("mun,county,n,sum\na,A,2,100\nb,A,1,30\n", ("mun",), further=("sum",))
    assert found.further["sum"].tolist() == [100, 30]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "er tom. Første linje skal ha navnene"),
        ("mun,county,kjønn,n\n", "ingen linjer under"),
        (FILE.replace("kjønn", "sex"), "har ingen kolonne kjønn. Kolonnene er mun, county, sex, n"),
        (FILE.replace("county", "n"), "to kolonner som heter «n»"),
        (FILE.replace(",7", ",-7"), "linje 4: n er «-7». Et antall er et helt tall fra 0"),
        (FILE.replace(",7", ",7.5"), "linje 4: n er «7.5»"),
        (FILE.replace(",7", ","), "linje 4: n er blank"),
        (FILE.replace(",7", ",٧"), "linje 4: n er «٧»"),
        (FILE.replace(",7", ",7,1"), "linje 4: 5 felter, men første linje har 4"),
        (FILE + "0301,03F,å,5\n", "linje 6: cellen mun 0301, kjønn å står også på linje 2"),
        (FILE.replace("0301,03F,b", "0301,11F,b"), "linje 4: mun 0301 er i county «11F», men lenger oppe i «03F»"),
        (FILE.replace("1103,11F", "1103,0301"), "linje 5: koden «0301» i county er også en kode i mun"),
        (FILE.replace("1103,11F", "1103,Total"), "linje 5: county: koden «Total» er summen"),
        (FILE.replace(",b,", ",Total,"), "linje 4: kjønn: koden «Total» er summen"),
        (FILE.replace(",b,", ", b,"), "linje 4: kjønn: koden « b» har mellomrom"),
        (FILE.replace(",b,", ",,"), "linje 4: kjønn: koden er blank"),
        (FILE.encode("latin-1"), "linje 1: tegnene er ikke UTF-8"),
        (FILE + '0301,"03F,c,5\n', "anførselstegn"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_line_and_the_value(text: str | bytes, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert "celler å.csv" in refused.value.message
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("dims", "count", "says"),
    [
        (("mun", "mun"), "n", "mun er nevnt to ganger"),
        (("mun", "county"), "n", "county er nevnt to ganger"),
        (("mun", "n"), "n", "n er nevnt to ganger"),
        (("status", "mun"), "n", "kan ikke hete status"),
    ],
)
def test_a_column_is_one_thing(dims: tuple[str, ...], count: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(FILE, dims, count)


def test_groupings_of_what_is_no_dimension_are_refused() -> None:
    with pytest.raises(Refused, match=r"region har grupperinger, men er ingen dimensjon. Dimensjonene er mun"):
        table(content(FILE.encode(), "c"), "c", "n", ("mun",), {"region": ("county",)})


def test_a_hundred_thousand_lines_keep_their_numbers() -> None:
    lines = (f"m{at // 100},c{at % 100},{at % 977}" for at in range(100_000))
    found = table(content("\n".join(["mun,cat,n", *lines]).encode(), "c"), "c", "n", ("mun", "cat"), {})
    assert np.array_equal(found.counts.ravel(), np.arange(100_000) % 977)
