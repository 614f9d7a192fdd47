"""Many files: each on its own, one summary, and persons who stand in several deliveries of one period."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from kostra.app.controls.one import How
from kostra.app.controls.opening import listed, shown
from kostra.app.controls.recognise import Said
from kostra.app.controls.reports import summary as summaries
from kostra.app.controls.reports.writing import Format, keep, write_all
from kostra.app.controls.several import Checked, Summary, check_all
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.text import Language
from unit.app.controls.made import content, file, records

NB = Language.BOKMAL


def silent(number: int, of: int, name: str) -> None:
    """No progress is shown."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four good and bad files, one that is no form, and one that is hidden."""
    (tmp_path / "11F").mkdir()
    (tmp_path / "11F" / "110300.dat").write_bytes(file("11F", 2026, {}, {}))
    own = {"kommune_nr": "0301", "bydelsnr": "01"}
    (tmp_path / "11F" / "030101.dat").write_bytes(file("11F", 2026, own, own | {"kjonn": "x"}, own | {"kjonn": "y"}))
    (tmp_path / "11F" / "030102.dat").write_bytes(file("11F", 2025, own | {"bydelsnr": "02", "bidrag_jan": "1"}))
    (tmp_path / "11CF.txt").write_bytes(file("11CF", 2026, {}))
    (tmp_path / "annet.dat").write_bytes(b"hei\n")
    (tmp_path / ".skjult.dat").write_bytes(b"hei\n")
    (tmp_path / "manifest.json").write_bytes(b"{}")
    return tmp_path


def run(paths: list[str]) -> tuple[list[Checked], Summary]:
    summary = Summary()
    return list(check_all(paths, Said(), How(), summary, silent)), summary


def test_a_folder_is_its_files_of_records_and_answers(folder: Path) -> None:
    (folder / "7.json").write_text('{"form": "7", "year": 2026, "region": "110300", "answers": {}}')
    names = [str(Path(one).relative_to(folder)) for one in listed([str(folder)])]
    assert names == ["11CF.txt", "11F/030101.dat", "11F/030102.dat", "11F/110300.dat", "7.json", "annet.dat"]
    assert listed([str(folder / "11CF.txt"), str(folder)])[0] == str(folder / "11CF.txt")
    assert len(listed([str(folder), str(folder)])) == 6


def test_each_is_checked_as_what_it_is_and_the_worst_is_the_result(folder: Path) -> None:
    checked, summary = run(listed([str(folder)]))
    told = {Path(one.file).name: one.report.severity for one in checked if one.report}
    assert told == {
        "11CF.txt": Severity.OK,
        "030101.dat": Severity.ERROR,
        "030102.dat": Severity.WARNING,
        "110300.dat": Severity.OK,
    }
    assert [Path(one.file).name for one in summary.refused] == ["annet.dat"]
    assert (summary.files, summary.records, summary.severity) == (5, 7, Severity.ERROR)
    assert summary.severities == {Severity.OK: 2, Severity.WARNING: 1, Severity.ERROR: 1}
    assert summary.most_frequent(2) == [(("11F", "K02"), 2, 1), (("11F", "K08"), 2, 1)]


def test_the_summary_in_words(folder: Path) -> None:
    _, summary = run(listed([str(folder)]))
    said = summaries.as_text(summary, NB)
    assert "Kontroll av 5 filer" in said and "Ikke kontrollert" in said and "De vanligste kontrollene" in said
    assert "Linjene er 3 tegn, og det er de ikke i noe skjema." in said


def as_one(format: Format, paths: list[str]) -> str:
    summary, out = Summary(), BytesIO()
    how = How(keep(format, None), format.for_people)
    write_all(check_all(paths, Said(), how, summary, silent), summary, format, NB, out)
    return out.getvalue().decode("utf-8")


def test_json_is_one_array(folder: Path) -> None:
    found = json.loads(as_one(Format.JSON, listed([str(folder)])))
    assert [one.get("severity") for one in found] == ["ok", "error", "warning", "ok", None]
    assert all(next(iter(one)) == "file" for one in found)
    assert "refused" in found[-1]


def test_csv_names_the_file(folder: Path) -> None:
    lines = as_one(Format.CSV, listed([str(folder)])).splitlines()
    assert lines[0] == "\ufefffile;control;severity;line;field;journal;caseworker;message"
    assert {line.split(";")[0] for line in lines[1:]} == {str(folder / "11F" / f"03010{n}.dat") for n in (1, 2)}


def test_html_is_one_page_with_every_file(folder: Path) -> None:
    page = as_one(Format.HTML, listed([str(folder)]))
    assert page.count("<h1>") == 1 and page.count('<h2 id="file-') == 4
    ids = [part.partition('"')[0] for part in page.split('id="')[1:]]
    assert len(ids) == len(set(ids))
    assert all(f'id="{link}"' in page for link in (part.partition('"')[0] for part in page.split('href="#')[1:]))


