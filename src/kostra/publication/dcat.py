"""The published tables as a catalogue that other catalogues read, by DCAT-AP: what each is about, how often it comes, whom to ask, what may
be done with it, and where it is in each format. As JSON-LD, with every name written out, so that nothing has to be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kostra.model.text import Language, Text
from kostra.publication import words
from kostra.publication.configuration import LICENCE
from kostra.publication.moments import utc
from kostra.publication.selecting import MOST_CELLS
from kostra.publication.table import Contact, Table
from kostra.publication.writing import Format

Node = dict[str, Any]

_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_LANGUAGES = [{"@id": f"{_EU}/language/{code}"} for code in ("NOB", "NNO", "ENG")]
_NAME = "KOSTRA sosial"
_TITLE = Text("Tabeller om sosialtjenesten", "Tabellar om sosialtenesta", "Tables on the social services")
_ABOUT = Text(
    "Kommunenes sosialtjeneste, fra KOSTRA: økonomisk sosialhjelp, kvalifiseringsprogram, introduksjonsordning og utgifter.",
    "Sosialtenesta i kommunane, frå KOSTRA: økonomisk sosialhjelp, kvalifiseringsprogram, introduksjonsordning og utgifter.",
    "The social services of the municipalities, from KOSTRA: social assistance, programmes and expenditure.",
)
_API = Text(
    "Tabellbankens API (PxWebApi 2)", "API-et til tabellbanken (PxWebApi 2)", "The API of the table bank (PxWebApi 2)"
)
_SYNTHETIC = Text(
    "Syntetiske tall: de er oppdiktet, og gjelder ingen virkelige personer.",
    "Syntetiske tal: dei er oppdikta, og gjeld ingen verkelege personar.",
    "Synthetic figures: they are made up, and about no real persons.",
)
_WHOLE = (
    (Format.CSV_LONG, "CSV", "text/csv", "CSV"),
    (Format.JSON_STAT, "JSON-stat 2.0", "application/json", "JSON"),
    (Format.PX, "PX", "application/octet-stream", None),
    (Format.PARQUET, "Parquet", "application/vnd.apache.parquet", "PARQUET"),
    (Format.SDMX_CSV, "SDMX-CSV 2.0", "application/vnd.sdmx.data+csv", "CSV"),
)
"""What a whole table is offered in: its name, its media type, and what the European list of file types calls it, where it is there."""


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses: of the site, of the catalogue, and of the API; a page of a table is `pages` and its number."""

    site: str
    catalogue: str
    api: str
    pages: str


def catalogue(tables: Sequence[Table], at: Places) -> Node:
    datasets = [_dataset(one, at) for one in tables]
    modified = [_moment("dct:modified", utc(max(one.updated for one in tables)))] if tables else []
    synthetic = [_SYNTHETIC] if any(one.synthetic for one in tables) else []
    whole: Node = {
        "@context": _CONTEXT,
        "@id": at.catalogue,
        "@type": "dcat:Catalog",
        "dct:identifier": at.catalogue,
        "dct:title": _said(_TITLE),
        "dct:description": _said(_joined([_ABOUT, *synthetic])),
        "dct:publisher": _publisher(at),
        "dcat:contactPoint": _contact(None, at),
        "dct:license": {"@id": LICENCE},
        "dct:language": _LANGUAGES,
        "dct:spatial": {"@id": f"{_EU}/country/NOR"},
        "foaf:homepage": {"@id": f"{at.site}/"},
        "dcat:themeTaxonomy": {"@id": f"{_EU}/data-theme"},
        "dcat:dataset": datasets,
        "dcat:service": _service([one["@id"] for one in datasets], at),
    }
    for one in modified:
        whole |= one
    return whole


