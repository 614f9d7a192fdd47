"""A delivery as files, and the files as one. The same delivery gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import polars as pl

PARQUET, CSV = "data.parquet", "data.csv"
_LEVEL = 3
_READABLE = 0o644 << 16
_UNIX = 3
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def parquet(frame: pl.DataFrame) -> bytes:
    into = io.BytesIO()
    frame.write_parquet(into, compression="zstd", compression_level=3, row_group_size=65_536)
    return into.getvalue()


def csv(frame: pl.DataFrame) -> bytes:
    """As spreadsheets in Norway read it: semicolons, and a mark of the encoding in front."""
    into = io.BytesIO()
    frame.write_csv(into, separator=";", include_bom=True, line_terminator="\r\n")
    return into.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with ZipFile(into, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, _NO_TIME)
            info.external_attr, info.create_system = _READABLE, _UNIX
            how = ZIP_STORED if name == PARQUET else ZIP_DEFLATED
            archive.writestr(info, content, how, None if how == ZIP_STORED else _LEVEL)
    return into.getvalue()
