"""The name of a file as it may be stored and shown: no folders, no control characters, nobody's national id, and not endless."""

from __future__ import annotations

from kostra.app.controls.opening import shown

_LONGEST = 120


def cleaned(file_name: str | None) -> str | None:
    """None when nothing is left of it."""
    if file_name is None:
        return None
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(plain) > _LONGEST:
        plain = f"{plain[: _LONGEST - 10]}…{plain[-9:]}"
    return shown(plain) or None
