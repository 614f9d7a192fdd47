"""What a person needs of many findings: the same fault told once, the first lines, and who has how many."""

from __future__ import annotations

import numpy as np

from kostra.app.controls.reports.entries import entries
from kostra.controls.gist import MOST_CASEWORKERS, MOST_LINES, Gist
from kostra.controls.kernel import Hits
from kostra.model.text import Language
from unit.app.controls.made import report

WRONG, BLANK = {"kjonn": "x"}, {"kjonn": " "}


def told(*changes: dict[str, str]) -> list[tuple[tuple[str, ...], str | None, int]]:
    found = entries(report(*changes, for_people=True, keep=20), Language.BOKMAL)
    return [(entry.ids, entry.field, entry.count) for entry in found]


def test_a_wrong_code_and_the_control_written_for_it_are_one_entry_that_names_both() -> None:
    assert told({}, WRONG, BLANK) == [(("K08", "K02"), "KJONN", 2)]


def test_a_wrong_code_that_no_other_control_tells_has_an_entry_of_its_own() -> None:
    assert told({}, {"sanksjonred": "77"}) == [(("K02",), "SANKSJONRED", 1)]


def test_where_several_controls_stand_on_the_field_the_one_that_reads_nothing_else_names_both() -> None:
    found = told({"vklo": "1", "arbsit": "99"})
    assert (("K25", "K02"), "ARBSIT", 1) in found
    assert (("K15",), "ARBSIT", 1) in found
    assert not any(ids == ("K02",) for ids, _, _ in found)


def test_counts_and_full_lists_still_hold_both() -> None:
    assert report({}, WRONG, BLANK, for_people=True, keep=20).by_control() == {"K02": 2, "K08": 2}
    assert report({}, WRONG, BLANK).by_control() == {"K02": 2, "K08": 2}
    assert report({}, WRONG, BLANK).table.gists is None


def test_only_the_records_that_share_the_fault_are_told_together() -> None:
    """Outside Oslo BYDELSNR is judged by K03B alone; KJONN by both. A blank that only K02 finds is left to K02."""
    found = told(WRONG, {"gitt_okonomirad": " "}, {"saksbehandler": " "})
    assert (("K08", "K02"), "KJONN", 1) in found
    assert (("K32", "K02"), "GITT_OKONOMIRAD", 1) in found
    assert (("K02",), "SAKSBEHANDLER", 1) in found


def hits(first: int, caseworkers: list[bytes]) -> Hits:
    count = len(caseworkers)
    lines = np.arange(first, first + count, dtype=np.int64)
    return Hits(0, lines, None, np.full(count, b"J", dtype="S8"), np.array(caseworkers, dtype="S10"), ())


def test_the_gist_counts_all_and_holds_the_first() -> None:
    gist = Gist.of([hits(1, [b"A", b"B", b"A"]), hits(4, [b"A"] * 1000)])
    assert gist.count == 1003
    assert gist.caseworkers == {b"A": 1002, b"B": 1}
    assert gist.lines == list(range(1, MOST_LINES + 1))


def test_the_gist_is_bounded_also_where_every_record_has_its_own_case_worker() -> None:
    gist = Gist.of([hits(1, [f"S{number:06d}".encode() for number in range(5000)])])
    assert len(gist.caseworkers) == MOST_CASEWORKERS
    assert sum(gist.caseworkers.values()) + gist.others == gist.count == 5000
