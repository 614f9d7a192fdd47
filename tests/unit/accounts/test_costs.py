"""Costs: by hand, by a slow implementation of the hierarchy on the synthetic nation's files, and what always holds."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from io import BytesIO
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.accounts.catalogue import groups, shown
from kostra.accounts.concepts import Scope
from kostra.accounts.costs import NAME, UNIT, costs
from kostra.app.accounts.received import country
from kostra.app.receiving.inndata import frames
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.synth.accounts import part
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import File
from unit.accounts.hierarchy import ARTS, GROUPS, INCOME, NETTED, Kroner, read, worked_out

CONCEPTS = ("brutto", "netto", "korrigert_brutto", "lonn", "lonn_uten_stonad", "brutto_investering")
OWN, TOGETHER = Scope.MUNICIPALITY, Scope.CONSOLIDATED
STAVANGER, BERGEN = "110300", "460100"

Line = tuple[str, str, str, str, int]
SCHEMA = {
    UNIT: pl.String,
    "kontoklasse": pl.String,
    "funksjon_kapittel": pl.String,
    "art_sektor": pl.String,
    "belop": pl.Int64,
}


def _lines(*lines: Line) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")


def _costs(lines: pl.DataFrame, name: str, year: int = 2025, scope: Scope = OWN) -> dict[str, int]:
    (row,) = costs(lines, [STAVANGER], year, scope, (name,)).select(CONCEPTS).iter_rows(named=True)
    return dict(row)


BY_HAND = _lines(
    (STAVANGER, "1", "242", "010", 1000),
    (STAVANGER, "1", "242", "089", 40),
    (STAVANGER, "1", "242", "099", 100),
    (STAVANGER, "1", "242", "120", 70),
    (STAVANGER, "1", "242", "370", 500),
    (STAVANGER, "1", "242", "380", 30),
    (STAVANGER, "1", "242", "429", 20),
    (STAVANGER, "1", "242", "470", 9),
    (STAVANGER, "1", "242", "590", 5),
    (STAVANGER, "1", "242", "700", -60),
    (STAVANGER, "1", "242", "710", -80),
    (STAVANGER, "1", "242", "729", -20),
    (STAVANGER, "1", "242", "780", -3),
    (STAVANGER, "1", "242", "500", 7777),
    (STAVANGER, "0", "242", "230", 400),
    (STAVANGER, "0", "242", "500", 6),
)


def test_by_hand() -> None:
    assert _costs(BY_HAND, "242") == {
        "brutto": 1_674_000,
        "netto": 1_611_000,
        "korrigert_brutto": 1_135_000,
        "lonn": 1_060_000,
        "lonn_uten_stonad": 1_020_000,
        "brutto_investering": 406_000,
    }


def test_what_is_within_the_group_is_netted_by_art() -> None:
    lines = BY_HAND.with_columns(pl.col("kontoklasse").replace({"1": "3", "0": "4"}))
    found = _costs(lines, "242", scope=TOGETHER)
    # Neither what is bought (380) nor what is sold (780); net is the same in both.
    assert found["brutto"] == 1_674_000 - 30_000 - 3_000
    assert found["netto"] == 1_611_000
    assert found["brutto_investering"] == 406_000


def test_each_scope_reads_its_own_kinds_of_account() -> None:
    assert set(_costs(BY_HAND, "242", scope=TOGETHER).values()) == {0}


def test_arts_that_ended_count_until_they_ended() -> None:
    lines = _lines((STAVANGER, "1", "281", "470", 100), (STAVANGER, "1", "281", "690", -10))
    assert _costs(lines, "281", 2024)["brutto"] == 90_000
    assert _costs(lines, "281", 2025)["brutto"] == 100_000
    vat = _lines((STAVANGER, "1", "281", "470", 100), (STAVANGER, "1", "281", "728", -10))
    assert _costs(vat, "281", 2024)["netto"] == 100_000


def test_a_unit_that_handed_in_nothing_on_a_function_has_0_and_one_that_did_not_is_not_there() -> None:
    found = costs(BY_HAND, [STAVANGER, BERGEN], 2025, OWN, ("242", "281"))
    assert found.select(UNIT, NAME, "brutto").rows() == [
        (STAVANGER, "242", 1_674_000),
        (STAVANGER, "281", 0),
        (BERGEN, "242", 0),
        (BERGEN, "281", 0),
    ]
    assert costs(BY_HAND, [], 2025, OWN, ("242",)).is_empty()


def test_276_is_in_the_group_of_the_hierarchy_and_not_in_that_of_the_closed_table() -> None:
    lines = _lines(*((STAVANGER, "1", function, "010", 10**place) for place, function in enumerate(GROUPS["FGK12"])))
    assert {name: _costs(lines, name)["brutto"] // 1000 for name in groups()} == {
        "FGK12": 111111,
        "FGK12b": 110111,
        "FGK12a": 110011,
        "sosialtjenesten_07786": 100011,
    }


def test_what_is_unknown_is_refused() -> None:
    with pytest.raises(Missing, match="«999» er ikke en funksjon i 2025"):
        costs(BY_HAND, [STAVANGER], 2025, OWN, ("999",))
    with pytest.raises(Refused, match=r"brutto driftsutgifter er i 2016, er ikke kjent\. Velg et år fra 2017"):
        costs(BY_HAND, [STAVANGER], 2016, OWN, ("281",))
    with pytest.raises(Refused, match="FGK12a har ingen funksjoner i 2016"):
        costs(BY_HAND, [STAVANGER], 2016, OWN, ("FGK12a",))


@cache
def _files() -> tuple[File, ...]:
    quiet = Dials(errors=0.0, file_errors=0.0, never=0.0, late=0.0, unit_errors=0.0)
    made = part.part(Nation(7, 0.01, quiet).year(2026))
    return tuple(file for file in made if isinstance(file, File) and file.path.endswith(".dat"))


@cache
def _nation(form: str) -> tuple[pl.DataFrame, frozenset[str], Kroner]:
    """Typed records of everyone's files, who they are, and the same files read the slow way."""
    version = catalogue.form(form).version(2026)
    mine = [file for file in _files() if file.path.startswith(f"{form}/")]
    records = [frame for file in mine for frame in frames(BytesIO(file.content), version, _nobody)]
    whole = pl.concat(records).rename({"region": UNIT})
    return whole, frozenset(whole[UNIT]), {key: kroner for file in mine for key, kroner in read(file.content).items()}


