"""Differences, description, manifest and the bytes of a delivery."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import polars as pl

from kostra.deliveries import cutting, describing, manifest, packing
from kostra.deliveries.differences import Differences, differences
from kostra.model.delivery import Delivery, Identity
from unit.deliveries.given import SIRI, VERSION, basis, frame, order, row


def _cut(rows: list[dict[str, object]]) -> pl.DataFrame:
    return cutting.cut(frame(rows), basis(), order(), VERSION)


def test_differences_are_told_by_record_variable_and_unit() -> None:
    before = _cut([row(1), row(2), row(3, unit="460100"), row(4)])
    after = _cut([row(1), row(2, bidrag=None), row(3, unit="460100", bidrag=5, trygdesit="05"), row(5, unit="030104")])
    assert differences(before, after) == Differences(
        1, 1, 2, {"bidrag": 2, "trygdesit": 1}, {"030104": 1, "110300": 2, "460100": 1}
    )
    assert differences(after, after) == Differences(0, 0, 0)


def test_variables_that_only_one_has_are_not_compared() -> None:
    both = _cut([row(1)])
    assert differences(both.drop("bidrag"), both) == differences(both, both.drop("bidrag")) == Differences(0, 0, 0)


def test_every_column_is_described_with_its_codes() -> None:
    columns = ("rapporteringsenhet", "kjonn_avledet", "bidrag", "trygdesit")
    told = describing.described(VERSION, Identity.RECIPIENT_PSEUDONYM, columns)
    assert [one["id"] for one in told] == ["person", "person_duf", *columns]
    assert told[3]["codes"] == {"1": "Mann", "2": "Kvinne"}
    assert set(told[5]["codes"]) == set(VERSION.field("trygdesit").codes)
    text = describing.as_text("Levering", told)
    assert text.startswith("Levering\n") and "bidrag  (heltall)" in text
    assert describing.described(VERSION, Identity.NONE, ("bidrag",))[0]["id"] == "bidrag"


def test_the_same_delivery_gives_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        found = cutting.named(_cut([row(1), row(2)]), VERSION, lambda some: [one.hex() for one in some])
        files = {packing.PARQUET: packing.parquet(found), packing.CSV: packing.csv(found)}
        of = Delivery("d1", order(), SIRI)
        said = manifest.written(
            of, basis(), data="x", rows=2, persons=2, variables=("bidrag",), files=files, different=None, synthetic=True
        )
        made.append((said, packing.packed({**files, "manifest.json": said})))
    assert made[0] == made[1]
    archive = ZipFile(io.BytesIO(made[0][1]))
    assert archive.namelist() == ["data.parquet", "data.csv", "manifest.json"]
    assert pl.read_parquet(archive.read(packing.PARQUET))["bidrag"].to_list() == [1000, 2000]
    assert (
        archive.read(packing.CSV).decode("utf-8-sig").splitlines()[0]
        == "person;person_duf;rapporteringsenhet;trygdesit;bidrag"
    )
    told = json.loads(made[0][0])
    assert told["files"][packing.CSV]["size"] == len(archive.read(packing.CSV))
    assert told["basis"]["id"] == "nav-sosialhjelp" and told["persons_covered"] == [{}, {}]


def test_what_is_signed_can_be_read_again() -> None:
    assert manifest.opened("e30.eyJhIjogMX0.x") == {"a": 1}
