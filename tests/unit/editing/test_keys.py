"""What a record is known by: whom it is about, and never so that one can tell who or find the same person elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from kostra.editing.keys import keyed
from kostra.model.edit import FORM
from unit.editing.frames import IDENTITY, OTHER, SCHEMA, WHOLE, inndata


def keys(*rows: Mapping[str, object]) -> list[str]:
    return inndata(rows)["record"].to_list()


def test_a_person_with_an_own_id_is_known_by_it_whatever_the_journal_says() -> None:
    assert keys({"journal": "A"}) == keys({"journal": "B"})
    assert keys({"journal": "A", "kind": "ugyldig"}) != keys({"journal": "B", "kind": "ugyldig"})


def test_one_known_by_birth_date_alone_is_known_by_the_journal() -> None:
    """Several may have the same birth date and sex."""
    one, other = ({"who_pseudonym": b"same", "kind": "erstatningsnummer", "journal": name} for name in "AB")
    assert len(set(keys(one, other))) == 2


def test_the_second_record_about_the_same_has_a_key_of_its_own() -> None:
    twice = keys({"who_pseudonym": b"same"}, {"who_pseudonym": b"same"})
    assert len(set(twice)) == 2 and twice[0] == keys({"who_pseudonym": b"same"})[0]


def test_without_id_and_journal_the_texts_tell() -> None:
    nobody: dict[str, object] = {"journal": None, "who_pseudonym": None, "kind": None}
    assert keys(nobody | {"bosit": "1"}) != keys(nobody | {"bosit": "2"})
    assert keys(nobody | {"bidrag": 1}) == keys(nobody | {"bidrag": 2})


def test_keys_do_not_lead_from_one_unit_or_year_to_another() -> None:
    frame = pl.DataFrame([{"who_pseudonym": b"same", "kind": "fodselsnummer"}], schema=SCHEMA)
    places = (WHOLE.of("110300"), WHOLE.of(OTHER), replace(WHOLE, form="11CF").of("110300"))
    assert len({keyed(frame, of, "s", IDENTITY)["record"][0] for of in places}) == 3
    assert all(b"same".hex() not in keyed(frame, of, "s", IDENTITY)["record"][0] for of in places)


def test_the_digest_is_of_everything_but_the_line() -> None:
    one, moved = inndata([{}])["digest"][0], inndata([{"line": 9}])["digest"][0]
    assert one == moved
    others: tuple[Mapping[str, object], ...] = ({"bidrag": 1001}, {"bidrag": None}, {"bosit": None}, {"journal": "X"})
    for other in others:
        assert inndata([other])["digest"][0] != one


def test_an_e_form_has_one_record() -> None:
    frame = keyed(pl.DataFrame({"antall": [3]}), WHOLE.of("110300"), "s", None)
    assert frame["record"].to_list() == [FORM] and frame["line"].to_list() == [None]