def test_html_stays_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "ROOM", 1)
    page = as_one(Format.HTML, listed([str(folder)]))
    assert "Rapporten ble for stor til å vise funnene i denne filen." in page
    assert page.count('<h2 id="file-') == 4


def monthly(path: Path, person_of: list[int], region: dict[str, str], period: str = "2026M03") -> str:
    """A monthly file with some of a fixed row of persons."""
    lines = records("11M", 2026, *[{"periode": period} | region] * (max(person_of) + 1))
    path.write_bytes(content([lines[one] for one in person_of]))
    return str(path)


def test_a_person_in_two_deliveries_of_one_municipality_and_month_is_told_in_both(tmp_path: Path) -> None:
    one = {"kommune_nr": "0301", "bydelsnr": "01"}
    two = one | {"bydelsnr": "02"}
    paths = [monthly(tmp_path / "a.dat", [0, 1, 2], one), monthly(tmp_path / "b.dat", [3, 1], two)]
    _, summary = run(paths)
    told = [(Path(t.file).name, t.line, Path(t.other).name, t.other_line, t.journal) for t in summary.twice]
    assert told == [("b.dat", 2, "a.dat", 2, "J0000002")]
    assert {(t.form, t.period, t.municipality) for t in summary.twice} == {("11M", "2026M03", "0301")}
    assert summary.severity >= Severity.WARNING
    said = summaries.as_text(summary, NB)
    assert "0301: personen på linje 2 i" in said and "send personen bare i én av dem for 2026M03." in said
    found = json.loads(as_one(Format.JSON, paths))
    assert [one["line"] for one in found[-1]["across"]] == [2]


def test_another_month_or_another_municipality_is_no_duplicate(tmp_path: Path) -> None:
    here, there = {"kommune_nr": "1103"}, {"kommune_nr": "4601"}
    _, summary = run(
        [
            monthly(tmp_path / "a.dat", [0], here),
            monthly(tmp_path / "b.dat", [0], here, "2026M04"),
            monthly(tmp_path / "c.dat", [0], there),
        ]
    )
    assert summary.twice == []


def test_a_person_twice_in_one_file_is_for_the_file_to_tell(tmp_path: Path) -> None:
    here = {"kommune_nr": "1103"}
    _, summary = run([monthly(tmp_path / "a.dat", [0, 0], here), monthly(tmp_path / "b.dat", [1], here)])
    assert summary.twice == []


@pytest.mark.parametrize("name", ["finnes-ikke.dat", "tom"])
def test_what_cannot_be_opened_does_not_stop_the_others(tmp_path: Path, name: str) -> None:
    good = tmp_path / "a.dat"
    good.write_bytes(file("11F", 2026, {}))
    (tmp_path / "tom").write_bytes(b"")
    checked, summary = run([str(tmp_path / name), str(good)])
    assert checked[0].report is None and checked[0].refused and checked[1].report is not None
    assert summary.files == 2


def test_a_file_that_says_there_is_nothing_to_report_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(file("11F", 2026, {}))
    (tmp_path / "nil.dat").write_bytes(b" \r\n")
    paths = [str(tmp_path / "a.dat"), str(tmp_path / "nil.dat")]
    _, summary = run(paths)
    assert (summary.nil, summary.refused, summary.severity) == (1, [], Severity.OK)
    assert "Ingenting å rapportere" in summaries.as_text(summary, NB)
    assert json.loads(as_one(Format.JSON, paths))[1] == {"file": paths[1], "nil": True}


def test_a_person_in_three_deliveries_is_told_for_the_second_and_the_third(tmp_path: Path) -> None:
    here = {"kommune_nr": "1103"}
    _, summary = run([monthly(tmp_path / f"{name}.dat", [0], here) for name in "abc"])
    assert [(Path(one.file).name, Path(one.other).name) for one in summary.twice] == [
        ("b.dat", "a.dat"),
        ("c.dat", "a.dat"),
    ]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="har ingen filer å kontrollere"):
        listed([str(tmp_path)])


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("ut/11F_110300.dat", "ut/11F_110300.dat"),
        ("ut/15859010099.dat", "ut/....dat"),
        ("15859010099_og_201234567890", "..._og_201234567890"),
        ("11F_20260115123000.dat", "11F_20260115123000.dat"),
        ("12345678901.dat", "12345678901.dat"),
    ],
)
def test_a_file_that_is_called_by_a_national_id_is_not_named_by_it(path: str, named: str) -> None:
    assert shown(path) == named


def test_no_national_id_from_a_file_name_in_what_came_of_it(tmp_path: Path) -> None:
    for name in ("15859010099.dat", "15859010099-2.dat"):
        (tmp_path / name).write_bytes(file("11M", 2026, {"periode": "2026M03"}))
    missing = str(tmp_path / "15859010099-3.dat")
    checked, summary = run([*listed([str(tmp_path)]), missing])
    assert summary.twice and summary.refused
    assert "15859010099" not in repr([(one.file, one.refused) for one in checked]) + repr(summary.twice)
