"""Releases of controls. A year has one set of controls, which may be put right in mid-season: 2022 is followed by 2022.2.

A release is a number that rises (year times a hundred plus its place in the year), so that whatever is dated by year can be dated by
release.
"""

from __future__ import annotations

import re

from kostra.model.errors import Broken, Refused

_WRITTEN = re.compile(r"([0-9]{4})(?:\.([1-9][0-9]?))?")


def first(year: int) -> int:
    """The first release of a year."""
    return year * 100 + 1


def last(year: int) -> int:
    """After every release of a year."""
    return year * 100 + 99


def begin(written: int | str) -> int:
    """The release in which something begins: `2022` is the first of the year, `"2022.2"` the second."""
    found = _WRITTEN.fullmatch(str(written))
    if found is None:
        raise Broken(f"«{written}» is not a release: write a year, or a year and a place as 2022.2")
    return int(found[1]) * 100 + int(found[2] or 1)


def end(written: int | str) -> int:
    """The release in which something ends: `2025` is the last of the year."""
    found = _WRITTEN.fullmatch(str(written))
    if found is None:
        raise Broken(f"«{written}» is not a release: write a year, or a year and a place as 2022.1")
    return int(found[1]) * 100 + int(found[2] or 99)


def asked(written: str, year: int) -> int:
    """A release that somebody asks for, of the year they ask about."""
    found = _WRITTEN.fullmatch(written)
    if found is None or found[2] is None or int(found[1]) != year:
        raise Refused(f"«{written}» er ikke en kontrollversjon for {year}. Skriv for eksempel {year}.1.")
    return int(found[1]) * 100 + int(found[2])


def written(release: int) -> str:
    return f"{release // 100}.{release % 100}"
