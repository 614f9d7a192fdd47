"""A small report: two forms, a figure that is asked of each, and one of the whole."""

from __future__ import annotations

from fractions import Fraction

from kostra.app.reporting.making import MANNER
from kostra.model.text import Language, Text
from kostra.reporting.composed import Sections
from kostra.reporting.composing import Given, compose
from kostra.reporting.declared import FORM, Bars, Column, Grid, Index, Listing, Section, Sentence, Wanted
from kostra.reporting.figure import Answer, Key, Kind

FORMS = {"11F": Text("Sosialhjelp", "Sosialhjelp"), "7": Text("Personell", "Personell")}
MISSING = Wanted("mangler", ("{form}",))
SECTIONS = (
    Section(
        "inn",
        "1",
        Text("Inngangen i {year}", "Inngangen i {year}"),
        Text("Skriv om den.", "Skriv om han."),
        (
            Sentence(
                "mangler",
                FORM,
                Text("Skjema {form}: {n} manglet: {hvem}.", "Skjema {form}: {n} mangla: {hvem}."),
                {"n": MISSING, "hvem": Wanted("mangler", ("{form}",), "name")},
                "n",
                Text("Skjema {form}: {n|ingen} manglet.", "Skjema {form}: {n|ingen} mangla."),
                Text("Skjema {form}: {n|én} manglet: {hvem}.", "Skjema {form}: {n|éin} mangla: {hvem}."),
            ),
            Grid("alle", Text("Alle", "Alle"), Text("Skjema", "Skjema"), (Column(Text("Manglet", "Mangla"), MISSING),)),
            Bars("tid", Text("I tide {year}", "I tide {year}"), Wanted("tide", ("{form}",))),
        ),
    ),
    Section("tom", "1.1", Text("Tom", "Tom"), None, ()),
    Section(
        "mer",
        "2",
        Text("Mer", "Meir"),
        None,
        (
            Sentence(
                "andel", None, Text("Andelen er {andel}.", "Delen er {andel}."), {"andel": Wanted("andel")}, "andel"
            ),
            Listing(
                "liste", None, Text("Liste fra {before}", "Liste frå {before}"), Wanted("andel"), ("name", "count"), 1
            ),
            Index("tall", Text("Tallene", "Tala")),
        ),
    ),
)


def answers(many: int = 2, share: Fraction | None = Fraction(1, 8)) -> dict[Key, Answer]:
    rows = tuple((f"1{number}0300", f"Kommune {number}") for number in range(many))
    return {
        Key("mangler", ("11F",)): Answer(Kind.COUNT, many, ("unit", "name"), rows),
        Key("mangler", ("7",)): Answer(Kind.COUNT, 0, ("unit", "name")),
        Key("tide", ("11F",)): Answer(Kind.SHARE, Fraction(1, 3)),
        Key("tide", ("7",)): Answer(Kind.SHARE, share and Fraction(1)),
        Key("andel"): Answer(Kind.SHARE, share, ("name", "count"), (("a & b", 3), ("c", 4))),
    }


def given(many: int = 2, share: Fraction | None = Fraction(1, 8)) -> Given:
    return Given(
        2026,
        FORMS,
        answers(many, share),
        lambda name: Text(name.upper(), name.upper()),
        lambda query: Text(f"Tall {query}", f"Tal {query}"),
        lambda value: Text(value, value),
        MANNER,
    )


def composed(language: Language = Language.BOKMAL, many: int = 2, share: Fraction | None = Fraction(1, 8)) -> Sections:
    return compose(SECTIONS, given(many, share), language)
