"""The primary rules by name, and what each must be told. That small counts are not shown is always asked; these come in addition.

To add one: a pure function in `primary`, and a line in `RULES`. Refuses a rule, or a word to a rule, that is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from kostra.disclosure.primary import alike, concentrated, guessed, part
from kostra.disclosure.problem import Truth, Whole
from kostra.model.errors import Refused


class Figures(Protocol):
    """What a rule may ask of a table, for all of the table's own cells at once."""

    @property
    def counts(self) -> Whole: ...

    @property
    def limit(self) -> int: ...

    @property
    def zeros_shown(self) -> bool: ...

    def summed(self, column: str) -> Whole:
        """Another number of the table."""

    def largest(self, columns: Sequence[str]) -> Whole:
        """The largest contributions to each cell, a row for each, when the columns hold those to each inner cell."""

    def all_of(self, dimension: str) -> Whole:
        """What each cell is a part of: the same, but the total of the dimension. A total is part of nothing, and has 0."""


class Kind(StrEnum):
    COLUMN = "navnet på en kolonne"
    COLUMNS = "navnene på kolonner, med + mellom"
    DIMENSION = "en av dimensjonene"
    NUMBER = "et helt tall over 0"


@dataclass(frozen=True, slots=True)
class Rule:
    """`takes` is what it must be told, by the word for it, and `find` the cells it says are primary."""

    said: str
    takes: Mapping[str, Kind]
    find: Callable[[Figures, Mapping[str, Any]], Truth]


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule with what it is told. `columns` are those that must be read of the table's file."""

    rule: Rule
    told: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        named = [self.told[word] for word, kind in self.rule.takes.items() if kind is Kind.COLUMN]
        return (
            *named,
            *(name for word, kind in self.rule.takes.items() if kind is Kind.COLUMNS for name in self.told[word]),
        )

    def find(self, figures: Figures) -> Truth:
        return self.rule.find(figures, self.told)


def _nk(figures: Figures, told: Mapping[str, Any]) -> Truth:
    _enough(told["largest"], told["n"])
    return concentrated(figures.summed(told["amount"]), figures.largest(told["largest"]), told["n"], told["k"])


def _p(figures: Figures, told: Mapping[str, Any]) -> Truth:
    _enough(told["largest"], told["coalition"] + 1)
    return guessed(figures.summed(told["amount"]), figures.largest(told["largest"]), told["p"], told["coalition"])


def _group(figures: Figures, told: Mapping[str, Any]) -> Truth:
    if figures.zeros_shown:
        raise Refused(
            "Regelen group krever at nuller er beskyttet: når alle er i én kategori, sier nullene i de andre det samme. "
            "Velg også --zeros protected."
        )
    return alike(figures.counts, figures.all_of(told["dimension"]))


def _part(figures: Figures, told: Mapping[str, Any]) -> Truth:
    return part(figures.summed(told["numerator"]), figures.counts, figures.limit, figures.zeros_shown)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "nk": Rule(
            "beløp: de n største har til sammen mer enn k prosent",
            {"amount": Kind.COLUMN, "largest": Kind.COLUMNS, "n": Kind.NUMBER, "k": Kind.NUMBER},
            _nk,
        ),
        "p": Rule(
            "beløp: de nest største, så mange som coalition sier, kan regne ut det største på p prosent nær",
            {"amount": Kind.COLUMN, "largest": Kind.COLUMNS, "p": Kind.NUMBER, "coalition": Kind.NUMBER},
            _p,
        ),
        "group": Rule("alle i en gruppe er i samme kategori av en dimensjon", {"dimension": Kind.DIMENSION}, _group),
        "part": Rule(
            "andeler og rater: telleren, eller resten av dem den deles på, er få", {"numerator": Kind.COLUMN}, _part
        ),
    }
)


def applied(name: object, said: Mapping[str, object], dims: Sequence[str], where: str) -> Applied:
    """`where` begins the sentence of a refusal: which file and line, or which argument."""
    rule = RULES.get(name) if isinstance(name, str) else None
    if rule is None:
        raise Refused(f"{where}: «{name}» er ingen regel. Velg mellom {', '.join(RULES)}.")
    for word in said:
        if word not in rule.takes:
            raise Refused(f"{where}: regelen {name} kjenner ikke «{word}». Den skal ha {', '.join(rule.takes)}.")
    told = {}
    for word, kind in rule.takes.items():
        if word not in said:
            raise Refused(f"{where}: regelen {name} mangler {word}, som er {kind}.")
        told[word] = _value(said[word], kind, dims)
        if told[word] is None:
            raise Refused(f"{where}: {word} er «{said[word]}», men skal være {kind}.")
    return Applied(rule, told)


def from_text(text: str, dims: Sequence[str], where: str) -> Applied:
    """`nk:amount=sum,largest=a+b,n=2,k=85`, as on a command line."""
    name, _, rest = text.partition(":")
    words = [each.partition("=") for each in rest.split(",") if each]
    return applied(name, {word: value for word, _, value in words}, dims, where)


def _value(said: object, kind: Kind, dims: Sequence[str]) -> str | int | tuple[str, ...] | None:
    match kind:
        case Kind.NUMBER:
            number = int(said) if isinstance(said, str) and said.isascii() and said.isdecimal() else said
            return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**6 else None
        case Kind.COLUMNS:
            names = tuple(said.split("+")) if isinstance(said, str) else tuple(said) if isinstance(said, list) else ()
            return names if names and all(isinstance(each, str) and each for each in names) else None
        case Kind.DIMENSION:
            return said if isinstance(said, str) and said in dims else None
        case Kind.COLUMN:
            return said if isinstance(said, str) and said else None


def _enough(columns: Sequence[str], wanted: int) -> None:
    if len(columns) < wanted:
        raise Refused(
            f"Regelen ser på de {wanted} største bidragene, men largest har bare {len(columns)}: {', '.join(columns)}. "
            "Ta med en kolonne for hvert av dem."
        )
