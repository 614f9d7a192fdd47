"""Reading what is asked for at the doors, by their own names for it. Every wrong field gets its own sentence, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from kostra.app.controls.asking import unit
from kostra.app.controls.kontrollprogram import quarter_within
from kostra.app.controls.opening import shown
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period, Span

Answer = TypeVar("Answer")
WHOLE = "ROOT"
"""What a mistake is filed under when no one field has it. The clients know this name."""
_NAME = 200


class WrongFields(Exception):
    """What is wrong, by the name of the field."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = dict(wrong)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`given` is what the asker said, as it is repeated in the answer."""

    form: str
    period: Period
    region: str
    given: Mapping[str, Any]


def form_wanted(sent: object, file_name: str) -> Wanted:
    """`kostraFormAsJson`, with the name of the file that came with it."""
    read = _Reading(_mapping(sent, "kostraFormAsJson"))
    form, quarter = quarter_within(read.text("skjema"))
    period, region = read.about(form, quarter)
    read.organisation("orgnrForetak")
    given = {
        "aar": period.year if period else None,
        "skjema": read.text("skjema"),
        "region": region,
        "navn": shown(read.text("navn")[:_NAME]) or None,
        "orgnrForetak": read.text("orgnrForetak") or None,
        "orgnrVirksomhet": read.organisations("orgnrVirksomhet"),
        "filnavn": shown((read.text("filnavn") or file_name)[:_NAME]),
    }
    return read.wanted(form, period, region, given)


def respondent_wanted(sent: object) -> Wanted:
    """`respondent` in the shape for Altinn, where a blank quarter is the whole year."""
    read = _Reading(_mapping(sent, "respondent"))
    form, within = quarter_within(read.text("skjema"))
    quarter = read.text("kvartal")
    period, region = read.about(form, quarter or within)
    read.organisation("orgnr")
    given = {
        "aar": period.year if period else None,
        "kvartal": quarter or " ",
        "skjema": read.text("skjema"),
        "region": region,
        "orgnr": read.text("orgnr") or " " * 9,
    }
    return read.wanted(form, period, region, given)


def _mapping(sent: object, name: str) -> Mapping[str, Any]:
    if not isinstance(sent, dict):
        raise WrongFields({name: f"{name} er ikke et JSON-objekt. Send blant annet aar, skjema og region."})
    return sent


class _Reading:
    """The fields one by one, with what is wrong in them."""

    def __init__(self, sent: Mapping[str, Any]) -> None:
        self.sent = sent
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        value = self.sent.get(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.wrong.setdefault(name, f"{name} er ikke en tekst. Send den som en tekst i JSON.")
        return ""

    def about(self, form: str, quarter: str) -> tuple[Period | None, str]:
        year = self._year()
        known = self._try("skjema", lambda: catalogue.form(form[:40]))
        region = self.text("region")
        if not re.fullmatch("[0-9]{6}", region):
            self.wrong["region"] = (
                f"region er «{region[:20]}». Skriv seks siffer uten mellomrom, for eksempel 110300 eller 030104."
            )
        if not re.fullmatch("[1-4]?", quarter):
            self.wrong["kvartal"] = (
                f"kvartal er «{quarter[:20]}». Skriv 1, 2, 3 eller 4, eller la det være blankt for et helt år."
            )
        if year is None or known is None:
            return None, region
        version = self._try("aar", lambda: known.version(year))
        if self.wrong or version is None:
            return None, region
        self._try("region", lambda: unit(region, version))
        if quarter and Span.QUARTER not in known.periods:
            self.wrong["kvartal"] = (
                f"kvartal er «{quarter}», men skjema {form} sendes ikke for et kvartal. La det være blankt."
            )
        return (Period(year, Span.QUARTER, int(quarter)) if quarter else Period(year)), region

    def _year(self) -> int | None:
        value = self.sent.get("aar")
        if isinstance(value, bool) or not re.fullmatch("[0-9]{4}", str(value)):
            self.wrong["aar"] = "aar mangler eller er ikke fire siffer. Skriv for eksempel 2026."
            return None
        return int(str(value))

    def organisation(self, name: str) -> None:
        value = self.text(name)
        if value and not re.fullmatch("[89][0-9]{8}", value):
            self.wrong[name] = (
                f"{name} er «{value[:20]}». Et organisasjonsnummer er ni siffer og begynner med 8 eller 9."
            )

    def organisations(self, name: str) -> list[dict[str, str]]:
        value = self.sent.get(name) or []
        right = isinstance(value, list) and all(
            isinstance(one, dict) and re.fullmatch("[0-9]{9}", str(one.get("orgnr", ""))) for one in value
        )
        if not right:
            self.wrong[name] = f'{name} er ikke en liste av {{"orgnr": "ni siffer"}}. Rett den, eller la den være tom.'
            return []
        return [{"orgnr": str(one["orgnr"])} for one in value]

    def wanted(self, form: str, period: Period | None, region: str, given: Mapping[str, Any]) -> Wanted:
        if self.wrong or period is None:
            raise WrongFields(self.wrong)
        return Wanted(form, period, region, given)

    def _try(self, name: str, find: Callable[[], Answer]) -> Answer | None:
        try:
            return find()
        except Refused as refused:
            self.wrong.setdefault(name, refused.message)
            return None
