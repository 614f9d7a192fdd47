"""Guidance for the person who fills in a form: five short texts for every field, and some advice for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is asked, what counts, what does not, an example, and the usual mistake."""

    asked: str
    counts: str
    left_out: str
    example: str
    mistake: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of one form in one written form of Norwegian, by field id."""

    tips: tuple[str, ...]
    fields: Mapping[str, Guidance]
