"""A place by what somebody wrote: its number, its name, or both. A name that several have, or nobody, is told and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kostra.model.text import Language
from kostra.publication.table import Axis
from kostra.publication.words import said

_NUMBERED = re.compile(r"(.*)\((\w+)\)", re.DOTALL)
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Found:
    """`code` is None where the words are of no one place; `near` are then those it could be."""

    words: str
    code: str | None
    near: tuple[str, ...] = ()


def options(axis: Axis, language: Language) -> list[str]:
    """What can be written, so that each is of one place."""
    return [_called(axis, code, name) for code, name in zip(axis.codes, _names(axis, language), strict=True)]


def called(axis: Axis, code: str, language: Language) -> str:
    return _called(axis, code, _names(axis, language)[axis.place[code]])


def find(axis: Axis, words: str, language: Language) -> Found:
    numbered = _NUMBERED.fullmatch(words)
    code = (numbered[2] if numbered else words).strip().casefold()
    if code in axis.place_folded:
        return Found(words, axis.codes[axis.place_folded[code]])
    wanted = words.strip().casefold()
    names = list(zip(axis.codes, (name.casefold() for name in _names(axis, language)), strict=True))
    same = [code for code, name in names if wanted in _parts(name)]
    if len(same) == 1:
        return Found(words, same[0])
    near = same or [code for code, name in names if wanted and wanted in name]
    return Found(words, None, tuple(called(axis, code, language) for code in near[:_NEAR]))


def _parts(name: str) -> Iterable[str]:
    """A place may be called several things, in several languages."""
    return (name, *name.split(" - "))


def _names(axis: Axis, language: Language) -> list[str]:
    return [said(text, language) for text in axis.texts]


def _called(axis: Axis, code: str, name: str) -> str:
    return f"{name} ({code})"
