"""A patch says what differs, is put where it says or nowhere, and is known again where it already is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kostra.model.errors import Broken, Conflict
from kostra.proposals.patching_diff import diff, paths, put

LINES = [f"linje {number}" for number in range(30)]
BEFORE = {"forms/a.toml": "".join(f"{line}\n" for line in LINES), "tables/b.toml": "x = 1\n"}


def edited(*changes: tuple[int, list[str]]) -> dict[str, str]:
    """The first file with some lines replaced by others, from below."""
    found = list(LINES)
    for at, lines in sorted(changes, reverse=True):
        found[at : at + 1] = lines
    return {**BEFORE, "forms/a.toml": "".join(f"{line}\n" for line in found)}


def test_nothing_is_told_of_what_is_the_same() -> None:
    assert diff(BEFORE, BEFORE) == ""
    assert put(BEFORE, "").there


def test_a_patch_makes_the_one_of_the_other_and_is_known_again() -> None:
    after = edited((3, ["ny"]), (20, ["to", "linjer"])) | {"forms/c.toml": "helt ny\nfil\n"}
    patch = diff(BEFORE, after)
    assert paths(patch) == ("forms/a.toml", "forms/c.toml")
    made = put(BEFORE, patch)
    assert (dict(made.files), made.there) == (after, False)
    assert put(after, patch).there and put(after, patch).files == after


def test_it_is_put_further_down_when_somebody_has_added_lines_above() -> None:
    patch = diff(BEFORE, edited((20, ["ny"])))
    moved = put(edited((2, ["a", "b", "c"])), patch)
    assert moved.files["forms/a.toml"] == edited((2, ["a", "b", "c"]), (20, ["ny"]))["forms/a.toml"]


def test_it_is_refused_where_the_text_was_changed_with_what_was_awaited_and_what_stands() -> None:
    patch = diff(BEFORE, edited((20, ["ny"])))
    with pytest.raises(Conflict, match=r"forms/a\.toml, linje 18: .*ventet «linje 20», men der står «en annen»"):
        put(edited((20, ["en annen"])), patch)
    with pytest.raises(Conflict, match=r"forms/a\.toml finnes ikke lenger"):
        put({}, patch)


def test_it_is_refused_where_it_could_stand_in_two_places() -> None:
    twice = {"f": "a\nb\nc\nx\na\nb\nc\nd\n"}
    patch = diff({"f": "a\nb\nc\n"}, {"f": "a\nB\nc\n"})
    assert put({"f": "q\na\nb\nc\n"}, patch).files == {"f": "q\na\nB\nc\n"}
    with pytest.raises(Conflict):
        put({"f": "q\n" + twice["f"]}, patch)


def test_lines_at_the_end_are_added_and_taken_away_once() -> None:
    longer = {**BEFORE, "tables/b.toml": "x = 1\ny = 2\n"}
    for before, after in ((BEFORE, longer), (longer, BEFORE)):
        patch = diff(before, after)
        assert put(before, patch).files == after
        assert put(after, patch).files == after and put(after, patch).there


def test_what_is_no_patch_is_broken() -> None:
    with pytest.raises(Broken):
        put(BEFORE, "hei\n")


def test_git_takes_it(tmp_path: Path) -> None:
    """What a colleague does with the file."""
    after = edited((3, ["ny"]), (20, ["to", "linjer"])) | {"forms/c.toml": "helt ny\n"}
    for path, text in BEFORE.items():
        file = tmp_path / "src" / "kostra" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "x.patch").write_text(diff(BEFORE, after), encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply", "x.patch"], cwd=tmp_path, check=True)
    for path, text in after.items():
        assert (tmp_path / "src" / "kostra" / path).read_text(encoding="utf-8") == text


def distinct() -> some.SearchStrategy[dict[str, str]]:
    lines = some.lists(some.text("abcæ =[]#-+@ ", min_size=1), min_size=1, max_size=25, unique=True)
    return lines.map(lambda found: {"f": "".join(f"{line}\n" for line in found)})


@given(distinct(), distinct())
def test_any_two_files_are_made_of_each_other(before: dict[str, str], after: dict[str, str]) -> None:
    assert put(before, diff(before, after)).files == after
