"""Decisions about controls, as data: from the year they hold, of the control that is in use then, and of no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kostra.app.controls.catalogue import check_every, differences, in_year
from kostra.codelists import catalogue as codelists
from kostra.controls import release
from kostra.forms import catalogue, controls, decided
from kostra.forms.catalogue import PACKAGE, Content
from kostra.model.errors import ContentError
from kostra.model.finding import Severity

DRAFT = catalogue.form("11F").last_year


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """A copy that a test writes decisions in."""
    forms, lists = tmp_path / "forms", tmp_path / "codelists"
    shutil.copytree(catalogue.FOLDER / "f11f", forms / "f11f", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(codelists.FOLDER, lists, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Content(forms, lists)


def write(content: Content, text: str) -> None:
    (content.forms / "f11f" / "controls" / decided.NAME).write_text(text, encoding="utf-8")


def severities(content: Content, id: str) -> dict[int, set[Severity]]:
    form = content.form("11F")
    return {year: {one.severity for one in in_year("11F", year, within=content) if one.id == id} for year in form.years}


def test_a_control_is_a_warning_from_the_year_and_what_it_was_before(content: Content) -> None:
    before = severities(PACKAGE, "K23A")
    write(content, f'[K23A]\nseverity = {{ {DRAFT} = "warning" }}\n')
    after = severities(content, "K23A")
    assert after == before | {DRAFT: {Severity.WARNING}} != before
    (one,) = differences("11F", DRAFT - 1, DRAFT, content)
    assert one.id == "K23A" and one.after is not None and one.after.version == f"{DRAFT}.1"


def test_a_control_is_dropped_after_a_year(content: Content) -> None:
    write(content, f"[K07]\nuntil = {DRAFT - 1}\n")
    assert severities(content, "K07") == severities(PACKAGE, "K07") | {DRAFT: set()}
    check_every("11F", DRAFT, content)


def test_what_follows_from_the_fields_is_decided_of_too(content: Content) -> None:
    write(content, f'[K36]\nseverity = {{ {DRAFT} = "error" }}\n\n[K02]\nuntil = {DRAFT - 1}\n')
    assert severities(content, "K36")[DRAFT] == {Severity.ERROR}
    assert severities(content, "K36")[DRAFT - 1] == {Severity.WARNING}
    assert severities(content, "K02")[DRAFT] == set()


def test_only_the_rule_that_is_in_use_is_touched() -> None:
    """K22 is one rule to 2025 and another from 2026."""
    rules = [one for one in controls.declared("11F") if one.id == "K22"]
    after = [decided.applied(one, decided.Decided({}, DRAFT)) for one in rules]
    for old, new in zip(rules, after, strict=True):
        ended = old.severity.until is not None and old.severity.until < release.end(DRAFT)
        assert (new == old) is ended
    graded = [decided.applied(one, decided.Decided({2025: Severity.INFO}, None)) for one in rules]
    changed = [old.name for old, new in zip(rules, graded, strict=True) if old != new]
    assert changed == ["alderspensjon_krevde_alder"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[K999]\nuntil = 2026\n", "there is no control «K999»"),
        ("[K23A]\n", "nothing is decided of K23A"),
        ('[K23A]\nseverity = "warning"\n', "the severity has no years"),
        ('[K23A]\nseverity = { 2027 = "streng" }\n', "the severity is «streng»"),
        ("[K23A]\nfarge = 2\nuntil = 2026\n", "unknown key «farge»"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(content: Content, text: str, said: str) -> None:
    write(content, text)
    with pytest.raises(ContentError, match=said):
        controls.decided("11F", content)


def test_the_package_has_decided_nothing_that_is_not_there() -> None:
    for id in catalogue.ids():
        controls.decided(id)


def test_a_decision_makes_another_version_of_the_controls(content: Content) -> None:
    before = controls.fingerprint("11F", content)
    assert before == controls.fingerprint("11F")
    write(content, "[K07]\nuntil = 2026\n")
    controls.fingerprint.cache_clear()
    assert controls.fingerprint("11F", content) != before
