"""What cannot be answered, as servers of the table bank refuse it: a status and a title that clients know, and a sentence of what to do.

The titles are theirs, misspellings and all, since programs look for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from kostra.model.errors import Refused
from kostra.model.text import Language, Text
from kostra.publication.words import said

TOO_MANY = "Too many cells selected"
_SHOWN = 12
_LONGEST = 40


class Unanswerable(Refused):
    """`type`, `status` and `title` go into the answer as they are. `variable` is the one that is wrong, where it is one."""

    type = "Parameter error"

    def __init__(self, status: int, title: str, detail: Text, variable: str | None = None) -> None:
        super().__init__(detail.nb)
        self.status = status
        self.title = title
        self.detail = detail
        self.variable = variable

    def told(self, language: Language) -> dict[str, str | int]:
        """The body of the answer."""
        return {"type": self.type, "title": self.title, "status": self.status, "detail": said(self.detail, language)}

    def told_older(self, language: Language) -> tuple[int, dict[str, str]]:
        """The status and the body in the older API. Too much is forbidden there, and a mistake in the newer one."""
        detail = said(self.detail, language)
        if self.title == TOO_MANY:
            return 403, {"error": f"Too many values selected. {detail}"}
        if self.variable is not None:
            # Clients look for this very sentence.
            start = f"The request for variable '{self.variable}' has an error. Please check your query."
            return self.status, {"error": f"{start} {detail}"}
        return self.status, {"error": f"{self.type if self.status == 400 else self.title}. {detail}"}


def no_variable(asked: str, known: Iterable[str]) -> Unanswerable:
    there = ", ".join(known)
    return Unanswerable(
        400,
        "Non-existent variable",
        Text(
            f"Tabellen har ingen variabel «{asked}». Velg blant {there}.",
            f"Tabellen har ingen variabel «{asked}». Vel mellom {there}.",
            f"The table has no variable '{asked}'. Choose among {there}.",
        ),
        asked,
    )


def no_value(asked: str, variable: str, known: Iterable[str]) -> Unanswerable:
    codes = list(known)
    there = ", ".join(codes[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")
    return Unanswerable(
        400,
        "Non-existent value",
        Text(
            f"{variable} har ingen verdi «{asked}». Kodene er {there}",
            f"{variable} har ingen verdi «{asked}». Kodane er {there}",
            f"{variable} has no value '{asked}'. The codes are {there}",
        ),
        variable,
    )


def no_codelist(asked: str, variable: str, known: Iterable[str]) -> Unanswerable:
    there = ", ".join(known) or "–"
    return Unanswerable(
        400,
        "Non-existent codelist",
        Text(
            f"{variable} har ingen kodeliste «{asked}». Den har: {there}.",
            f"{variable} har inga kodeliste «{asked}». Den har: {there}.",
            f"{variable} has no codelist '{asked}'. It has: {there}.",
        ),
        variable,
    )


def not_an_expression(asked: str, variable: str) -> Unanswerable:
    ways = "*, ?, TOP(n), TOP(n,offset), BOTTOM(n), FROM(a), TO(a), RANGE(a,b)"
    return Unanswerable(
        400,
        "Illegal selection expression",
        Text(
            f"«{asked}» er ikke et utvalg av {variable}. Skriv en kode, eller {ways}.",
            f"«{asked}» er ikkje eit utval av {variable}. Skriv ein kode, eller {ways}.",
            f"'{asked}' is not a selection of {variable}. Write a code, or {ways}.",
        ),
        variable,
    )


def not_a_filter(asked: str, variable: str) -> Unanswerable:
    ways = "item, all, top, agg:…, agg_single:…, vs:…"
    return Unanswerable(
        400,
        "Illegal selection expression",
        Text(
            f"«{asked}» er ikke et filter for {variable}. Velg blant {ways}.",
            f"«{asked}» er ikkje eit filter for {variable}. Vel mellom {ways}.",
            f"'{asked}' is not a filter for {variable}. Choose among {ways}.",
        ),
        variable,
    )


def missing(variable: str, no_total: bool) -> Unanswerable:
    """`no_total`: it was left out so as to be added up, which nobody does here."""
    why = (
        Text(
            f" {variable} har ingen registrert verdi for alle, og tall legges aldri sammen på forespørsel.",
            f" {variable} har ingen registrert verdi for alle, og tal blir aldri lagde saman på førespurnad.",
            f" {variable} has no registered value for all of it, and figures are never added up on request.",
        )
        if no_total
        else Text("", "", "")
    )
    return Unanswerable(
        400,
        "Missing selection for mandantory variable",
        Text(
            f"Velg minst én verdi av {variable}.{why.nb}",
            f"Vel minst éin verdi av {variable}.{why.nn}",
            f"Choose at least one value of {variable}.{why.en}",
        ),
        variable,
    )


def too_many(cells: int, most: int) -> Unanswerable:
    return Unanswerable(
        400,
        TOO_MANY,
        Text(
            f"Utvalget har {cells} celler, og det kan ikke være mer enn {most}. Del det opp, for eksempel etter år.",
            f"Utvalet har {cells} celler, og det kan ikkje vere meir enn {most}. Del det opp, til dømes etter år.",
            f"The selection has {cells} cells, and may not have more than {most}. Split it, by year for instance.",
        ),
    )


def too_wide(columns: int, most: int) -> Unanswerable:
    return Unanswerable(
        400,
        TOO_MANY,
        Text(
            f"Tabellen blir {columns} kolonner bred, og et regneark har plass til {most}. Sett en variabel i stub.",
            f"Tabellen blir {columns} kolonnar brei, og eit rekneark har plass til {most}. Set ein variabel i stub.",
            f"The table becomes {columns} columns wide, and a spreadsheet has room for {most}. Put a variable in stub.",
        ),
    )


def placed_wrong(variable: str) -> Unanswerable:
    return Unanswerable(
        400,
        "Illegal placment",
        Text(
            f"{variable} må være valgt, og stå én gang i heading eller stub.",
            f"{variable} må vere vald, og stå éin gong i heading eller stub.",
            f"{variable} must be selected, and stand once in heading or stub.",
        ),
    )


def no_format(asked: str, known: Iterable[str]) -> Unanswerable:
    there = ", ".join(known)
    return Unanswerable(
        400,
        "Unsupported output format",
        Text(
            f"«{asked}» kan ikke brukes her. Velg blant {there}.",
            f"«{asked}» kan ikkje brukast her. Vel mellom {there}.",
            f"'{asked}' cannot be used here. Choose among {there}.",
        ),
    )


def no_language(asked: str, known: Iterable[str]) -> Unanswerable:
    there = ", ".join(known)
    return Unanswerable(
        400,
        "Unsupported language",
        Text(
            f"Språket «{asked}» finnes ikke. Velg blant {there}.",
            f"Språket «{asked}» finst ikkje. Vel mellom {there}.",
            f"There is no language '{asked}'. Choose among {there}.",
        ),
    )


def no_table(asked: str) -> Unanswerable:
    return Unanswerable(
        404,
        "Non-existent table",
        Text(
            f"Det finnes ingen tabell «{asked}». Se listen over tabeller.",
            f"Det finst ingen tabell «{asked}». Sjå lista over tabellar.",
            f"There is no table '{asked}'. See the list of tables.",
        ),
    )


def no_page(asked: int, pages: int) -> Unanswerable:
    return Unanswerable(
        404,
        "Non-existent page",
        Text(
            f"Det finnes ingen side {asked}. Listen har {pages} sider.",
            f"Det finst inga side {asked}. Lista har {pages} sider.",
            f"There is no page {asked}. The list has {pages} pages.",
        ),
    )


def no_such_list(asked: str) -> Unanswerable:
    """Asked for by itself, and not of a variable."""
    return Unanswerable(
        404,
        "Non-existent codelist",
        Text(
            f"Det finnes ingen kodeliste «{asked[:_LONGEST]}». Se metadata for tabellen.",
            f"Det finst inga kodeliste «{asked[:_LONGEST]}». Sjå metadata for tabellen.",
            f"There is no codelist '{asked[:_LONGEST]}'. See the metadata of the table.",
        ),
    )


def not_a_number(asked: str, parameter: str) -> Unanswerable:
    return Unanswerable(
        400,
        "Parameter error",
        Text(
            f"{parameter} kan ikke være «{asked[:_LONGEST]}». Skriv et helt tall fra 1 til 999999.",
            f"{parameter} kan ikkje vere «{asked[:_LONGEST]}». Skriv eit heilt tal frå 1 til 999999.",
            f"{parameter} cannot be '{asked[:_LONGEST]}'. Write a whole number from 1 to 999999.",
        ),
    )


def no_query(asked: str) -> Unanswerable:
    return Unanswerable(
        404,
        "Saved query not found",
        Text(
            f"Det finnes ingen lagret spørring «{asked[:_LONGEST]}». Lagre den på nytt.",
            f"Det finst ingen lagra spørjing «{asked[:_LONGEST]}». Lagre ho på nytt.",
            f"There is no saved query '{asked[:_LONGEST]}'. Save it anew.",
        ),
    )


def no_more_queries() -> Unanswerable:
    return Unanswerable(
        503,
        "Too many saved queries",
        Text(
            "Det er lagret så mange spørringer i dag at det ikke er plass til flere. Prøv igjen i morgen.",
            "Det er lagra så mange spørjingar i dag at det ikkje er plass til fleire. Prøv igjen i morgon.",
            "So many queries have been saved today that there is no room for more. Try again tomorrow.",
        ),
    )


SELECTION = '{"selection": [{"variableCode": "Tid", "valueCodes": ["TOP(1)"]}]}'


def not_a_selection(problem: str, shape: str = SELECTION) -> Unanswerable:
    return Unanswerable(
        400,
        "Parameter error",
        Text(
            f"Utvalget kan ikke leses: {problem}. Det skal se slik ut: {shape}",
            f"Utvalet kan ikkje lesast: {problem}. Det skal sjå slik ut: {shape}",
            f"The selection cannot be read: {problem}. It looks like this: {shape}",
        ),
    )
