"""A locked year cannot change unnoticed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kostra.forms import catalogue, lock
from kostra.forms.reading import read_form
from kostra.model.errors import ContentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "f11f"
    shutil.copytree(catalogue.folders()["11F"], copy)
    return copy


def edit(folder: Path, field: str, pattern: str, to: str) -> None:
    """Change one key of one field."""
    path = folder / "form.toml"
    above, header, below = path.read_text(encoding="utf-8").partition(f"[fields.{field}]")
    changed = re.sub(pattern, to, below, count=1)
    assert header and changed != below
    path.write_text(above + header + changed, encoding="utf-8")


def test_a_fingerprint_is_the_same_every_time(folder: Path) -> None:
    first, again = read_form(folder), read_form(folder)
    assert [lock.fingerprint(first.version(y)) for y in first.years] == [
        lock.fingerprint(again.version(y)) for y in again.years
    ]


def test_locking_takes_the_published_years_once(folder: Path) -> None:
    (folder / lock.NAME).unlink()
    form = read_form(folder)
    assert lock.write(form, folder) == tuple(range(2022, form.newest_year() + 1))
    assert lock.write(form, folder) == ()
    assert lock.changed(form, folder) == ()


def test_a_change_to_a_locked_year_is_noticed_and_not_locked_over(folder: Path) -> None:
    edit(folder, "saksbehandler", r"width += 10", "width = 11")
    form = read_form(folder)
    assert 2026 in lock.changed(form, folder)
    with pytest.raises(ContentError, match="locked"):
        lock.write(form, folder)


def test_better_wording_is_no_change_to_a_locked_year(folder: Path) -> None:
    edit(folder, "kommune_nr", r'label += ".*"', 'label = "Kommunens nummer"')
    assert lock.changed(read_form(folder), folder) == ()


def test_a_lock_that_is_not_one_is_refused(folder: Path) -> None:
    (folder / lock.NAME).write_text("2022 abc\n", encoding="ascii")
    with pytest.raises(ContentError, match="line 1"):
        lock.locked(folder)