def _dataset(table: Table, at: Places) -> Node:
    parts = [table.population, *([_SYNTHETIC] if table.synthetic else [])]
    told: Node = {
        "@id": _id(table.id, at),
        "@type": "dcat:Dataset",
        "dct:identifier": table.id,
        "dct:title": _said(table.title),
        "dct:description": _said(_joined(parts)),
        "dct:publisher": {"@id": f"{at.site}/#utgiver"},
        "dcat:contactPoint": _contact(table.listing.contact, at),
        "dcat:theme": {"@id": f"{_EU}/data-theme/SOCI"},
        "dcat:keyword": [one for axis in table.axes[: table.contents] for one in _said(axis.title)],
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/{'NEVER' if table.discontinued else 'ANNUAL'}"},
        "dct:language": _LANGUAGES,
        "dct:spatial": {"@id": f"{_EU}/country/NOR"},
        "dct:temporal": _period(table.years[0], table.years[-1]),
        "dcat:landingPage": {"@id": f"{at.pages}/{table.id}"},
        "dcat:distribution": [_distribution(table, at, *one) for one in _WHOLE if table.values.size <= MOST_CELLS],
    } | _moment("dct:modified", utc(table.updated))
    if table.replaces:
        told["dct:replaces"] = [{"@id": _id(one, at)} for one in table.replaces]
    if table.replaced_by:
        told["dct:isReplacedBy"] = [{"@id": _id(one, at)} for one in table.replaced_by]
    if table.provisional:
        told["adms:versionNotes"] = _said(words.PROVISIONAL)
    return told


def _distribution(table: Table, at: Places, of: Format, name: str, media: str, file: str | None) -> Node:
    every = "&".join(f"valueCodes[{quote(axis.code)}]=*" for axis in table.axes)
    address = f"{_id(table.id, at)}/data?lang=no&outputFormat={of.value}&{every}".replace("[", "%5B").replace(
        "]", "%5D"
    )
    return {
        "@id": f"{_id(table.id, at)}#{of.value}",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": f"{at.pages}/{table.id}"},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{_IANA}/{media}"},
        "dct:license": {"@id": LICENCE},
    } | ({} if file is None else {"dct:format": {"@id": f"{_EU}/file-type/{file}"}})


def _service(datasets: Iterable[str], at: Places) -> Node:
    return {
        "@id": at.api,
        "@type": "dcat:DataService",
        "dct:title": _said(_API),
        "dcat:endpointURL": {"@id": at.api},
        "dct:conformsTo": {"@id": "https://github.com/PxTools/PxApiSpecs"},
        "dct:license": {"@id": LICENCE},
        "dcat:servesDataset": [{"@id": one} for one in datasets],
    }


def _publisher(at: Places) -> Node:
    return {"@id": f"{at.site}/#utgiver", "@type": "foaf:Agent", "foaf:name": _NAME}


def _contact(of: Contact | None, at: Places) -> Node:
    """Where nobody is named, the site itself."""
    told: Node = {"@type": "vcard:Organization", "vcard:fn": _NAME if of is None else of.name}
    if of is None or not (of.mail or of.phone):
        return told | {"vcard:hasURL": {"@id": f"{at.site}/"}}
    mail = {} if of.mail is None else {"vcard:hasEmail": {"@id": f"mailto:{of.mail}"}}
    phone = {} if of.phone is None else {"vcard:hasTelephone": {"@id": f"tel:{of.phone.replace(' ', '')}"}}
    return told | mail | phone


def _period(first: str, last: str) -> Node:
    days = (("dcat:startDate", f"{first}-01-01"), ("dcat:endDate", f"{last}-12-31"))
    return {"@type": "dct:PeriodOfTime"} | {key: {"@value": day, "@type": "xsd:date"} for key, day in days}


def _moment(key: str, at: str) -> Node:
    return {key: {"@value": at, "@type": "xsd:dateTime"}}


def _said(text: Text) -> list[Node]:
    """In English where there is any."""
    every = [(Language.BOKMAL, text.nb), (Language.NYNORSK, text.nn), (Language.ENGLISH, text.en)]
    return [{"@value": said, "@language": language.value} for language, said in every if said is not None]


def _joined(parts: Sequence[Text]) -> Text:
    english = [one.en for one in parts if one.en is not None]
    every = " ".join(english) if len(english) == len(parts) else None
    return Text(" ".join(one.nb for one in parts), " ".join(one.nn for one in parts), every)


def _id(table: str, at: Places) -> str:
    return f"{at.api}/tables/{table}"
