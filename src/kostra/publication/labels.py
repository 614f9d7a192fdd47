"""What variables, values and tables are called in a file: by code, by text, or both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import product

from kostra.model.text import Language
from kostra.publication.selecting import Selection
from kostra.publication.table import Axis, Table
from kostra.publication.words import said


class Naming(StrEnum):
    CODES = "UseCodes"
    TEXTS = "UseTexts"
    BOTH = "UseCodesAndTexts"


def titles(axis: Axis, language: Language) -> list[str]:
    """What the values are called; those called the same have their code behind, since places are."""
    texts = [said(text, language) for text in axis.texts]
    several = {text for text, times in Counter(texts).items() if times > 1}
    return [f"{text} ({code})" if text in several else text for code, text in zip(axis.codes, texts, strict=True)]


def values(axis: Axis, language: Language, naming: Naming) -> list[str]:
    match naming:
        case Naming.CODES:
            return list(axis.codes)
        case Naming.TEXTS:
            return titles(axis, language)
    return [f"{code} - {text}" for code, text in zip(axis.codes, titles(axis, language), strict=True)]


def variable(axis: Axis, language: Language, naming: Naming) -> str:
    text = said(axis.title, language)
    return {Naming.CODES: axis.code, Naming.TEXTS: text}.get(naming, f"{axis.code} - {text}")


def combined(axes: Sequence[Axis], language: Language, naming: Naming, between: str = " ") -> list[str]:
    """One text for each combination, the last axis changing fastest."""
    return [between.join(each) for each in product(*(values(axis, language, naming) for axis in axes))]


def title(table: Table, language: Language) -> str:
    return f"{table.id}: {said(table.title, language)}"


def headed(selection: Selection) -> Sequence[Axis]:
    return selection.axes[len(selection.stub) :]


def stubbed(selection: Selection) -> Sequence[Axis]:
    return selection.axes[: len(selection.stub)]
