"""A merger is a few lines; bad lines are refused with file, line, value and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kostra import regions
from kostra.model.errors import ContentError
from kostra.model.region import ChangeKind, RegionChange

Edit = Callable[..., int]
TYSNES = "4616,2020,,Tysnes"


def test_a_merger_is_four_lines(data: Path, edit: Edit) -> None:
    edit("municipalities.csv", "4616,2020,2026,Tysnes", TYSNES)
    edit("kostra_group_members.csv", "4616,2020,2026,EKG05", "4616,2020,,EKG05")
    edit("changes.csv", "2027,4616,4617")
    edit("changes.csv", "2027,4617,4617")
    assert len(regions.municipalities(2026, folder=data)) == 357
    assert len(regions.municipalities(2027, folder=data)) == 356
    assert regions.changes(2026, 2027, folder=data) == (
        RegionChange(2027, ChangeKind.MERGE, ("4616", "4617"), ("4617",)),
    )
    assert regions.rebase({"4616": 1, "4617": 2}, 2026, 2027, folder=data).values == {"4617": 3}


def test_a_new_name_is_one_line(data: Path, edit: Edit) -> None:
    edit("names.csv", "4616,2027,Tysnesøy")
    assert regions.find("4616", 2026, folder=data).name == "Tysnes"
    assert regions.find("4616", 2027, folder=data).name == "Tysnesøy"


def test_a_new_municipality_after_a_split_is_a_few_lines(data: Path, edit: Edit) -> None:
    edit("municipalities.csv", "4652,2027,,Onarheim")
    edit("changes.csv", "2027,4616,4616")
    edit("changes.csv", "2027,4616,4652")
    edit("kostra_group_members.csv", "4652,2027,,EKG14")
    assert regions.successors("4616", 2026, 2027, folder=data) == ("4616", "4652")
    assert regions.belonging("4652", 2027, folder=data).county.code == "46"


BROKEN = [
    # file, new line, line it replaces (None: added at the end), what is said
    ("municipalities.csv", "4616,2024,,Tysnes", None, "4616 is valid from 2024, but line"),
    (
        "municipalities.csv",
        "4616,2020,2026,Tysnes",
        TYSNES,
        "ends with 2026, but changes.csv does not say what it became",
    ),
    ("municipalities.csv", "4652,2027,,Onarheim", None, "begins in 2027, but changes.csv does not say what it was"),
    ("municipalities.csv", "9901,2017,,Ingensteds", None, "9901 is in no county in 2017"),
    ("municipalities.csv", "4616,2020,2019,Tysnes", TYSNES, "ends in 2019, before it begins in 2020"),
    ("municipalities.csv", "4616,2016,,Tysnes", TYSNES, "begins in 2016, but the data begin in 2017"),
    ("municipalities.csv", "461,2020,,Tysnes", TYSNES, "code is «461». Write four digits, as 0301"),
    ("municipalities.csv", "4616,i fjor,,Tysnes", TYSNES, "since is «i fjor». Write a whole number"),
    ("municipalities.csv", "4616,2020,,", TYSNES, "name is «». Write it"),
    ("municipalities.csv", "4616,2020,Tysnes", TYSNES, "3 values, «4616,2020,Tysnes». Write 4"),
    ("changes.csv", "2027,4616,9998", None, "municipality 9998 is not valid in 2027 \\(it is valid never\\)"),
    ("changes.csv", "2027,1141,4616", None, "municipality 1141 is not valid in 2026 \\(it is valid 2017-2019\\)"),
    ("changes.csv", "2024,1507,1580", None, "1507 to 1580 in 2024 is written twice"),
    ("counties.csv", "46,2023,,Vestland", None, "46 is valid from 2023, but line"),
    ("counties.csv", "", "46,2020,,Vestland", "is in no county in 2020: there is no county 46"),
    ("districts.csv", "461601,2017,,no,Onarheim", None, "district 461601 is in no municipality in 2017"),
    ("districts.csv", "461601,2020,,kanskje,Onarheim", None, "reports is «kanskje». Write one of: yes, no"),
    ("kostra_group_members.csv", "0301,2024,,EKG12", None, "0301 is in EKG12 from 2024, but also in EKG13"),
    ("kostra_group_members.csv", "9998,2024,,EKG12", None, "9998 is not valid in 2024"),
    ("kostra_group_members.csv", "", "0301,2020,,EKG13", "0301 is in no KOSTRA group in 2020"),
    ("kostra_group_members.csv", "0301,2020,2022,EKG13", "0301,2020,,EKG13", "0301 is in no KOSTRA group in 2023"),
    ("kostra_group_members.csv", "0301,2020,,EKG18", "0301,2020,,EKG13", "EKG18 is not valid in 2020"),
    ("names.csv", "4616,2020,Tysnesøy", None, "4616 does not exist both in 2020 and the year before"),
    ("names.csv", "0301,2026,Christiania", None, "0301 gets two names in 2026"),
    (
        "size_classes.csv",
        "ST2,2017,,5001,9999,Liten",
        "ST2,2017,,5000,9999,5 000–9 999 innbyggere",
        "ST2 begins at 5001",
    ),
    ("size_classes.csv", "ST5,2017,,50000,99999,Stor", "ST5,2017,,50000,,50 000 innbyggere eller flere", "upper limit"),
    ("aggregates.csv", "EAX,2017,,planet,Jorda", None, "kind is «planet». Write one of: country"),
]


@pytest.mark.parametrize(("name", "new", "old", "said"), BROKEN)
def test_a_bad_line_is_refused(data: Path, edit: Edit, name: str, new: str, old: str | None, said: str) -> None:
    edit(name, new, old)
    with pytest.raises(ContentError, match=said) as refused:
        regions.load(data)
    assert refused.value.remedy
    assert refused.value.line > 1


def test_the_line_that_is_named_is_the_one_that_is_wrong(data: Path, edit: Edit) -> None:
    line = edit("changes.csv", "2027,4616,9998")
    with pytest.raises(ContentError) as refused:
        regions.load(data)
    assert (Path(refused.value.path).name, refused.value.line) == ("changes.csv", line)


def test_a_wrong_header_or_a_missing_file_is_refused(data: Path, edit: Edit) -> None:
    edit("changes.csv", "year,old,new", "year,before,after")
    with pytest.raises(ContentError, match=r"the header is «year,old,new»\. Write year,before,after"):
        regions.load(data)
    (data / "changes.csv").unlink()
    with pytest.raises(ContentError, match="the file is missing"):
        regions.load(data)
