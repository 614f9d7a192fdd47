"""What is said on every published table alike, in the three languages of the table bank."""

from __future__ import annotations

from kostra.model.cube import Mark
from kostra.model.errors import Broken
from kostra.model.text import Language, Text

CONTENTS = Text("statistikkvariabel", "statistikkvariabel", "contents")
YEAR = Text("år", "år", "year")
PROVISIONAL = Text(
    "Foreløpige tall. De endelige kommer senere.",
    "Førebelse tal. Dei endelege kjem seinare.",
    "Provisional figures. The final ones come later.",
)
WITHHELD = Text(
    "Ikke publisert for {year}: {reason}.",
    "Ikkje publisert for {year}: {reason}.",
    "Not published for {year}: {reason}.",
)
MARKS = {
    Mark.NOT_POSSIBLE: Text("Tall kan ikke forekomme", "Tal kan ikkje førekome", "Not possible"),
    Mark.MISSING: Text("Tall mangler", "Tal manglar", "Missing"),
    Mark.CONFIDENTIAL: Text(
        "Vises ikke, for at ingen skal kjennes igjen",
        "Blir ikkje vist, for at ingen skal kjennast att",
        "Confidential",
    ),
    Mark.PROVISIONAL: Text("Foreløpig tall", "Førebels tal", "Provisional"),
    Mark.ESTIMATED: Text(
        "Beregnet for hele regionen, der noen ikke har rapportert",
        "Berekna for heile regionen, der nokon ikkje har rapportert",
        "Estimated for the whole region, where somebody has not reported",
    ),
}
"""What the signs mean that stand in place of a value, or beside one."""
SIGNS = Text("Tegnforklaring", "Teiknforklaring", "Explanation of signs")
SOURCE = Text("Kilde", "Kjelde", "Source")
POPULATION = Text("Hvem tallene gjelder", "Kven tala gjeld", "Whom the figures are about")
UPDATED = Text("Oppdatert", "Oppdatert", "Updated")
UNITS = Text("Måleenheter", "Måleiningar", "Units")
NOTES = Text("Fotnoter", "Fotnotar", "Footnotes")
OF = Text("Gjelder", "Gjeld", "About")

CODES = {Language.BOKMAL: "no", Language.NYNORSK: "nn", Language.ENGLISH: "en"}
"""What the table bank calls each language; its clients ask for `no`."""


def said(text: Text, language: Language) -> str:
    """Bokmål where there is no English: a file that lacks a text is better than none."""
    if language is Language.ENGLISH and text.en is not None:
        return text.en
    return text.nn if language is Language.NYNORSK else text.nb


def read(told: object) -> Text:
    """A text as the files of a table have it."""
    if not isinstance(told, dict):
        raise Broken(f"a text is to be in several languages, and is {type(told).__name__}")
    return Text(told["nb"], told["nn"], told.get("en"))
