"""One page of many rows, and the links to the others."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from kostra.web.desk.paging import PER_PAGE, paged


def asking(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query.encode()})


def test_few_rows_have_no_links() -> None:
    found = paged(asking(""), range(PER_PAGE))
    assert (list(found.rows), found.links, found.last) == (list(range(PER_PAGE)), (), "50")


def test_no_rows_are_a_page_too() -> None:
    assert paged(asking("side=3"), ()).number == 1


def test_links_lead_to_the_first_the_last_and_those_around_and_keep_what_was_asked() -> None:
    found = paged(asking("skjema=11F&side=6&sendt=3"), range(10 * PER_PAGE))
    assert [number for number, address in found.links if address] == [1, 4, 5, 6, 7, 8, 10]
    assert sum(address is None for _, address in found.links) == 2
    assert found.links[-1] == (10, "?skjema=11F&side=10")
    assert (found.rows[0], found.first, found.last, found.total) == (250, "251", "300", "500")


@pytest.mark.parametrize(
    ("query", "number"), [("side=99", 3), ("side=0", 1), ("side=-1", 1), ("side=x", 1), ("side=²", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(query: str, number: int) -> None:
    assert paged(asking(query), range(2 * PER_PAGE + 1)).number == number
