"""The bank's own description of what its loader takes for a table (`uttaksbeskrivelse`): files, columns, codes, decimals and signs.

It is read as the bank gives it, and as the bank's own client saves it. The words of the bank, with its spelling, stop here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kostra.model.errors import Refused

YEARS = "åååå"
_FILE = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_FORMAT = re.compile(r"format = (\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Category:
    """A column of codes. `names` are what the bank calls it; `codes` are None for the time, which has a format in their place."""

    place: int
    names: tuple[str, ...]
    codes: frozenset[str] | None
    format: str = ""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A column of numbers, with exactly so many decimals. `sign` is the column that says why one has no value, where there is any."""

    place: int
    name: str
    unit: str
    decimals: int
    sign: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A file (`deltabell`)."""

    name: str
    categories: tuple[Category, ...]
    statistics: tuple[Statistic, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Description:
    """`table` is the number in the bank. `signs` are its codes, by what is shown in place of a value."""

    table: str
    parts: tuple[Part, ...]
    signs: Mapping[str, str]


def read(content: bytes) -> Description:
    try:
        told = json.loads(content.decode("utf-8-sig"))
        return _of_bank(told) if "deltabller" in told else _of_client(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        missing = f": {error} mangler" if isinstance(error, KeyError) else ""
        raise Refused(
            f"Filen er ikke en uttaksbeskrivelse fra Statistikkbanken{missing}. Hent beskrivelsen av tabellen der, og lagre den som den er."
        ) from None


def _of_bank(told: Mapping[str, Any]) -> Description:
    lists = [*told.get("kodelister", ()), *told.get("IRkodelister", ())]
    codes = {one["kodeliste"]: frozenset(each["kode"] for each in one["koder"]) for one in lists}
    return _described(told["TabellId"], told["deltabller"], codes, told.get("null_prikk_missing_kodeliste"))


def _of_client(told: Mapping[str, Any]) -> Description:
    codes = {name: frozenset(one["koder"]) for name, one in told["codelists"].items()}
    return _described(told["tableid"], told["variables"], codes, told.get("suppression"))


def _described(
    table: str,
    parts: Iterable[Mapping[str, Any]],
    codes: Mapping[str, frozenset[str]],
    signs: Iterable[Mapping[str, str]] | None,
) -> Description:
    by_sign = {one["Vises_som"]: one["Kode"] for one in signs or ()}
    return Description(str(table).zfill(5), tuple(_part(one, codes) for one in parts), by_sign)


def _part(told: Mapping[str, Any], codes: Mapping[str, frozenset[str]]) -> Part:
    name = told["deltabell"]
    if not _FILE.fullmatch(name):
        raise Refused(f"Deltabellen «{name[:40]}» har et navn som ingen fil kan ha. Se etter i beskrivelsen.")
    if told.get("internasjonal_rapportering"):
        raise Refused(
            f"Deltabell {name} har kolonner for internasjonal rapportering, som vi ikke har tall for. "
            "Be Statistikkbanken om en beskrivelse uten dem."
        )
    own = {_place(one["gjelder_for__kolonner_nummer"]): _place(one["kolonnenummer"]) for one in _signs(told)}
    categories = tuple(_category(one, codes) for one in told["variabler"])
    statistics = tuple(_statistic(one, own) for one in told["statistikkvariabler"])
    counted = [one.place for one in statistics]
    places = sorted([*(one.place for one in categories), *counted, *own.values()])
    if places != list(range(len(places))) or not own.keys() <= set(counted):
        raise Refused(f"Kolonnene i deltabell {name} følger ikke etter hverandre. Hent beskrivelsen på nytt.")
    return Part(name, categories, statistics, len(places))


def _signs(told: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    found: Iterable[Mapping[str, str]] = told.get("null_prikk_missing") or ()
    return found


def _category(told: Mapping[str, Any], codes: Mapping[str, frozenset[str]]) -> Category:
    place, names = _place(told["kolonnenummer"]), (told["Klassifikasjonsvariabel"], told["Variabeltext"])
    if told["Kodeliste_id"] != "-":
        return Category(place, names, codes[told["Kodeliste_id"]])
    found = _FORMAT.search(told["Kodeliste_text"])
    if found is None or found[1].lower() != YEARS:
        raise Refused(
            f"Tiden i Statistikkbanken er ikke år: «{told['Kodeliste_text'][:80]}». Tabellene her er for hele år."
        )
    return Category(place, names, None, YEARS)


def _statistic(told: Mapping[str, str], signs: Mapping[int, int]) -> Statistic:
    place = _place(told["kolonnenummer"])
    return Statistic(place, told["Text"], told["Enhet"], int(told["Antall_lagrede_desimaler"]), signs.get(place))


def _place(number: str) -> int:
    return int(number) - 1
