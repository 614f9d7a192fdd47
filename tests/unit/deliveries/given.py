"""A basis, a recipient and some records that the tests of deliveries change one thing of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from kostra.forms import catalogue
from kostra.model.delivery import Basis, Identity, Order, Persons, Recipient, RecipientKind
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.protection import Said

AT = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
SIRI, OLE = (Said(Actor(ActorKind.PERSON, name, name), AT, "") for name in ("siri", "ole"))
FORM = catalogue.form("11F")
VERSION = FORM.version(2026)
ON = date(2027, 3, 15)
KEY = "age1q00r4xmd9ct2c5m4ndq3e2wcrtusuty2vdhzrm7m2m48y8r3fs5sdn6ykl"
NAV = Recipient("NAV", "Nav", RecipientKind.AUTHORITY, SIRI, KEY)
MINISTRY = Recipient("AID", "Arbeids- og inkluderingsdepartementet", RecipientKind.MINISTRY, SIRI)


def basis(**other: Any) -> Basis:
    given: dict[str, Any] = {
        "id": "nav-sosialhjelp",
        "recipient": "NAV",
        "paragraph": "§ 1",
        "purpose": "Analyse",
        "document": "Avtalen",
        "variables": {"11F": ("rapporteringsenhet", "bidrag", "trygdesit")},
        "persons": Persons(),
        "identity": Identity.NATIONAL_ID,
        "years": (2020, None),
        "since": date(2021, 1, 1),
        "until": date(2030, 12, 31),
        "entered": SIRI,
        "approved": OLE,
    }
    return Basis(**(given | other))


def order(**other: Any) -> Order:
    given: dict[str, Any] = {"recipient": "NAV", "basis": "nav-sosialhjelp", "form": "11F", "period": Period(2026)}
    return Order(**(given | other))


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Klargjorte data with the columns that the tests ask for."""
    schema = {
        "unit": pl.String,
        "record": pl.String,
        "person_fodselsnr_pseudonym": pl.Binary,
        "person_duf_pseudonym": pl.Binary,
        "fodselsdato_avledet": pl.Date,
        "kjonn_avledet": pl.String,
        "id_type": pl.String,
        "person_journalnr": pl.String,
        "bidrag": pl.Int64,
        "trygdesit": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def row(number: int, **other: Any) -> dict[str, Any]:
    return {
        "unit": "110300",
        "record": f"r{number}",
        "person_fodselsnr_pseudonym": b"p%d" % number,
        "person_duf_pseudonym": None,
        "fodselsdato_avledet": date(1990, 5, 1),
        "kjonn_avledet": "2",
        "id_type": "fodselsnummer",
        "person_journalnr": f"J{number}",
        "bidrag": 1000 * number,
        "trygdesit": "03",
    } | other
