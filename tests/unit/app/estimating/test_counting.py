"""From records to lists and components: who is the same, who cannot be known, and that the components of a unit are all of its records."""

from __future__ import annotations

from datetime import date

import polars as pl

from kostra.app.estimating.counting import components, divided, lists
from kostra.estimation.catalogue import of_form
from kostra.forms import catalogue

VERSION = catalogue.form("11F").version(2026)
RECIPIENTS = of_form("11F").variables[0]
FRAME = pl.DataFrame(
    {
        "unit": ["110300", "110300", "460100", "460100", "460100", "999900"],
        "person_fodselsnr_pseudonym": [b"a", b"b", b"a", b"x", b"", b"a"],
        "person_duf_pseudonym": [None, b"d", None, b"d", None, None],
        "id_type": ["fodselsnummer", "duf-nummer", "d-nummer", "duf-nummer", "erstatningsnummer", "fodselsnummer"],
        "kjonn": ["1", "2", "1", None, "9", "1"],
        "fodselsdato_avledet": [date(2008, 12, 31), date(1960, 1, 1), date(2009, 1, 1), None, date(1959, 1, 1), None],
    }
)
PLACE = {"110300": 0, "460100": 1}


def test_the_same_pseudonym_is_the_same_person_and_one_without_is_somebody_of_their_own() -> None:
    found = lists(FRAME, VERSION, PLACE)
    assert found.unit.tolist() == [0, 0, 1, 1, 1]
    assert found.person.tolist() == [1, 2, 1, 2, 0]


def test_a_year_that_was_not_collected_has_nobody() -> None:
    found = lists(None, VERSION, PLACE)
    assert not len(found.person) and not len(found.unit)


def test_every_record_is_of_one_component_also_when_nobody_knows_which() -> None:
    names = components(RECIPIENTS, VERSION)
    parts = divided(FRAME, RECIPIENTS, 2026, names, PLACE)
    assert parts.sum(axis=1).tolist() == [2, 3]
    told = {name: parts[:, place].tolist() for place, name in enumerate(names) if parts[:, place].any()}
    assert told == {"1 18-24": [1, 0], "2 45-66": [1, 0], "1 0-17": [0, 1], "0 0": [0, 1], "0 67+": [0, 1]}


def test_several_sums_are_the_components_of_their_sum_and_one_alone_has_none() -> None:
    by_id = {one.id: one for one in of_form("11F").variables}
    assert components(by_id["stonad"], VERSION) == ("bidrag", "laan")
    assert components(by_id["tilfeller"], VERSION) == ()
