"""What is said of every table alike."""

from __future__ import annotations

from collections.abc import Sequence

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
ESTIMATED = Text(
    "Tall merket e er beregnet for hele regionen, der noen ikke har rapportert. Andre tall gjelder dem som har rapportert.",
    "Tal merkte e er berekna for heile regionen, der nokon ikkje har rapportert. Andre tal gjeld dei som har rapportert.",
    "Figures marked e are estimated for the whole region, where somebody has not reported. Other figures are of those who have.",
)
RUN = Text(
    "Beregningen av skjema {form} er fra {made}.",
    "Berekninga av skjema {form} er frå {made}.",
    "The estimation of form {form} was made on {iso}.",
)
RUN_BEFORE = Text(
    "Beregningen av skjema {form} er fra {made}. Noen data er kommet eller rettet siden.",
    "Berekninga av skjema {form} er frå {made}. Nokre data har kome eller er retta sidan.",
    "The estimation of form {form} was made on {iso}. Some data have come or been corrected since.",
)
SLIPPED = Text(
    "Endelige tall for skjema {form} er ikke beregnet ennå. Tallene i tabellen er foreløpige.",
    "Endelege tal for skjema {form} er ikkje berekna enno. Tala i tabellen er førebelse.",
    "The final figures of form {form} are not made yet. The figures of the table are provisional.",
)
CLOSED = {
    "coverage": Text("for få har rapportert", "for få har rapportert", "too few have reported"),
    "weight": Text("for mye mangler", "for mykje manglar", "too much is missing"),
    "cv": Text("for usikkert", "for usikkert", "too uncertain"),
}
"""Why a figure is not published, by what the estimation calls it."""
ALONE = Text(
    "tallet ville vist hva én kommune er beregnet til",
    "talet ville vist kva éin kommune er berekna til",
    "the figure would show what one municipality is estimated at",
)
IN_PART = Text(
    "kommunen har bare rapportert en del",
    "kommunen har berre rapportert ein del",
    "the municipality has only reported a part",
)
WITHOUT_OSLO = Text(
    "Oslo mangler, og har ikke noe tall for året før",
    "Oslo manglar, og har ikkje noko tal for året før",
    "Oslo is missing, and has no figure of the year before",
)
NOT_JUDGED = Text(
    "kvaliteten er ikke vurdert: beregningen er ikke laget",
    "kvaliteten er ikkje vurdert: berekninga er ikkje laga",
    "the quality is not judged: the estimation is not made",
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


def joined(several: Sequence[Text]) -> Text:
    return Text(
        ", ".join(one.nb for one in several),
        ", ".join(one.nn for one in several),
        ", ".join(one.en or one.nb for one in several),
    )


def synthetic(title: Text) -> Text:
    return Text(f"Syntetiske tall: {title.nb}", f"Syntetiske tal: {title.nn}", f"Synthetic figures: {title.en}")
