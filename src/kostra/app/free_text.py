"""What people write in their own words: reasons, messages, notes. It stands in mail, exports and logs, and a national id may not."""

from __future__ import annotations

import re

from kostra.model.errors import Refused

_ELEVEN = re.compile(r"(?<![0-9])[0-9]{6}[ \u00a0.-]?[0-9]{5}(?![0-9])")

LONGEST = 4_000
"""A page and a half. What is longer is a document, and belongs beside it."""


def refuse_what_is_no_reason(text: str) -> None:
    refuse_national_id(text)
    if "\0" in text:
        raise Refused("Teksten har et nulltegn i seg, som ikke kan lagres. Ta det ut, eller skriv teksten på nytt.")
    if len(text) > LONGEST:
        raise Refused(f"Teksten er på {len(text)} tegn. Den kan være på høyst {LONGEST}. Skriv den kortere.")


def as_reason(text: str, demanded: str = "") -> str:
    """Without the blanks around it. `demanded` is what is said where there must be one."""
    text = text.strip()
    if demanded and not text:
        raise Refused(demanded)
    refuse_what_is_no_reason(text)
    return text


def refuse_national_id(text: str) -> None:
    """Whatever has the shape of one, valid or not: a number with a digit mistyped still leads to somebody."""
    if _ELEVEN.search(text):
        raise Refused(
            "Teksten ser ut til å ha et fødselsnummer. Ta det ut, og vis heller til linjenummer eller journalnummer."
        )
