"""What a figure is, in plain words: as somebody has written it, or as it follows from how the figure is counted. Every published figure has
one, so that nobody has to know what a measure is called to understand it."""

from __future__ import annotations

from functools import cache

from kostra.model.content import read
from kostra.model.errors import Refused
from kostra.model.text import Text
from kostra.statistics.definition import Count, Declared, Mean, Months, Over, Ratio, TableDefinition
from kostra.tables import catalogue
from kostra.tables.topics.catalogue import FOLDER
from kostra.tables.words import english

_COUNTED = {
    Over.PERSONS: Text(
        "Antall {unit}. En person telles én gang i hver region.",
        "Talet på {unit}. Ein person blir talt éin gong i kvar region.",
        "Number of {unit}. A person is counted once in each region.",
    ),
    Over.CASES: Text(
        "Antall {unit}. En person telles én gang i hver kommune.",
        "Talet på {unit}. Ein person blir talt éin gong i kvar kommune.",
        "Number of {unit}. A person is counted once in each municipality.",
    ),
    Over.UNITS: Text(
        "Antall {unit} som har svart dette.",
        "Talet på {unit} som har svart dette.",
        "Number of {unit} that have answered this.",
    ),
}
_MONTHS = Text(
    "Måneder med utbetaling, lagt sammen. Samme måned telles én gang for hver person.",
    "Månader med utbetaling, lagde saman. Same månad blir talt éin gong for kvar person.",
    "Months with payment, added up. The same month counts once for each person.",
)
_SUM = Text(
    "Det kommunene har rapportert, lagt sammen. Måles i {unit}.",
    "Det kommunane har rapportert, lagt saman. Blir målt i {unit}.",
    "What municipalities have reported, added up. Measured in {unit}.",
)
_MEAN = Text(
    "Det kommunen selv har oppgitt. I regioner med flere kommuner er det gjennomsnittet, der hver teller etter innbyggere.",
    "Det kommunen sjølv har oppgitt. I regionar med fleire kommunar er det gjennomsnittet, der kvar tel etter innbyggjarar.",
    "What the municipality itself has stated. In regions of several it is their mean, weighted by inhabitants.",
)
_OVER = Text("«{top}» delt på {per}{times}.", "«{top}» delt på {per}{times}.", "'{top}' divided by {per}{times}.")
_TIMES = Text(", ganger {n}", ", gonger {n}", ", times {n}")
_INHABITANTS = Text("antall innbyggere", "talet på innbyggjarar", "the number of inhabitants")
_AGED = Text("antall innbyggere {ages} år", "talet på innbyggjarar {ages} år", "the number of inhabitants aged {ages}")
_WHOLE = Text("det samme for alle i regionen", "det same for alle i regionen", "the same for everybody in the region")


@cache
def meaning(table: str, year: int, measure: str) -> Text | None:
    """None where the table or the measure is not one that is made here."""
    try:
        of = catalogue.table(table, year)
    except Refused:
        return None
    declared = next((one for one in of.measures if one.id == measure), None)
    if declared is None:
        return None
    written = _written()
    own = declared.about or written.get(f"{table}.{measure}")
    return own or written.get(measure) or _made(of, declared)


@cache
def _written() -> dict[str, Text]:
    file = read(FOLDER / "meanings.toml")
    found = {}
    for id in list(file.keys()):
        row = file.table(id)
        found[id] = english(row, "text")
        row.done()
    return found


def _made(of: TableDefinition, declared: Declared) -> Text:
    match declared.formula:
        case Count(over):
            return _filled(_COUNTED[over], unit=declared.unit)
        case Months():
            return _MONTHS
        case Mean():
            return _MEAN
        case Ratio(top, times, per, inhabitants):
            below = _WHOLE
            if per is not None:
                below = _quoted(of.measure(per).title)
            elif inhabitants is not None:
                every = inhabitants.first == 0 and inhabitants.last is None
                below = _INHABITANTS if every else _AGED.fill(ages=inhabitants)
            times_said = _TIMES.fill(n=times) if times != 1 else Text("", "", "")
            return _filled(_OVER, top=of.measure(top).title, per=below, times=times_said)
    return _filled(_SUM, unit=declared.unit)


def _quoted(text: Text) -> Text:
    return Text(f"«{text.nb}»", f"«{text.nn}»", f"'{text['en']}'")


def _filled(pattern: Text, **texts: Text) -> Text:
    """Each hole with the text of its own language."""
    said = (pattern[code].format(**{name: text[code] for name, text in texts.items()}) for code in ("nb", "nn", "en"))
    return Text(*said)
