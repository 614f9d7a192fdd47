"""What is committed: no address of a registry, no path of a machine, no national id that could be somebody's."""

from __future__ import annotations

import re
import tomllib

import pytest

from house.tree import ROOT, committed, text

REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "/root" + "/", "/home" + "/")
ELEVEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")
SUM = re.compile(r"\b[0-9a-f]{64}\b")
"""A checksum may hold eleven digits that happen to be valid. It is nobody's."""


def checked(digits: str) -> bool:
    """Whether eleven digits are a valid national id or D-number: both check digits right."""
    first = sum(w * int(d) for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), digits, strict=False)) % 11
    second = sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True)) % 11
    return first == second == 0


def test_no_registry_and_no_machine_is_named() -> None:
    for path in committed():
        for word in REGISTRIES:
            assert word not in (text(path) or ""), f"{path} names {word}"


def test_every_national_id_is_synthetic() -> None:
    for path in committed():
        for digits in ELEVEN_DIGITS.findall(SUM.sub("", text(path) or "")):
            month = int(digits[2:4])
            real = 1 <= month <= 12 and checked(digits)
            assert not real, f"{path} holds a valid national id; synthetic persons have 80 added to the month"


def test_every_dependency_says_why_it_is_there() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(project)["project"]
    names = [*declared["dependencies"], *(d for group in declared["optional-dependencies"].values() for d in group)]
    for line in project.splitlines():
        for name in names:
            if line.strip().startswith(f'"{name}"') and name.partition(">")[0] not in ("pytest",):
                assert "#" in line, f"{name} has no comment"


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_a_lock_holds_every_dependency_with_hashes(lock: str) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = declared["optional-dependencies"]
    wanted = [*declared["dependencies"], *extras["server"], *(extras["dev"] if lock == "dev" else [])]
    written = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==[^\n]*\\\n\s+--hash=sha256:", written, re.MULTILINE)
    for name in wanted:
        assert re.split(r"[\[>=<]", name)[0] in pinned, f"{name} is not in requirements/{lock}.txt; run ./run lock"


def test_the_two_locks_agree() -> None:
    def pins(lock: str) -> set[str]:
        written = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9-]+==[^\\ ]+)", written, re.MULTILINE))

    assert pins("runtime") <= pins("dev")