def _nobody(ids: object) -> list[bytes]:
    raise AssertionError("an account tells of nobody")


@pytest.mark.parametrize(("form", "scope"), [("0A", OWN), ("0M", TOGETHER)])
def test_the_synthetic_nation_as_the_hierarchy_adds_it_up(form: str, scope: Scope) -> None:
    records, units, slow = _nation(form)
    found = costs(records, units, 2026, scope, shown(2026))
    assert len(found) == len(units) * len(shown(2026))
    for row in found.iter_rows(named=True):
        added: defaultdict[str, int] = defaultdict(int)
        for function in GROUPS.get(row[NAME], (row[NAME],)):
            for concept, kroner in worked_out(slow.get((row[UNIT], function), {}), scope is TOGETHER).items():
                added[concept] += kroner
        assert {concept: row[concept] for concept in added} == added, (row[UNIT], row[NAME])
        assert row["brutto_investering"] == 0


def test_the_consolidated_account_differs_by_what_enterprises_add_less_what_is_bought_within() -> None:
    own, units, alone = _nation("0A")
    whole, with_one, together = _nation("0M")
    assert with_one == {unit for unit in units if unit.endswith("00")}
    gross = [
        {(unit, name): kroner for unit, name, kroner in made.select(UNIT, NAME, "brutto").iter_rows()}
        for made in (
            costs(own, with_one, 2026, OWN, GROUPS["FGK12"]),
            costs(whole, with_one, 2026, TOGETHER, GROUPS["FGK12"]),
        )
    ]
    larger = 0
    for key in gross[0]:
        before, after = alone.get(key, {}), together.get(key, {})
        added = {art: after.get(art, 0) - before.get(art, 0) for art in {*before, *after}}
        assert gross[1][key] - gross[0][key] == worked_out(added, False)["brutto"] - sum(
            after.get(art, 0) for art in NETTED
        )
        larger += gross[1][key] > gross[0][key]
    assert larger


