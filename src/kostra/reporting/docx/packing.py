"""The parts of a document as one file. The same parts give the same bytes: nothing in it says when it was packed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows."""


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """In the order given: what the others are told by comes first."""
    found = BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            info = ZipInfo(name, _WHEN)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            file.writestr(info, content.encode() if isinstance(content, str) else content, compresslevel=6)
    return found.getvalue()
