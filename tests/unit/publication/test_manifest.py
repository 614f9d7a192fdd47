"""The manifest comes back as it was written, and a file more, less or other is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kostra.model.cube import Status
from kostra.model.errors import Broken
from kostra.model.protection import AuditVerdict
from kostra.model.release import Kind
from kostra.publication.changes import Changes
from kostra.publication.manifest import Absent, File, Manifest, Run, Table, differing, file, read, written

FILES = {"tables/1.json": file(b"{}"), "tables/1.parquet": file(b"PAR1")}
ONE = Manifest(
    id="a1",
    kind=Kind.CORRECTION,
    year=2026,
    hour=datetime(2027, 3, 15, 7, tzinfo=UTC),
    synthetic=True,
    corrects="a0",
    reason="Feil fylke for Ål",
    runs=(Run("r", Status.FINAL, "in", "out", AuditVerdict(9, 2, 0, 0, 1, 1, 0, passed=True)),),
    tables=(
        Table("1", Status.PROVISIONAL, "r", "a0", is_new=False, changes=Changes(changed=3, same=6)),
        Table("2", Status.FINAL, "r", None, is_new=True, changes=Changes(added=9)),
    ),
    gone=("3",),
    absent=(Absent("11F", "2026", {"110300": "Stavanger"}, 371, 268),),
    files=FILES,
)


def test_it_comes_back_as_it_was_written() -> None:
    content = written(ONE)
    assert content == written(ONE) and "Ål".encode() in content
    assert read(content, file(content).sha256) == ONE
    assert ONE.before == {"1": "a0"} and ONE.table("2") == ONE.tables[1] and ONE.table("9") is None


def test_another_manifest_than_the_one_put_down_is_not_read() -> None:
    content = written(ONE)
    with pytest.raises(Broken, match="not the one that was written"):
        read(content.replace(b"Stavanger", b"Sandnes"), file(content).sha256)


def test_every_file_that_is_not_as_it_was_is_named() -> None:
    assert differing(ONE, dict(FILES)) == ()
    other = dict(FILES) | {"tables/1.json": file(b"[]"), "tables/strange": File("", 0)}
    del other["tables/1.parquet"]
    assert differing(ONE, other) == ("tables/1.json", "tables/1.parquet", "tables/strange")
