"""A change to the content as somebody enters it, box by box, and as it is kept; what is wrong is refused with a sentence about the box.

Here it is only made sure that nothing is missing or of the wrong kind; whether it fits the content is asked where the content is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, get_type_hints

from kostra.model.errors import Refused
from kostra.model.form import FieldType
from kostra.model.form_change import KINDS, Change, CodeAdded, FieldAdded, FieldWidth, languages
from kostra.model.text import Text

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f]+")
LONGEST = 2000


class Entry(StrEnum):
    """How a value is entered."""

    WORD = "word"
    LINES = "lines"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Input:
    """One box in the form that a change is entered in: a text has one for each language, `text_nb` and `text_nn`."""

    name: str
    entry: Entry
    choices: tuple[str, ...] = ()
    optional: bool = False


def inputs(kind: str) -> tuple[Input, ...]:
    """The boxes of a kind of change."""
    made, hints = _kind(kind), get_type_hints(_kind(kind))
    found: list[Input] = []
    for one in fields(made):
        hint, optional = hints[one.name], hints[one.name] in (int | None, str | None)
        if hint is Text:
            found += [Input(f"{one.name}_{language}", Entry.LINES) for language in languages(made)]
        elif hint is bool:
            found.append(Input(one.name, Entry.YES_NO))
        elif hint in (int, int | None):
            found.append(Input(one.name, Entry.NUMBER, optional=optional))
        elif isinstance(hint, type) and issubclass(hint, StrEnum):
            found.append(Input(one.name, Entry.CHOICE, tuple(word.value for word in hint)))
        else:
            found.append(Input(one.name, Entry.WORD, optional=optional))
    return tuple(found)


def entered(kind: str, values: Mapping[str, str]) -> Change:
    """A change from what somebody wrote in the boxes of `inputs`; refused with a sentence about the first box that is wrong."""
    made, hints = _kind(kind), get_type_hints(_kind(kind))
    found: dict[str, Any] = {}
    for one in fields(made):
        hint = hints[one.name]
        if hint is Text:
            written = {language: _text(f"{one.name}_{language}", values) for language in languages(made)}
            found[one.name] = Text(**written)
        elif hint is bool:
            found[one.name] = _yes_no(one.name, values.get(one.name, "").strip())
        elif hint in (int, int | None):
            found[one.name] = _number(one.name, values.get(one.name, "").strip(), hint is int)
        elif isinstance(hint, type) and issubclass(hint, StrEnum):
            found[one.name] = _choice(one.name, values.get(one.name, "").strip(), hint)
        else:
            found[one.name] = _word(one.name, values.get(one.name, "").strip(), hint is str)
    change = made(**found)
    _check(change)
    return change


def as_entered(change: Change) -> dict[str, str]:
    """What to write in the boxes to enter the same change again."""
    found: dict[str, str] = {}
    for one in fields(change):
        value = getattr(change, one.name)
        if isinstance(value, Text):
            found |= {f"{one.name}_{language}": value[language] for language in languages(type(change))}
        elif isinstance(value, bool):
            found[one.name] = "ja" if value else "nei"
        else:
            found[one.name] = "" if value is None else str(value)
    return found


def as_json(change: Change) -> dict[str, Any]:
    """As it is kept: the kind, and the boxes by name."""
    return {"kind": change.KIND, **as_entered(change)}


def from_json(kept: Mapping[str, Any]) -> Change:
    if not isinstance(kept, Mapping) or not all(isinstance(value, str) for value in kept.values()):
        raise Refused("En endring skal være et objekt med tekster: «kind» og feltene den har.")
    unknown = sorted({*kept} - {"kind"} - {box.name for box in inputs(str(kept.get("kind", "")))})
    if unknown:
        raise Refused(f"Endringen har «{unknown[0]}», som ikke hører til «{kept['kind']}». Ta det bort.")
    return entered(kept["kind"], {name: value for name, value in kept.items() if name != "kind"})


def _kind(kind: str) -> type[Change]:
    if kind not in KINDS:
        raise Refused(f"«{kind[:40]}» er ikke en slags endring. Skriv en av: {', '.join(KINDS)}.")
    return KINDS[kind]


def _text(name: str, values: Mapping[str, str]) -> str:
    """One line: a text in the content has no line breaks, so those that a text box makes become blanks."""
    text = " ".join(values.get(name, "").split())
    if not text:
        raise Refused(f"«{name}» mangler. Skriv teksten; både bokmål (nb) og nynorsk (nn) må være med.")
    if len(text) > LONGEST:
        raise Refused(f"«{name}» har {len(text)} tegn. Det er plass til {LONGEST}.")
    if not _ONE_LINE.fullmatch(text):
        raise Refused(f"«{name}» har et tegn som ikke kan leses. Skriv teksten på nytt.")
    return text


def _word(name: str, value: str, needed: bool) -> str | None:
    if not value and not needed:
        return None
    if not value:
        raise Refused(f"«{name}» mangler. Skriv hva endringen gjelder.")
    if len(value) > 100 or not _ONE_LINE.fullmatch(value):
        raise Refused(f"«{name}» er «{value[:40]}». Skriv en id på én linje, med høyst 100 tegn.")
    return value


def _number(name: str, value: str, needed: bool) -> int | None:
    if not value and not needed:
        return None
    digits = re.sub(r"[\s\u00a0\u202f_]", "", value)
    if not re.fullmatch(r"-?[0-9]{1,12}", digits) or not digits.isascii():
        raise Refused(f"«{name}» er «{value[:40]}». Skriv et helt tall med høyst tolv siffer.")
    return int(digits)


def _yes_no(name: str, value: str) -> bool:
    if value not in ("ja", "nei"):
        raise Refused(f"«{name}» er «{value[:40]}». Skriv ja eller nei.")
    return value == "ja"


def _choice(name: str, value: str, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise Refused(f"«{name}» er «{value[:40]}». Skriv en av: {', '.join(kind)}.") from None


def _check(change: Change) -> None:
    """What a change says against itself."""
    match change:
        case FieldAdded():
            _check_field(change)
        case FieldWidth(width=width) if not 1 <= width <= 200:
            raise Refused(f"Bredden er {width}. Skriv et helt tall fra 1 til 200.")
        case CodeAdded(code=code) if not re.fullmatch(r"[0-9A-Za-zÆØÅæøå_-]{1,20}", code):
            raise Refused(f"Koden er «{code}». Skriv bokstaver og sifre uten mellomrom, høyst 20 tegn.")
        case _:
            return


def _check_field(added: FieldAdded) -> None:
    if not _ID.fullmatch(added.field):
        raise Refused(
            f"Feltet heter «{added.field}». Skriv en id med små bokstaver fra a til z, sifre og _, for eksempel bosit_ny."
        )
    if (added.type is FieldType.CODE) != (added.codes is not None):
        raise Refused(
            f"Feltet {added.field} er av typen {added.type}. Et felt med koder skal ha en kodeliste, og ingen andre felt skal."
        )
    if (added.type is FieldType.DECIMAL) != (added.decimals is not None):
        raise Refused(
            f"Feltet {added.field} er av typen {added.type}. Et desimaltall skal ha et antall desimaler, og ingen andre felt skal."
        )
    if added.decimals is not None and not 1 <= added.decimals <= 6:
        raise Refused(f"Feltet {added.field} har {added.decimals} desimaler. Skriv et tall fra 1 til 6.")
    if added.width is not None and not 1 <= added.width <= 200:
        raise Refused(f"Bredden er {added.width}. Skriv et helt tall fra 1 til 200.")