def test_oslo_is_its_districts() -> None:
    records, units, _ = _nation("0A")
    found = costs(records, units, 2026, OWN, shown(2026))
    districts = found.filter(pl.col(UNIT).str.starts_with("0301") & (pl.col(UNIT) != "030100"))
    added = districts.group_by(NAME, maintain_order=True).agg(pl.exclude(UNIT, NAME).sum())
    assert added.rows() == found.filter(pl.col(UNIT) == "030100").drop(UNIT).rows()


def test_the_country_counts_oslo_once() -> None:
    records, units, _ = _nation("0A")
    found = costs(records, units, 2026, OWN, ("281",))
    municipalities = [unit for unit in units if unit.endswith("00")]
    whole = country(found, municipalities)
    assert whole["brutto"].to_list() == [found.filter(pl.col(UNIT).is_in(municipalities))["brutto"].sum()]
    assert whole["brutto"][0] < found["brutto"].sum()


account = st.lists(
    st.tuples(
        st.sampled_from([STAVANGER, BERGEN]),
        st.sampled_from(["0", "1"]),
        st.sampled_from([*GROUPS["FGK12"], "253"]),
        st.sampled_from(ARTS),
        st.integers(-99_999_999, 999_999_999),
    ),
    max_size=60,
)


@given(account)
def test_functions_add_up_to_groups_and_groups_to_larger_ones(lines: list[Line]) -> None:
    found = costs(_lines(*lines), [STAVANGER, BERGEN], 2026, OWN, shown(2026))
    kroner = {(unit, name): tuple(amounts) for unit, name, *amounts in found.iter_rows()}
    for unit in (STAVANGER, BERGEN):
        for group, members in (
            *GROUPS.items(),
            ("FGK12b", ("FGK12a", "273")),
            ("FGK12", ("FGK12b", "275")),
            ("FGK12a", ("sosialtjenesten_07786", "276")),
        ):
            together = zip(*(kroner[unit, member] for member in members), strict=True)
            assert kroner[unit, group] == tuple(map(sum, together))


@given(account, st.randoms(use_true_random=False))
def test_neither_the_order_of_lines_nor_how_they_are_split_matters(lines: list[Line], chance: Random) -> None:
    split: list[Line] = []
    for unit, kind, function, art, amount in lines:
        split += [(unit, kind, function, art, part) for part in (amount // 3, amount - amount // 3)]
    chance.shuffle(split)
    once = costs(_lines(*lines), [STAVANGER, BERGEN], 2026, OWN, shown(2026))
    assert once.equals(costs(_lines(*split), [STAVANGER, BERGEN], 2026, OWN, shown(2026)))


@given(account)
def test_every_account_is_as_the_hierarchy_adds_it_up(lines: list[Line]) -> None:
    found = costs(_lines(*lines), [STAVANGER, BERGEN], 2026, OWN, GROUPS["FGK12"])
    amounts: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit, kind, function, art, thousands in lines:
        if kind == "1":
            amounts[unit, function][art] += (-1000 if art in INCOME else 1000) * thousands
    for row in found.iter_rows(named=True):
        slow = worked_out(amounts[row[UNIT], row[NAME]], consolidated=False)
        assert {concept: row[concept] for concept in slow} == slow


def test_a_line_whose_amount_or_art_cannot_be_read_adds_nothing() -> None:
    lines = pl.concat([BY_HAND, _lines((STAVANGER, "1", "242", "010", 5)).with_columns(belop=pl.lit(None, pl.Int64))])
    lines = pl.concat(
        [lines, _lines((STAVANGER, "1", "242", "010", 5)).with_columns(art_sektor=pl.lit(None, pl.String))]
    )
    assert _costs(lines, "242") == _costs(BY_HAND, "242")
