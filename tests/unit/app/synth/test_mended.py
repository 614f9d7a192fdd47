"""What is sent again after having been stopped: what the controls let through stands in it as it did, and nothing else that is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

from kostra.app.synth.making import mended
from kostra.synth.dials import Dials
from kostra.synth.nation import Nation


def test_only_what_no_control_stops_is_left(tmp_path: Path) -> None:
    nation = Nation(1, 0.02, Dials(errors=0.3, file_errors=0.2))
    mended(nation, 2025, tmp_path, lambda *_: None)
    with (tmp_path / "2025" / "mistakes.csv").open(encoding="utf-8") as file:
        kinds = {row["kind"] for row in csv.DictReader(file) if row["form"] == "11F"}
    assert kinds == {"contribution-not-sum-of-months", "loan-not-sum-of-months"}
