"""Opening: what is no register is refused and never taken for an empty one; what is one is read as it stands."""

from __future__ import annotations

import pytest

from kostra.model.finding import Severity
from unit.registers.files import CODES, NAV, PERSONS, codes, examined, file, found, nav, persons


@pytest.mark.parametrize(
    ("content", "control"),
    [
        (b"", "R01"),
        (b"\n\n  \n", "R01"),
        (b"\xef\xbb\xbf", "R01"),
        (nav().partition(b"\n")[0] + b"\n", "R01"),
        (nav().partition(b"\n")[0], "R01"),
        (b"PK\x03\x04" + nav(), "R02"),
        (b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>", "R02"),
        (b'{"error": "timeout"}', "R02"),
        (b"%PDF-1.7", "R02"),
        (nav().decode().encode("utf-16"), "R02"),
        (nav() + b"\x00", "R03"),
        (nav()[:-4], "R05"),
        (nav().rstrip(b"\n"), "R05"),
    ],
    ids=[
        "nothing",
        "blank",
        "mark",
        "header",
        "no-line",
        "zip",
        "page",
        "json",
        "pdf",
        "utf16",
        "nul",
        "cut",
        "no-end",
    ],
)
def test_what_is_no_whole_register_is_fatal_and_has_no_rows(content: bytes, control: str) -> None:
    result = examined(NAV, content)
    assert [(one.control, one.severity) for one in result.found] == [(control, Severity.FATAL)]
    assert result.cells is None
    assert result.refused
    assert not result.may_be_accepted


def test_an_empty_code_list_is_refused() -> None:
    header = codes().partition(b"\n")[0] + b"\n"
    assert examined(CODES, header).refused
    assert found(CODES, header, "R01")


def test_wrong_bytes_are_told_with_their_line() -> None:
    wrong = persons(*("15859010331;1990-05-15;1;1;0;1103;;",) * 3).replace(b";0;1103;;\n", b";0;1103;\xe6;\n", 2)
    assert found(PERSONS, wrong, "R03").rows[0].line == 2


def test_latin_1_is_read_where_the_layout_lets_it() -> None:
    names = examined(CODES, codes().decode().replace("Oslo - Oslove", "Ørsta").encode("latin-1", "replace")).cells
    assert names is not None
    assert "Ørsta" in names["name"].to_list()


def test_a_mark_and_windows_line_ends_change_nothing() -> None:
    plain = examined(NAV, nav())
    marked = examined(NAV, b"\xef\xbb\xbf" + nav().replace(b"\n", b"\r\n"))
    assert plain.cells is not None and marked.cells is not None
    assert plain.cells.equals(marked.cells)
    assert not marked.found


def test_columns_may_come_in_another_order() -> None:
    lines = [line.split(";") for line in nav().decode().splitlines()]
    turned = file(*(";".join(reversed(line)) for line in lines))
    result = examined(NAV, turned)
    assert not result.found
    assert result.cells is not None and result.cells["deltakere_31_12"][0] == "7"


def test_a_column_that_is_missing_and_one_nobody_asked_for_are_named() -> None:
    shown = dict(found(NAV, nav().replace(b"deltakere_31_12", b"navn"), "R04").shown)
    assert shown["missing"] == "«deltakere_31_12»"
    assert shown["extra"] == "«navn»"


def test_a_file_without_a_header_does_not_show_whose_it_is() -> None:
    headless = persons().partition(b"\n")[2]
    shown = dict(found(PERSONS, headless, "R04").shown)
    assert "15859010331" not in str(shown)
    assert "«…»" in shown["extra"]


def test_columns_that_may_be_left_out_may() -> None:
    lines = [",".join(line.split(",")[:6]) for line in codes().decode().splitlines()]
    assert not examined(CODES, file(*lines)).found


def test_lines_with_another_number_of_values_are_listed() -> None:
    content = nav({"110300": "12", "460100": "12;7;9"})
    one = found(NAV, content, "R06")
    assert one.count == 2
    assert {row.value for row in one.rows} == {"3", "5"}
    lines = content.decode().splitlines()
    assert all(lines[row.line - 1].startswith(("1103", "4601")) for row in one.rows)


def test_a_quoted_value_may_hold_commas_quotes_and_line_ends() -> None:
    strange = codes().decode().replace('"Stavanger"', '"Stavanger, ""by""\nog land"').encode()
    result = examined(CODES, strange)
    assert not result.found
    assert result.cells is not None
    assert 'Stavanger, "by"\nog land' in result.cells["name"].to_list()


def test_a_quoted_row_that_is_cut_is_listed() -> None:
    cut = codes() + b'"5636","56"\n'
    assert found(CODES, cut, "R06").rows[0].value == "2"
