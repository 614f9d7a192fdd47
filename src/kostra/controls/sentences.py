"""The sentences of controls: what is wrong, where, the value found, what to do. Made when somebody reads, never when something is found.

A sentence may name shown fields, limits, and of the field it stands on: `{navn}`, `{sporsmal}`, `{verdi}`, `{koder}`, `{svar}`,
`{format}`, `{steg}`, `{desimaler}`, `{minst}`, `{hoyst}`. A name that nothing fills is broken; a test of the house finds it, for every
control of every year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kostra.controls.controlset import Set
from kostra.controls.declare import Control
from kostra.controls.findings import UNKNOWN
from kostra.controls.kernel import Hits, Shown
from kostra.model import content
from kostra.model.content import read_texts
from kostra.model.form import FieldVersion, FormVersion
from kostra.model.text import Language, Text

SHARED = Path(__file__).parent / "messages.toml"
_ALWAYS = 1998
_NAMED = re.compile(r"\{([a-z_0-9]+)\}")
_BLANK = {Language.BOKMAL: "blank", Language.NYNORSK: "blank", Language.ENGLISH: "blank"}
_UNKNOWN = {Language.BOKMAL: "ukjent", Language.NYNORSK: "ukjend", Language.ENGLISH: "unknown"}


def read(paths: Sequence[Path], year: int) -> dict[str, Text]:
    """The sentences of a form over the shared ones, as they are in a year: a sentence may be a table from year to what it says."""
    sentences = read_texts(SHARED)
    for path in paths:
        table = content.read(path)
        sentences |= {key: _in_year(table.table(key), year) for key in list(table.keys())}
    return sentences


def _in_year(row: content.Table, year: int) -> Text:
    said = {name: row.dated(name, str, min(row.peek_years(name), default=_ALWAYS), None) for name in ("nb", "nn")}
    if row.has("en"):
        said["en"] = row.dated("en", str, min(row.peek_years("en"), default=_ALWAYS), None)
    row.done()
    return Text(**{name: dated.at(max(year, dated.since)) for name, dated in said.items()})


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
    """The sentence of a control; a mechanical one may use the shared sentence of its kind, of a field or of an answer."""
    found = sentences.get(control.sentence)
    if found is not None:
        return found
    kind = control.sentence.partition(".")[2]
    return sentences[kind if kind.startswith("svar.") else f"felt.{kind}"]


def template(
    text: str,
    controls: Set,
    version: FormVersion,
    at: str | None,
    shown: Sequence[str],
    extra: Mapping[str, object],
    language: Language = Language.BOKMAL,
) -> Template:
    """The sentence with all that is the same for every finding filled in."""
    constants: dict[str, object] = {**controls.limits, "aar": version.year, "lengde": version.record_length, **extra}
    field = version.field(at) if at is not None and version.has(at) else None
    if field is not None:
        constants |= _of_field(field, language)
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


def _of_field(field: FieldVersion, language: Language) -> dict[str, object]:
    """The questions are asked in Norwegian, so an English sentence quotes them in it."""
    asked_in = Language.BOKMAL if language is Language.ENGLISH else language
    return {
        "navn": field.name,
        "sporsmal": field.label[asked_in],
        "desimaler": field.field.decimals or 0,
        "minst": "" if field.field.minimum is None else field.field.minimum,
        "hoyst": "" if field.field.maximum is None else field.field.maximum,
        "koder": ", ".join(field.codes),
        "svar": ", ".join(f"{code} ({label[asked_in]})" for code, label in field.codes.items()),
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
        blank = _BLANK[language]
        return [text or blank for text in texts(shown.values)]
    unknown = _UNKNOWN[language]
    numbers: list[int] = np.asarray(shown.values).tolist()
    return [unknown if number == UNKNOWN else _scaled(number, shown.scale, language) for number in numbers]


def _scaled(number: int, scale: int, language: Language) -> str:
    """A number in parts of a scale, with as many decimals as it needs."""
    if scale == 1:
        return str(number)
    whole, part = divmod(abs(number), scale)
    decimals = str(part).rjust(len(str(scale)) - 1, "0").rstrip("0")
    mark = "." if language is Language.ENGLISH else ","
    return f"{'-' if number < 0 else ''}{whole}{mark + decimals if decimals else ''}"


def texts(column: npt.NDArray[Any]) -> list[str]:
    """Characters as texts, without the blanks around. All are decoded at once; records hold no line ends."""
    if not len(column):
        return []
    return b"\n".join(np.strings.strip(column, b" ").tolist()).decode("iso-8859-1").split("\n")


def fields_shown(hits: Hits) -> tuple[str, ...]:
    return tuple(shown.field for shown in hits.shown)
