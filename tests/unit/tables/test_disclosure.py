"""What a table says of how it keeps persons from being known."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.model import content
from kostra.model.errors import ContentError
from kostra.statistics.definition import Disclosure
from kostra.tables.catalogue import table
from kostra.tables.disclosure import read_disclosure

MEASURES = table("12221", 2025).measures
BAD = [
    ("limit = 1", "the limit is 1. Write a number from 2 to 100"),
    ("limit = 101", "the limit is 101"),
    ('zeros = "some"', "zeros is «some»"),
    ("percent = -1", "percent is -1. Write a number from 0 to 100"),
    ("smallest = 0", "smallest is 0. Write a number of inhabitants"),
    ('persons = ["personer"]', "«personer» is no sum of what units answer. Write some of: aarsverk"),
    ('persons = ["saker_per_1000"]', "«saker_per_1000» is no sum"),
    ("dominance = 3", "dominance"),
]


def read(folder: Path, text: str) -> Disclosure:
    file = folder / "12221.toml"
    file.write_text(text, encoding="utf-8")
    return read_disclosure(content.read(file), MEASURES)


def test_what_is_not_said_is_as_usual(tmp_path: Path) -> None:
    assert read(tmp_path, "") == read(tmp_path, "[disclosure]\n") == Disclosure(4, True, 10, None, ())
    told = read(tmp_path, '[disclosure]\nlimit = 3\nzeros = "protected"\npercent = 5\nsmallest = 500\n')
    assert told == Disclosure(3, False, 5, 500, ())
    assert read(tmp_path, '[disclosure]\npersons = ["saker_raadgivning"]\n').persons == ("saker_raadgivning",)


@pytest.mark.parametrize(("line", "said"), BAD)
def test_what_means_nothing_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ContentError, match=r"12221\.toml, line 2") as raised:
        read(tmp_path, f"[disclosure]\n{line}\n")
    assert said in str(raised.value)


def test_what_threatens_somebody_in_a_small_municipality_is_kept_for_larger_ones() -> None:
    for id in ("91114", "91117", "91119"):
        assert table(id, 2025).disclosure.smallest == 2000
    assert table("12221", 2025).disclosure.persons == ("saker_raadgivning",)
