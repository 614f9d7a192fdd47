"""Files that name publishable cells, and the file that is published."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure import listing
from kostra.disclosure.layout import Table, dimension
from kostra.disclosure.publishing import published, whole
from kostra.disclosure.reading import Content, content
from kostra.model.errors import Refused

MUN = dimension("mun", ["0301", "030101", "1101", "1103"], {"county": {"0301": "03F", "1101": "11F", "1103": "11F"}})
AGE = dimension("age", ["a", 'b,"x"'])
TABLE = Table("t", (MUN, AGE), np.array([[90, 1], [2, 2], [4, 5], [60, 9]]))


def file(text: str) -> Content:
    return content(text.encode(), "liste.csv")


def test_a_line_for_each_cell_in_any_order_of_columns() -> None:
    assert listing.cells(file("age,mun\nTotal,11F\na,0301\n"), TABLE).tolist() == [5 * 3 + 2, 0]


def test_a_cell_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match=r"liste.csv, linje 3: «c» er ingen kode i age. Skriv en av tabellens koder"):
        listing.cells(file("age,mun\na,11F\nc,0301\n"), TABLE)
    with pytest.raises(Refused, match="har ingen kolonne age"):
        listing.cells(file("mun\n0301\n"), TABLE)


def test_what_was_shown_last_year_of_what_there_still_is() -> None:
    last_year = file("mun,age,n,status\n0301,a,7,safe\n1101,a,2,primary\n1999,a,9,safe\n")
    assert listing.shown(last_year, TABLE).tolist() == [0]
    with pytest.raises(Refused, match=r"linje 2: status er «trygg». Skriv safe, primary eller secondary"):
        listing.shown(file("mun,age,n,status\n0301,a,7,trygg\n"), TABLE)


def test_an_earlier_release_has_counts_and_status() -> None:
    found = listing.earlier(file("mun,age,n,status\n0301,a,7,safe\n1101,a,2,secondary\n"), TABLE, "n")
    assert (found.cells.tolist(), found.counts.tolist(), found.out.tolist()) == ([0, 3], [7, 2], [True, False])


def test_weights_by_some_of_the_dimensions_the_last_line_holds() -> None:
    found = listing.weights(file("mun,age,weight\n,,1\n0301,,5\n,a,7\nTotal,Total,9\n"), TABLE).reshape(-1, 3)
    assert found[MUN.labels.index("0301")].tolist() == [7, 5, 5]
    assert found[MUN.labels.index("1101")].tolist() == [7, 1, 1]
    assert found[-1].tolist() == [7, 1, 9]
    with pytest.raises(Refused, match="kolonnen sex er ingen dimensjon"):
        listing.weights(file("sex,weight\n1,1\n"), TABLE)


def test_weights_by_level_of_region() -> None:
    found = listing.by_level(TABLE, "mun").reshape(-1, 3)
    assert (found == found[:, :1]).all()
    assert dict(zip(MUN.labels, found[:, 0].tolist(), strict=True)) == {
        "0301": 2,
        "030101": 0,
        "1101": 1,
        "1103": 2,
        "03F": 3,
        "11F": 3,
        "Total": 4,
    }


def test_out_for_the_owner_and_what_is_published() -> None:
    table = Table("t", (AGE,), np.array([3, 40]))
    values, status = np.array([3, 40, 43]), np.array([1, 0, 2], np.int8)
    assert (
        whole(table, "n", values, status).decode()
        == 'age,n,status\na,3,primary\n"b,""x""",40,safe\nTotal,43,secondary\n'
    )
    assert published(table, "n", values, status).decode() == 'age,n\na,\n"b,""x""",40\nTotal,\n'
