"""What is said of every table alike."""

from __future__ import annotations

from kostra.model.text import Text

REGION = Text("region", "region", "region")
UNKNOWN = Text("Uoppgitt", "Uoppgitt", "Not stated")
SYNTHETIC_NOTE = Text(
    "Syntetiske tall: tabellen er laget av oppdiktede personer og sier ingenting om virkelige kommuner.",
    "Syntetiske tal: tabellen er laga av oppdikta personar og seier ingenting om verkelege kommunar.",
    "Synthetic figures: the table is made of invented persons and tells nothing of real municipalities.",
)
FIRST_OF_JANUARY = Text(
    "Folketallet er fra 1. januar {year}, fordi 31. desember ikke er talt ennå.",
    "Folketalet er frå 1. januar {year}, fordi 31. desember ikkje er talt enno.",
    "The population is that of 1 January {year}, since 31 December is not counted yet.",
)
STRAYS = Text(
    "{count} registreringer kom fra et kommunenummer som ikke finnes i året. De er med i tallene for landet, ikke for fylker og grupper.",
    "{count} registreringar kom frå eit kommunenummer som ikkje finst i året. Dei er med i tala for landet, ikkje for fylke og grupper.",
    "{count} records came from a municipality number that is not of the year. They are in the figures of the country, not in those of "
    "counties and groups.",
)

STRAY = Text("Kommune med ukjent nummer", "Kommune med ukjent nummer", "Municipality with an unknown number")
_COUNTRY = {
    "EAK": Text("Landet", "Landet", "The whole country"),
    "EAKUO": Text("Landet uten Oslo", "Landet utan Oslo", "The country except Oslo"),
}
_NYNORSK = (("innbyggere", "innbyggjarar"), ("flere", "fleire"))
_ENGLISH = (
    ("KOSTRA-gruppe", "KOSTRA group"),
    ("innbyggere eller flere", "inhabitants or more"),
    ("innbyggere", "inhabitants"),
)


def region(code: str, name: str) -> Text:
    """Places have one name in every language; the country, groups and size classes are called something in each."""
    if code[:2] not in ("EK", "ST"):
        return _COUNTRY.get(code) or Text(name, name, name)
    nynorsk = english = name
    for before, after in _NYNORSK:
        nynorsk = nynorsk.replace(before, after)
    for before, after in _ENGLISH:
        english = english.replace(before, after)
    return Text(name, nynorsk, english)


def synthetic(title: Text) -> Text:
    return Text(f"Syntetiske tall: {title.nb}", f"Syntetiske tal: {title.nn}", f"Synthetic figures: {title.en}")
