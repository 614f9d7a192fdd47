"""The states in words, for the pages, the messages and the documentation: bokmål and nynorsk. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.model.submission import State
from kostra.model.text import Text


@dataclass(frozen=True, slots=True)
class Told:
    """A state as people read it: its name and what it means."""

    name: Text
    means: Text


STATES: dict[State, Told] = {
    State.EXPECTED: Told(
        Text("Ventes", "Ventast"),
        Text(
            "Skjemaet skal leveres, men innsendingen er ikke åpnet.",
            "Skjemaet skal leverast, men innsendinga er ikkje opna.",
        ),
    ),
    State.OPENED: Told(
        Text("Åpen for innsending", "Open for innsending"),
        Text("Kommunen kan sende inn, og fristen er ikke ute.", "Kommunen kan sende inn, og fristen er ikkje ute."),
    ),
    State.RECEIVED: Told(
        Text("Mottatt", "Motteken"),
        Text(
            "En innsending er mottatt og kvittert for, og er ikke gjennomgått.",
            "Ei innsending er motteken og kvittert for, og er ikkje gjennomgådd.",
        ),
    ),
    State.ERRORS_SENT: Told(
        Text("Feilliste sendt", "Feilliste send"),
        Text(
            "Kommunen har fått en feilliste og skal svare på den.",
            "Kommunen har fått ei feilliste og skal svare på henne.",
        ),
    ),
    State.CORRECTION_RECEIVED: Told(
        Text("Retting mottatt", "Retting motteken"),
        Text(
            "Kommunen har svart på feillisten eller sendt inn på nytt.",
            "Kommunen har svart på feillista eller sendt inn på nytt.",
        ),
    ),
    State.ACCEPTED: Told(
        Text("Godkjent", "Godkjend"),
        Text(
            "Innsendingen er gjennomgått og brukes i statistikken.",
            "Innsendinga er gjennomgådd og blir brukt i statistikken.",
        ),
    ),
    State.FINAL: Told(
        Text("Endelig", "Endeleg"),
        Text(
            "Innsamlingen er stengt, og det som er levert, står.", "Innsamlinga er stengd, og det som er levert, står."
        ),
    ),
    State.NIL_CONFIRMED: Told(
        Text("Ingenting å rapportere", "Ingenting å rapportere"),
        Text(
            "Kommunen har bekreftet at den ikke har noe å rapportere.",
            "Kommunen har stadfesta at han ikkje har noko å rapportere.",
        ),
    ),
    State.NIL_PRESUMED: Told(
        Text("Antatt ingenting å rapportere", "Rekna med ingenting å rapportere"),
        Text(
            "SSB regner med at kommunen ikke har noe å rapportere. Grunnlaget står i loggen, og antakelsen gjelder til en dato.",
            "SSB reknar med at kommunen ikkje har noko å rapportere. Grunnlaget står i loggen, og det gjeld til ein dato.",
        ),
    ),
    State.LATE: Told(
        Text("For sen", "For sein"),
        Text("Fristen er ute, og ingenting er mottatt.", "Fristen er ute, og ingenting er motteke."),
    ),
    State.EXTENDED: Told(
        Text("Utsatt frist", "Utsett frist"),
        Text("Kommunen har fått en senere frist, med en grunn.", "Kommunen har fått ein seinare frist, med ein grunn."),
    ),
    State.EXCUSED: Told(
        Text("Fritatt", "Friteken"),
        Text(
            "Kommunen kan ikke levere nå, av en grunn den ikke rår over. Den blir ikke purret, men kan sende inn.",
            "Kommunen kan ikkje levere no, av ein grunn han ikkje rår over. Han blir ikkje purra, men kan sende inn.",
        ),
    ),
    State.REFUSED: Told(
        Text("Avvist", "Avvist"),
        Text(
            "Det som ble sendt, kan ikke brukes. En ny innsending må til.",
            "Det som vart sendt, kan ikkje brukast. Ei ny innsending må til.",
        ),
    ),
    State.CLOSED_NONRESPONSE: Told(
        Text("Stengt uten svar", "Stengd utan svar"),
        Text("Innsamlingen ble stengt uten at noe brukbart kom.", "Innsamlinga vart stengd utan at noko brukande kom."),
    ),
    State.REOPENED: Told(
        Text("Åpnet på nytt", "Opna på nytt"),
        Text(
            "SSB har åpnet for innsending på nytt etter at saken var ferdig.",
            "SSB har opna for innsending på nytt etter at saka var ferdig.",
        ),
    ),
    State.NOT_IN_POPULATION: Told(
        Text("Skal ikke levere", "Skal ikkje levere"),
        Text("Kommunen skal likevel ikke levere dette skjemaet.", "Kommunen skal likevel ikkje levere dette skjemaet."),
    ),
}
