"""What the columns of a delivery are, for whoever receives it: each variable with its question, its type and its codes, as the form was in
the year that the data are about. The delivery itself goes by the codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kostra.deliveries.variables import identities, known
from kostra.model.delivery import Identity
from kostra.model.form import FieldType, FormVersion

_TYPES = {
    FieldType.TEXT: "tekst",
    FieldType.CODE: "kode",
    FieldType.INTEGER: "heltall",
    FieldType.DECIMAL: "desimaltall",
    FieldType.DATE: "dato (ÅÅÅÅ-MM-DD)",
}
_KNOWN_BY = {
    Identity.NATIONAL_ID: "Fødselsnummer, D-nummer eller DUF-nummer. Tomt for den som er meldt uten et gyldig nummer.",
    Identity.RECIPIENT_PSEUDONYM: (
        "Pseudonym. Samme person har det samme i alle leveranser på denne mottakeren, og et annet hos alle andre. "
        "Tomt for den som er meldt uten et gyldig nummer."
    ),
}


def described(version: FormVersion, identity: Identity, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """One entry for each column, in their order. `columns` are the variables."""
    there = known(version)
    return [*_persons(version, identity), *(_variable(there[id].label.nb, id, there) for id in columns)]


def _persons(version: FormVersion, identity: Identity) -> Iterator[dict[str, Any]]:
    if identity is not Identity.NONE:
        for one in identities(version):
            yield {"id": one.name, "label": one.label.nb, "type": _TYPES[FieldType.TEXT], "about": _KNOWN_BY[identity]}


def _variable(label: str, id: str, there: Mapping[str, Any]) -> dict[str, Any]:
    one = there[id]
    told: dict[str, Any] = {"id": id, "label": label, "type": _TYPES[one.type]}
    if one.unit:
        told["unit"] = one.unit
    if one.codes:
        told["codes"] = {code: text.nb for code, text in one.codes.items()}
    return told


def as_text(about: str, columns: list[dict[str, Any]]) -> str:
    """The same to read: the first lines say what the delivery is."""
    lines = [about, ""]
    for one in columns:
        lines.append(f"{one['id']}  ({one['type']})")
        lines += [f"    {one[part]}" for part in ("label", "about") if part in one]
        lines += [f"    {code} = {text}" for code, text in one.get("codes", {}).items()]
    return "".join(f"{line}\n" for line in lines)
