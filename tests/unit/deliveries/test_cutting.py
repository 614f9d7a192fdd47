"""A delivery never holds a column or a row beyond its basis, whatever was asked for and whatever the records hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra.deliveries import cutting
from kostra.deliveries.refusing import refusals
from kostra.deliveries.variables import RECORD
from kostra.model.delivery import Identity, Persons
from kostra.model.errors import Broken
from unit.deliveries.given import FORM, NAV, ON, VERSION, basis, frame, order, row

VARIABLES = (
    "rapporteringsenhet",
    "fodselsdato_avledet",
    "kjonn_avledet",
    "id_type",
    "person_journalnr",
    "bidrag",
    "trygdesit",
)
UNITS = ("110300", "110800", "030104", "030110", "460100")
SITUATIONS = ("01", "03", "05")

conditions = st.builds(
    Persons,
    regions=st.lists(st.sampled_from(("1103", "0301", "4601")), unique=True, max_size=2).map(tuple),
    youngest=st.none() | st.integers(17, 40),
    oldest=st.none() | st.integers(30, 70),
    where=st.just({})
    | st.lists(st.sampled_from(SITUATIONS), unique=True, min_size=1).map(lambda some: {"trygdesit": tuple(some)}),
)
some = st.lists(st.sampled_from(VARIABLES), unique=True, max_size=5).map(tuple)
record = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "fodselsdato_avledet": st.none() | st.dates(date(1940, 1, 1), date(2012, 1, 1)),
        "id_type": st.sampled_from(
            ("fodselsnummer", "d-nummer", "duf-nummer", "erstatningsnummer", "ugyldig", "mangler")
        ),
        "trygdesit": st.none() | st.sampled_from(SITUATIONS),
        "bidrag": st.none() | st.integers(0, 90_000),
    }
)


def _meant(persons: Persons, one: dict[str, Any]) -> bool:
    """The slow and obvious way."""
    born = one["fodselsdato_avledet"]
    age = None if born is None else VERSION.year - born.year
    return all(
        (
            not persons.regions or one["unit"][:4] in persons.regions,
            persons.youngest is None or (age is not None and age >= persons.youngest),
            persons.oldest is None or (age is not None and age <= persons.oldest),
            all(one[id] in answers for id, answers in persons.where.items()),
        )
    )


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(record, max_size=12),
    covered=some,
    asked=some,
    of=conditions,
    wanted=conditions,
    identity=st.sampled_from(Identity),
)
def test_nothing_beyond_the_basis_is_ever_cut(
    rows: list[dict[str, Any]],
    covered: tuple[str, ...],
    asked: tuple[str, ...],
    of: Persons,
    wanted: Persons,
    identity: Identity,
) -> None:
    held = basis(variables={"11F": covered}, persons=of, identity=identity)
    ordered = order(variables=asked, persons=wanted)
    given_rows = [row(number, **one) for number, one in enumerate(rows)]
    stopped = refusals(ordered, held, NAV, FORM, ON)
    if set(asked) - set(covered):
        assert stopped
        with pytest.raises(Broken):
            cutting.cut(frame(given_rows), held, ordered, VERSION)
        return
    if wanted.regions and "rapporteringsenhet" not in covered:
        assert stopped, "who is meant would be told by what is not covered"
    found = cutting.cut(frame(given_rows), held, ordered, VERSION)
    persons = set() if identity is Identity.NONE else {"person", "person_duf"}
    assert set(found.columns) <= {RECORD, *covered} | persons
    by_key = {f"{one['unit']} {one['record']}": one for one in given_rows}
    kept = {one[RECORD] for one in found.iter_rows(named=True)}
    assert kept == {key for key, one in by_key.items() if _meant(of, one) and _meant(wanted, one)}
    delivered = cutting.named(found, VERSION, lambda some: [f"n{one.hex()}" for one in some])
    assert RECORD not in delivered.columns and len(delivered) == len(found)
    if persons:
        shared = [one for one in given_rows if one["id_type"] in ("erstatningsnummer", "ugyldig", "mangler")]
        named = set(delivered["person"].drop_nulls())
        assert named.isdisjoint(f"n{one['person_fodselsnr_pseudonym'].hex()}" for one in shared)


def test_records_are_delivered_in_an_order_of_their_own() -> None:
    held, rows = basis(), [row(number, bidrag=number % 3) for number in range(9)]
    given_names = [
        cutting.named(
            cutting.cut(frame(some), held, order(), VERSION),
            VERSION,
            lambda them: [f"{int(one[1:]) * 7 % 9}" for one in them],
        )
        for some in (rows, rows[::-1])
    ]
    assert given_names[0].equals(given_names[1])
    assert given_names[0]["person"].to_list() == sorted(given_names[0]["person"].to_list())


def test_the_same_person_is_named_once_and_counted_once() -> None:
    rows = [
        row(1),
        row(2, person_fodselsnr_pseudonym=b"p1", unit="460100"),
        row(3, id_type="duf-nummer", person_duf_pseudonym=b"d3"),
    ]
    found = cutting.cut(frame(rows), basis(), order(), VERSION)
    asked: list[list[bytes]] = []

    def name(some: list[bytes]) -> list[str]:
        asked.append(some)
        return [one.decode() for one in some]

    delivered = cutting.named(found, VERSION, name)
    assert asked == [[b"p1"], [b"d3"]]
    assert delivered.select("person", "person_duf").rows() == [("p1", None), ("p1", None), (None, "d3")]
    assert cutting.persons(found, VERSION) == 2
    assert cutting.per_unit(found) == {"110300": 2, "460100": 1}


def test_whoever_has_no_known_age_is_of_none() -> None:
    rows = [
        row(1, fodselsdato_avledet=None),
        row(2, fodselsdato_avledet=date(2008, 12, 31)),
        row(3, fodselsdato_avledet=date(2009, 1, 1)),
    ]
    found = cutting.cut(frame(rows), basis(persons=Persons(youngest=18)), order(), VERSION)
    assert found[RECORD].to_list() == ["110300 r2"]


def test_nothing_is_left_where_nobody_is_meant() -> None:
    found = cutting.cut(frame([row(1)]), basis(persons=Persons(regions=("4601",))), order(), VERSION)
    assert len(cutting.named(found, VERSION, lambda some: [one.decode() for one in some])) == 0
    assert found.schema["bidrag"] == pl.Int64


def test_everybody_of_many_is_cut() -> None:
    """So many that they are handled in parts."""
    many = pl.concat([frame([row(number) for number in range(100)])] * 200, rechunk=True)
    assert len(cutting.cut(many, basis(), order(), VERSION)) == 20_000
