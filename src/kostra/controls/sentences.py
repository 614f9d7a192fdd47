"""The sentences of controls: what is wrong, where, the value found, what to do. Made when somebody reads, never when something is found.

A sentence may name shown fields, limits, and of the field it stands on: `{navn}`, `{verdi}`, `{koder}`, `{format}`, `{steg}`. A name
that nothing fills is broken; a test of the house finds it, for every control of every year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kostra.controls.controlset import Set
from kostra.controls.declare import Control
from kostra.controls.findings import UNKNOWN
from kostra.controls.kernel import Hits, Shown
from kostra.model.content import read_texts
from kostra.model.form import FieldVersion, FormVersion
from kostra.model.text import Language, Text

SHARED = Path(__file__).parent / "messages.toml"
_NAMED = re.compile(r"\{([a-z_0-9]+)\}")
_BLANK = {Language.BOKMAL: "blank", Language.NYNORSK: "blank", Language.ENGLISH: "blank"}
_UNKNOWN = {Language.BOKMAL: "ukjent", Language.NYNORSK: "ukjend", Language.ENGLISH: "unknown"}


def read(paths: Sequence[Path]) -> dict[str, Text]:
    """The sentences of a form over the shared ones."""
    sentences = read_texts(SHARED)
    for path in paths:
        sentences |= read_texts(path)
    return sentences


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence as pieces: constant texts with the places of shown values between them."""

    pieces: tuple[str, ...]
    places: tuple[int, ...]

    def fill(self, values: Sequence[str]) -> str:
        parts = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            parts += (values[place], piece)
        return "".join(parts)


def sentence(sentences: Mapping[str, Text], control: Control) -> Text:
    """The sentence of a control; a mechanical one may use the shared sentence of its kind."""
    found = sentences.get(control.sentence)
    return found if found is not None else sentences["felt." + control.sentence.partition(".")[2]]


def template(
    text: str, controls: Set, version: FormVersion, at: str | None, shown: Sequence[str], extra: Mapping[str, object]
) -> Template:
    """The sentence with all that is the same for every finding filled in."""
    constants: dict[str, object] = {**controls.limits, "aar": version.year, "lengde": version.record_length, **extra}
    field = version.field(at) if at is not None and version.has(at) else None
    if field is not None:
        constants |= _of_field(field)
    pieces, places, last = [], [], 0
    for found in _NAMED.finditer(text):
        name = found[1]
        if name == "verdi" and at in shown:
            name = str(at)
        pieces.append(text[last : found.start()])
        last = found.end()
        if name in shown:
            places.append(shown.index(name))
        else:
            pieces[-1] += f"{{{name}}}" if name not in constants else _number(constants[name])
            places.append(-1)
    pieces.append(text[last:])
    return _joined(pieces, places)


def unfilled(template_: Template) -> list[str]:
    """Names that nothing fills."""
    return [name for piece in template_.pieces for name in _NAMED.findall(piece)]


def _joined(pieces: list[str], places: list[int]) -> Template:
    """Constant pieces that follow each other become one."""
    joined, kept = [pieces[0]], []
    for place, piece in zip(places, pieces[1:], strict=True):
        if place < 0:
            joined[-1] += piece
        else:
            kept.append(place)
            joined.append(piece)
    return Template(tuple(joined), tuple(kept))


def _of_field(field: FieldVersion) -> dict[str, object]:
    return {
        "navn": field.name,
        "koder": ", ".join(field.codes),
        "format": {"ddMMyy": "DDMMÅÅ", "ddMMyyyy": "DDMMÅÅÅÅ", "yyyy-MM-dd": "ÅÅÅÅ-MM-DD"}.get(
            field.date_pattern or "", ""
        ),
        "steg": str(field.step or "").replace(".", ","),
    }


def _number(value: object) -> str:
    """Large limits with blanks between the thousands, as they are written in Norwegian."""
    return f"{value:,}".replace(",", "\u00a0") if isinstance(value, int) and value >= 10_000 else str(value)


def values(shown: Shown, language: Language) -> list[str]:
    """The shown values of one field as texts, one for each finding."""
    if shown.values.dtype.kind == "S":
        texts = [value.decode("iso-8859-1").strip() for value in shown.values.tolist()]
        blank = _BLANK[language]
        return [text or blank for text in texts]
    unknown = _UNKNOWN[language]
    numbers: list[int] = np.asarray(shown.values).tolist()
    return [unknown if number == UNKNOWN else str(number) for number in numbers]


def texts(column: object) -> list[str]:
    """Journal numbers or case workers as texts."""
    return [value.decode("iso-8859-1").strip() for value in np.asarray(column).tolist()]


def fields_shown(hits: Hits) -> tuple[str, ...]:
    return tuple(shown.field for shown in hits.shown)
