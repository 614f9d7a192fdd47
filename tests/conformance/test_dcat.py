"""The catalogue is RDF that others read, with what DCAT-AP demands of each thing in it, and every address is one."""

from __future__ import annotations

import json

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.namespace import XSD, Namespace

from kostra.model.cube import Status
from kostra.publication.dcat import Places, catalogue
from kostra.publication.over_years import table
from kostra.publication.table import Listing
from unit.publication.bank import LISTING, bank, cube, edition

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph:DeprecationWarning"
)  # rdflib's own reader of JSON-LD uses it.

SITE = "https://kostra.example.no"
AT = Places(SITE, f"{SITE}/api/dcat.jsonld", f"{SITE}/api/pxwebapi/v2", f"{SITE}/nb/tabeller")
TABLE = URIRef(f"{AT.api}/tables/91999")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DEMANDED = {
    DCAT.Catalog: (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.publisher,
        DCAT.dataset,
        DCAT.contactPoint,
        DCTERMS.license,
    ),
    DCAT.Dataset: (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.identifier, DCAT.contactPoint, DCAT.theme),
        *(DCTERMS.accrualPeriodicity, DCTERMS.accessRights, DCAT.distribution, DCTERMS.temporal, DCTERMS.modified),
    ),
    DCAT.Distribution: (DCTERMS.title, DCAT.accessURL, DCAT.downloadURL, DCTERMS.license, DCAT.mediaType),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL, DCAT.servesDataset, DCTERMS.license),
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=json.dumps(catalogue([bank()], AT)), format="json-ld")


def test_everything_has_what_is_demanded_of_its_kind(graph: Graph) -> None:
    for kind, demanded in DEMANDED.items():
        those = list(graph.subjects(RDF.type, kind))
        assert those, kind
        for one in those:
            missing = [name for name in demanded if (one, name, None) not in graph]
            assert not missing, f"{one} lacks {missing}"
    for publisher in graph.objects(None, DCTERMS.publisher):
        assert (publisher, RDF.type, FOAF.Agent) in graph and (publisher, FOAF.name, None) in graph


def test_a_table_tells_whom_to_ask_how_often_it_comes_and_where_it_is(graph: Graph) -> None:
    assert set(map(str, graph.objects(TABLE, DCTERMS.title))) >= {
        "Mottakere, etter region og kjønn",
        "Recipients, by region",
    }
    (frequency,) = graph.objects(TABLE, DCTERMS.accrualPeriodicity)
    assert str(frequency).endswith("/frequency/ANNUAL")
    (contact,) = graph.objects(TABLE, DCAT.contactPoint)
    assert (contact, VCARD.hasEmail, URIRef("mailto:helse@example.no")) in graph
    assert (TABLE, DCTERMS.modified, Literal("2025-06-15T06:00:00Z", datatype=XSD.dateTime)) in graph
    assert any("Syntetiske tall" in str(one) for one in graph.objects(TABLE, DCTERMS.description))
    assert any(
        "Foreløpige" in str(one) for one in graph.objects(TABLE, URIRef("http://www.w3.org/ns/adms#versionNotes"))
    )
    found = sorted(str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(TABLE, DCAT.distribution))
    assert len(found) == 5 and all(one.startswith(f"{TABLE}/data?lang=no&outputFormat=") for one in found)


def test_a_table_that_has_ended_says_what_took_over() -> None:
    ended = table([edition(cube(2024, Status.FINAL, replaced_by=("91998",), replaces=("91000",)))], LISTING)
    graph = Graph().parse(data=json.dumps(catalogue([ended], AT)), format="json-ld")
    assert (TABLE, DCTERMS.isReplacedBy, URIRef(f"{AT.api}/tables/91998")) in graph
    assert (TABLE, DCTERMS.replaces, URIRef(f"{AT.api}/tables/91000")) in graph
    (frequency,) = graph.objects(TABLE, DCTERMS.accrualPeriodicity)
    assert str(frequency).endswith("/frequency/NEVER")


def test_without_anybody_to_ask_the_site_is_named_and_an_empty_bank_is_a_catalogue() -> None:
    alone = catalogue([table([edition(cube())], Listing(LISTING.subject))], AT)
    assert alone["dcat:dataset"][0]["dcat:contactPoint"]["vcard:hasURL"] == {"@id": f"{SITE}/"}
    assert "dct:modified" not in catalogue([], AT) and catalogue([], AT)["dcat:dataset"] == []
