"""Every case of every form, and that a case which is not valid is told by file and number."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import answering, cases, running
from forms.cases import Case, Fault
from kostra.app.controls import asking
from kostra.app.controls.check import check
from kostra.controls.controlset import Set
from kostra.controls.reading import READING, READING_ANSWERS
from kostra.forms.controls import control_set
from kostra.model.finding import Outcome
from kostra.model.form import Kind
from kostra.model.period import Period

FORMS = tuple(cases.folders())
OF_FILE = (*READING, *READING_ANSWERS)
FILES = [path for folder in FORMS for path in cases.files(folder)]


def _read(path: Path) -> tuple[Case, ...]:
    """None of a faulty file; that it is faulty is a test of its own."""
    try:
        return cases.read(path)
    except Fault:
        return ()


CASES = [case for path in FILES for case in _read(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_cases_are_well_formed(path: Path) -> None:
    cases.read(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.parts[-3]}-{case.control}-{case.number}")
def test_a_control_says_what_the_case_says(case: Case) -> None:
    wrong = {year: running.differences(case, year) for year in case.years}
    told = "\n".join(f"  {year}: {difference}" for year, found in wrong.items() for difference in found)
    assert not told, f"{case.place} ({case.about})\n{told}"


@pytest.mark.parametrize("folder", FORMS, ids=lambda path: path.name)
def test_every_control_of_every_year_accepts_the_clean_record(folder: Path) -> None:
    """So that a case changes what it is about, and nothing else."""
    clean = cases.clean_of(folder)
    for year in clean.form.years:
        asked = asking.asked(
            clean.form.id, Period.read(f"{year}{clean.given.period}"), clean.given.region, proposals=True
        )
        if clean.form.kind is Kind.ANSWERS:
            report = answering.clean_report(asked, clean)
        else:
            report = check(running.as_file(running.clean_record(clean, asked.version)), asked)
        assert report.by_control() == {}, year


@pytest.mark.parametrize("folder", FORMS, ids=lambda path: path.name)
def test_every_control_has_cases_in_every_year(folder: Path) -> None:
    """One that passes and one that fails, for each meaning of a number, and one with a value missing."""
    form = cases.form_of(folder)
    seen = {
        (case.control, case.outcome, year)
        for path in cases.files(folder)
        for case in _read(path)
        for year in case.years
    }
    lacking = [
        f"{control} in {year}: no case that is «{outcome}»"
        for year in form.years
        for control in sorted({control.id for control in _set(form.id, year).controls if control not in OF_FILE})
        for outcome in (Outcome.PASSED, Outcome.FAILED)
        if (control, outcome, year) not in seen
    ]
    lacking += [
        f"{path.stem}: no case where a value is missing"
        for path in cases.files(folder)
        if not any("" in record.values() for case in _read(path) for record in case.records)
        and path.stem not in {control.id for control in OF_FILE}
    ]
    assert not lacking, "\n".join(lacking)


@pytest.mark.parametrize("folder", FORMS, ids=lambda path: path.name)
def test_every_sentence_is_given_by_a_case(folder: Path) -> None:
    """Of the controls that are declared in the form's folder: a sentence nobody has seen is a sentence nobody has read."""
    form = cases.form_of(folder)
    told: set[tuple[str, str]] = set()
    for case in (case for path in cases.files(folder) for case in _read(path) if case.outcome is Outcome.FAILED):
        for year in case.years:
            chosen = {control.sentence for control in _set(form.id, year).controls if running.is_of(control, case)}
            told |= {(case.control, sentence) for sentence in chosen if len(chosen) == 1}
    declared = {
        (control.id, control.sentence)
        for year in form.years
        for control in _set(form.id, year).controls
        if control not in OF_FILE and control.sentence != control.id and control.theme not in ("felt", "summer")
    }
    assert not declared - told


def _set(form_id: str, year: int) -> Set:
    return control_set(form_id, year, None, True)


GOOD = """
[[cases]]
years = "2024-2026"
about = "a benefit that is one"
set = { vklo = "3", trygdesit = "01" }
outcome = "passed"

[[cases]]
years = [2026]
about = "no benefit"
set = { vklo = "3", trygdesit = "12" }
outcome = "failed"
says = "x"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of cases of form 11F."""
    made = tmp_path / "f11f" / "cases"
    made.mkdir(parents=True)
    (made.parent / "clean.toml").write_text((cases.FOLDER / "f11f" / "clean.toml").read_text(encoding="utf-8"))
    return made


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("about =", "abuot =", "about"),
        ('outcome = "failed"', 'outcome = "broken"', "broken"),
        ('says = "x"', "", "sentence"),
        ("[2026]", "[1998]", "1998"),
        ("[2026]", '"2026"', "years"),
        ('trygdesit = "12"', 'trygd = "12"', "trygd"),
        ('trygdesit = "12"', "trygdesit = 12", "12"),
        ('says = "x"', 'says = "x"\nseverity = "bad"', "severity"),
        ('says = "x"', 'says = "x"\nfile = ""\nlines = [""]', "twice"),
        ('says = "x"', 'says = "x"\ngiven = { bydel = "01" }', "bydel"),
    ],
)
def test_a_faulty_case_is_told_by_file_and_number(folder: Path, before: str, after: str, problem: str) -> None:
    path = folder / "K20B.toml"
    head, between, tail = GOOD.rpartition("[[cases]]")
    path.write_text(head + between + tail.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Fault, match=rf"K20B\.toml, case 2.*{problem}"):
        cases.read(path)


def test_a_case_that_is_not_toml_is_a_fault(folder: Path) -> None:
    path = folder / "K20B.toml"
    path.write_text("[[cases]\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"K20B\.toml"):
        cases.read(path)


def test_a_case_about_a_control_of_another_year_is_a_fault(folder: Path) -> None:
    path = folder / "K99.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(Fault, match=r"K99\.toml, case 1: form 11F has no such control in 2024"):
        running.run(cases.read(path)[0], 2024)


def test_a_value_that_is_too_wide_is_a_fault(folder: Path) -> None:
    path = folder / "K20B.toml"
    path.write_text(GOOD.replace('"01"', '"001"'), encoding="utf-8")
    with pytest.raises(Fault, match=r"trygdesit is 2 wide"):
        running.run(cases.read(path)[0], 2026)


def test_a_wrong_answer_and_a_wrong_sentence_are_seen(folder: Path) -> None:
    path = folder / "K20B.toml"
    path.write_text(GOOD.replace('"01"', '"12"'), encoding="utf-8")
    passes, fails = cases.read(path)
    assert "the outcome is «failed»" in running.differences(passes, 2026)[0]
    assert "the case says\n    x" in running.differences(fails, 2026)[0]
