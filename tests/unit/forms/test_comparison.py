"""The change log tells what the sources tell of each year."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.forms.comparison import What, compare


def told(form: str, before: int, after: int) -> set[tuple[str, str, str | None]]:
    versions = catalogue.form(form)
    changes = compare(versions.version(before), versions.version(after))
    return {(change.what.value, change.name, change.code) for change in changes}


def test_2024_of_11f() -> None:
    """The district number goes; a condition and a benefit come; benefit (3) gets another name."""
    changes = told("11F", 2023, 2024)
    assert ("removed", "DISTRIKTSNR", None) in changes
    assert ("added", "VILKARNORSKSAMISKOPPL", None) in changes
    assert ("code_added", "TRYGDESIT", "13") in changes
    assert ("code_text", "VKLO", "3") in changes


def test_2025_of_11f() -> None:
    changes = told("11F", 2024, 2025)
    assert ("added", "FODSELSDATO", None) in changes
    assert ("date_pattern", "UTBETDATO", None) in changes
    assert ("required", "KJONN", None) in changes


def test_2026_of_11f_is_2025() -> None:
    assert told("11F", 2025, 2026) == set()


def test_housing_code_7_was_there_in_2020_only() -> None:
    assert ("code_added", "BOSIT", "7") in told("11F", 2019, 2020)
    assert ("code_removed", "BOSIT", "7") in told("11F", 2020, 2021)


def test_a_renamed_field_is_the_same_field() -> None:
    changes = told("11CF", 2025, 2026)
    assert ("renamed", "YTELSE_TILTAKSPENGER", None) in changes
    assert not any(what in ("added", "removed") for what, _, _ in changes)


@pytest.mark.parametrize("id", catalogue.ids())
def test_backwards_is_forwards_mirrored(id: str) -> None:
    form = catalogue.form(id)
    mirror = {What.ADDED: What.REMOVED, What.CODE_ADDED: What.CODE_REMOVED}
    mirror |= {after: before for before, after in mirror.items()}
    for year in form.years[1:]:
        older, newer = form.version(year - 1), form.version(year)
        forwards = {(c.what, c.field, c.code, c.before, c.after) for c in compare(older, newer)}
        backwards = {(mirror.get(c.what, c.what), c.field, c.code, c.after, c.before) for c in compare(newer, older)}
        assert forwards == backwards
